import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { writeForEyes } from "../base/output";

/** One worker that was started here. */
export interface WorkerProcess {
  readonly index: number;
  /** Its exit code, once it has ended; null where a signal ended it. */
  readonly code: number | null;
  readonly killedBy: NodeJS.Signals | null;
  /** When it ended. */
  readonly endedAt: number;
  /** Its exit code, when it ends. */
  readonly ended: Promise<number | null>;
  signal(signal: NodeJS.Signals): void;
}

/**
 * Starts a worker. What the first one writes to a terminal it writes itself, its bar included;
 * every other line gets the worker's name before it.
 */
export function startWorker(
  [program, ...args]: readonly [string, ...string[]],
  index: number,
  env: NodeJS.ProcessEnv,
): WorkerProcess {
  const ways = [process.stdout, process.stderr].map((output) =>
    index === 0 && output.isTTY ? "inherit" : "pipe",
  );
  // The channel is closed by our death: a worker ends then, too.
  const child = spawn(program, args, { env, stdio: ["ignore", ...ways, "ipc"] as const });
  const own = { index, code: null as number | null, killedBy: null as NodeJS.Signals | null };
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, killedBy) => {
      Object.assign(worker, { code, killedBy, endedAt: performance.now() });
      resolve(code);
    });
  });
  passOn(child.stdout, index, process.stdout);
  passOn(child.stderr, index, process.stderr);
  const worker = { ...own, endedAt: 0, ended, signal: (name: NodeJS.Signals) => send(child, name) };
  return worker;
}

function send(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.exitCode === null && child.signalCode === null) child.kill(name);
}

/** The lines of a worker under its name; on a terminal a bar that is being drawn makes room. */
function passOn(lines: Readable | null, index: number, output: NodeJS.WriteStream): void {
  if (!lines) return;
  const start = output.isTTY ? "\r\x1b[J" : "";
  createInterface({ input: lines }).on("line", (line) => {
    if (line.trim() !== "") writeForEyes(output, `${start}worker ${index} | ${line}\n`);
  });
}
