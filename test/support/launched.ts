import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadCheckpoint, listCheckpoints } from "../../src/runs/checkpoint";

/** `ganbook launch`, or any command of ganbook, while it runs. */
export interface Launched {
  readonly process: ChildProcess;
  /** Its exit code, when it ends. */
  readonly ended: Promise<number | null>;
  /** What it has written so far, both outputs. */
  text(): string;
  /** The processes of its workers that live, by their numbers. */
  workers(): Map<number, number>;
}

/** Starts a command of the built package. */
export function startCommand(args: readonly string[], env: NodeJS.ProcessEnv = {}): Launched {
  const clean: NodeJS.ProcessEnv = { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3" };
  for (const name of Object.keys(clean)) if (/^(TF_CONFIG|SLURM_)/.test(name)) delete clean[name];
  const child = spawn(process.execPath, ["dist/cli/main.js", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...clean, ...env },
  });
  let written = "";
  for (const output of [child.stdout, child.stderr])
    output.on("data", (chunk: Buffer) => (written += chunk.toString()));
  return {
    process: child,
    ended: once(child, "close").then(([code]) => code as number | null),
    text: () => written,
    workers: () => workersOf(child.pid!),
  };
}

/** The children of a process that `TF_CONFIG` makes workers, from /proc. */
function workersOf(pid: number): Map<number, number> {
  const found = new Map<number, number>();
  for (const child of read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean)) {
    const config = /TF_CONFIG=([^\0]+)/.exec(read(`/proc/${child}/environ`))?.[1];
    if (config)
      found.set((JSON.parse(config) as { task: { index: number } }).task.index, Number(child));
  }
  return found;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // it has ended
  }
}

/** Waits until something is so. */
export async function until(isSo: () => boolean, seconds: number, what: string): Promise<void> {
  const latest = performance.now() + 1000 * seconds;
  while (!isSo()) {
    if (performance.now() > latest) throw new Error(`${what}: not within ${seconds} s`);
    await new Promise((next) => setTimeout(next, 20));
  }
}

/** Writes the configuration of a small game into a folder. */
export function writeGame(folder: string, name: string, more: object = {}): string {
  const player = { preset: "mlp", options: { hiddenUnits: [16], seed: 1 } };
  const config = {
    name,
    data: { loader: "mixture2d", options: { size: 200, seed: 1 } },
    generator: player,
    discriminator: player,
    game: { seed: 1, averageDecay: 0.99 },
    anneal: { from: 1e-3, to: 1e-4 },
    steps: 300,
    batchSize: 20,
    record: { checkpointEvery: 25, samples: 4 },
    ...more,
  };
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify(config));
  return path;
}

/** The newest state of a run, to compare. */
export function newestState(folder: string): { step: number; tensors: object } {
  const { state } = loadCheckpoint(listCheckpoints(folder).at(-1)!);
  return { step: state.step, tensors: Object.fromEntries(state.tensors) };
}
