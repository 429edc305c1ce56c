import { availableParallelism } from "node:os";
import { printMessage } from "../base/output";
import { endingSignals, onEndingSignal, type EndingSignal } from "../base/signals";
import { findFreePorts } from "./freePorts";
import { lostCode } from "./workerLost";
import { startWorker, type WorkerProcess } from "./workerProcess";

/** What is launched. */
export interface LaunchParts {
  /** How many workers. */
  readonly workers: number;
  /** A program and its arguments, the same for all. */
  readonly command: readonly [string, ...string[]];
  /** How often all are started again after one has died. */
  readonly restarts: number;
  /** The GPUs to give out, one a worker; none where there are none. */
  readonly gpus: readonly string[];
}

/** So long do the others have to end by themselves after the first one has, in ms. */
const patience = 3000;
/** And so long to end when they are asked to; then they are killed. */
const lastPatience = 8000;

/**
 * Starts workers on this machine, as `TF_CONFIG` describes them, and waits for their end. After a
 * death all are started again.
 *
 * @returns the exit code: that of the first worker that ended by itself with another than 0, else
 *   0; that of a signal that ended them
 */
export async function launch(parts: LaunchParts): Promise<number> {
  for (let left = parts.restarts; ; left--) {
    const { code, died } = await launchOnce(parts);
    if (!died || left === 0) return code;
    printMessage(
      `${died}; starting all ${parts.workers} workers again, from the last checkpoint ` +
        `(${left - 1} more times, if need be)`,
      "warn",
    );
  }
}

/** How one launch ended. */
interface Ending {
  readonly code: number;
  /** Who died of what, where starting again may help. */
  readonly died?: string;
}

async function launchOnce({ workers, command, gpus }: LaunchParts): Promise<Ending> {
  const ports = await findFreePorts(workers);
  const addresses = ports.map((port) => `localhost:${port}`);
  const threads = String(Math.max(1, Math.floor(availableParallelism() / workers)));
  const children = addresses.map((_, index) =>
    startWorker(command, index, {
      TF_NUM_INTRAOP_THREADS: threads,
      OMP_NUM_THREADS: threads,
      TF_CPP_MIN_LOG_LEVEL: "3", // a worker's end would be said by each of the others, at length
      ...process.env,
      ...(gpus.length && { CUDA_VISIBLE_DEVICES: gpus[index]! }),
      TF_CONFIG: JSON.stringify({
        cluster: { worker: addresses },
        task: { type: "worker", index },
      }),
    }),
  );
  let asked: EndingSignal | undefined;
  const release = onEndingSignal((signal) => {
    asked = signal;
    for (const child of children) child.signal(signal);
  });
  try {
    await waitForAll(children);
  } finally {
    release();
  }
  if (asked) return { code: endingSignals[asked] };
  return endingOf(children);
}

/** Waits until all have ended; once one has failed, the others have some seconds. */
async function waitForAll(children: readonly WorkerProcess[]): Promise<void> {
  const timers: NodeJS.Timeout[] = [];
  const endIn = (time: number, signal: NodeJS.Signals): void => {
    const end = (): void => children.forEach((child) => child.signal(signal));
    timers.push(setTimeout(end, time));
  };
  const endOthers = (): void => {
    if (timers.length) return;
    endIn(patience, "SIGTERM"); // who waits for one that will never come
    endIn(patience + lastPatience, "SIGKILL");
  };
  await Promise.all(
    children.map(async (child) => {
      if ((await child.ended) !== 0) endOthers();
    }),
  );
  timers.forEach(clearTimeout);
}

/** What the workers' ends come to: who ended first, but because of another, is its cause. */
function endingOf(children: readonly WorkerProcess[]): Ending {
  const failed = children.filter(({ code }) => code !== 0).sort((a, b) => a.endedAt - b.endedAt);
  if (!failed.length) return { code: 0 };
  const byItself = failed.find(({ code }) => code !== lostCode && code !== null && code < 128);
  if (byItself) return { code: byItself.code! };
  const { index, code, killedBy } = failed.find((child) => child.code !== lostCode) ?? failed[0]!;
  const how = killedBy ? `was ended by ${killedBy}` : `ended with ${code}`;
  return { code: lostCode, died: `worker ${index} ${how}` };
}
