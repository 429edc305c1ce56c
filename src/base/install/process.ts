import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { appendFileSync } from "node:fs";
import type { Writable } from "node:stream";
import { onInterrupt } from "../interrupt";
import { endingSignals, onEndingSignal, type EndingSignal } from "../signals";
import { homePaths } from "../paths";

/** The output of a short command, or undefined when it cannot run or fails. */
export function outputOf(command: string, args: readonly string[]): string | undefined {
  const result = spawnSync(command, args, { encoding: "utf8", timeout: 60_000 });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

/** A signal has ended a long command. */
export class EndedBySignal extends Error {
  /** The exit code that shells give for the signal. */
  readonly exitCode: number;

  constructor(signal: EndingSignal) {
    super(`${signal}: stopped. Run the same command again: it goes on where it stopped.`);
    this.exitCode = endingSignals[signal];
  }
}

const patience = 5000; // ms from SIGTERM to SIGKILL

/**
 * Runs "$@" in this shell's process group, and ends the whole group when file 3 is closed without a
 * word: that is a pipe from us, so it is closed even when we are killed.
 */
const guardian = `
  { trap "" TERM
    read -r word <&3 || { kill -TERM 0; sleep ${patience / 1000}; kill -KILL 0; }
  } >/dev/null 2>&1 &
  "$@" </dev/null 3<&-`;

/**
 * Runs a long command. Its output goes to the terminal when there is one (so that pip shows its
 * bars), and to the set-up log otherwise, with a line every 15 seconds to show that it is alive.
 *
 * It never outlives us: a signal that asks us to end also ends the command and all that it has
 * started, and so does our death. (On Windows a death does not.)
 *
 * @throws Error with the end of the output when it fails; {@link EndedBySignal}
 */
export async function runLong(command: string, args: readonly string[]): Promise<void> {
  const { log } = homePaths();
  const shown = process.stdout.isTTY === true;
  appendFileSync(log, `\n$ ${[command, ...args].join(" ")}\n`);
  const child = spawnGuarded([command, ...args], shown ? "inherit" : "pipe");
  let tail = "";
  const collect = (chunk: Buffer): void => {
    appendFileSync(log, chunk);
    tail = (tail + chunk.toString()).slice(-2000);
  };
  child.stdout?.on("data", collect);
  child.stderr?.on("data", collect);
  const begun = Date.now();
  const alive = setInterval(() => {
    if (!shown)
      console.log(`      … still working after ${Math.round((Date.now() - begun) / 1000)} s`);
  }, 15_000);
  let ending: EndingSignal | undefined;
  const end = (signal: EndingSignal): void => {
    ending = signal;
    endGroup(child);
  };
  const releases = [onEndingSignal(end), onInterrupt(() => end("SIGINT"))];
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", (exitCode) => (exitCode === null ? endGroup(child) : releaseGroup(child)));
      child.on("close", resolve);
    });
    if (ending) throw new EndedBySignal(ending);
    if (code !== 0)
      throw new Error(`${command} ended with code ${code}:\n${tail.trim()}\n(all of it: ${log})`);
  } finally {
    clearInterval(alive);
    for (const release of releases) release();
  }
}

/**
 * Starts a command in a process group of its own, with the guardian in it where there is a shell.
 */
function spawnGuarded(command: readonly string[], stdout: "inherit" | "pipe"): ChildProcess {
  if (process.platform === "win32")
    return spawn(command[0]!, command.slice(1), { stdio: ["ignore", stdout, "pipe"] });
  return spawn("sh", ["-c", guardian, "sh", ...command], {
    stdio: ["ignore", stdout, "pipe", "pipe"],
    detached: true,
  });
}

/** Ends a guarded command and all that it has started. */
function endGroup(child: ChildProcess): void {
  const pipe = child.stdio[3] as Writable | undefined;
  if (pipe) pipe.destroy();
  else child.kill();
}

/** Tells the guardian that all is well. */
function releaseGroup(child: ChildProcess): void {
  const pipe = child.stdio[3] as Writable | undefined;
  pipe?.on("error", () => undefined); // the guardian has ended meanwhile
  pipe?.end("done\n");
}
