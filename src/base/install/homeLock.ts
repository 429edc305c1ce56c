import {
  closeSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { homePaths } from "../paths";

/** Who sets up a home folder. */
interface Holder {
  pid: number;
  host: string;
  /**
   * When the process was started, in the system's own count; so a number that was given anew is
   * known.
   */
  started: string | undefined;
}

const lookEvery = 500; // ms
const touchEvery = 5_000; // ms
/**
 * A lock of another machine counts as left behind when it has not been touched for so long, in ms.
 */
const silence = 120_000;

/**
 * Waits until no other process sets up the home folder, and takes it: one line of text says who is
 * waited for. The lock of a process that has died is taken over.
 *
 * @returns a function that gives the folder back
 * @throws Error when the folder cannot be written to
 */
export async function lockHome(): Promise<() => void> {
  const path = join(homePaths().home, "setup.lock");
  let told: number | undefined;
  while (!tryLock(path)) {
    const holder = readHolder(path);
    if (holder && holder.pid !== told) {
      told = holder.pid;
      console.log(
        `Waiting for another set-up of ${homePaths().home}: ` +
          `process ${holder.pid} on ${holder.host}. ` +
          `If it is none, delete ${path}.`,
      );
    }
    await new Promise((next) => setTimeout(next, lookEvery));
  }
  const touching = setInterval(() => touch(path), touchEvery).unref();
  return () => {
    clearInterval(touching);
    rmSync(path, { force: true });
  };
}

function tryLock(path: string): boolean {
  if (isLeft(path)) takeAway(path);
  try {
    const file = openSync(path, "wx");
    const { pid } = process;
    const holder: Holder = { pid, host: hostname(), started: startOf(pid) };
    writeSync(file, JSON.stringify(holder));
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Whether whoever made the lock has died. */
function isLeft(path: string): boolean {
  const quiet = quietFor(path);
  if (quiet === undefined) return false;
  const holder = readHolder(path);
  // Unreadable: it is being written, or its writer was killed at that.
  if (!holder) return quiet > 2 * lookEvery;
  if (holder.host !== hostname()) return quiet > silence;
  return !isAlive(holder);
}

/** Removes a lock that was left behind. A rename is made by one process only, however many try. */
function takeAway(path: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // somebody else was faster
  }
  rmSync(aside, { force: true });
}

function quietFor(path: string): number | undefined {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return undefined;
  }
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Somebody deleted it, as the line of text allows.
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return started === undefined || startOf(pid) === started;
}

/** When a process was started (field 22 of /proc/<pid>/stat), where the system tells. */
function startOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ")[19];
  } catch {
    return undefined;
  }
}
