/**
 * Memory that runs out. A cell whose loops fill the heap fails before that; where other code does,
 * V8 ends the process at once, and the kernel that Jupyter starts in its place says what happened.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const megabytes = (bytes: number): number => Math.round(bytes / 2 ** 20);
const advice =
  "Keep less in variables, or start Jupyter with a larger heap, e.g. " +
  "NODE_OPTIONS=--max-old-space-size=8192 (MB).";

/** A cell has filled the heap. */
export class OutOfMemory extends Error {
  override readonly name = "OutOfMemory";
}

/** V8 counts so much for young values into a heap's limit; the rest is what can fill up. */
const young = 64 * 2 ** 20;
const roundsBetween = 256;
const fullest = 0.9;

/** What the watch asks of V8, in bytes and milliseconds. */
export interface Heap {
  readonly used: () => number;
  readonly limit: () => number;
  readonly collect: () => void;
  readonly now: () => number;
}

let collectGarbage: (() => void) | undefined;
const v8: Heap = {
  used: () => getHeapStatistics().used_heap_size,
  limit: () => getHeapStatistics().heap_size_limit,
  now: () => performance.now(),
  collect: () => {
    if (!collectGarbage) {
      setFlagsFromString("--expose-gc");
      collectGarbage = runInNewContext("gc") as () => void;
    }
    collectGarbage();
  },
};

/** Fails a loop that has nearly filled V8's heap with values that are still in use. */
export class MemoryWatch {
  readonly #heap: Heap;
  #rounds = 0;
  #nextCollection = 0;
  #mostUnseen = 0;

  constructor(heap: Heap = v8) {
    this.#heap = heap;
  }

  /** Called by every loop of every cell. @throws OutOfMemory when the heap is 90 % full */
  check(): void {
    if (++this.#rounds % roundsBetween !== 0) return;
    const { used, limit, now } = this.#heap;
    const isFull = (): boolean => used() > fullest * (limit() - young);
    if (!isFull() || (now() < this.#nextCollection && used() < this.#mostUnseen)) return;
    this.#collect();
    if (!isFull()) return;
    throw new OutOfMemory(
      `expected at most ${megabytes(limit())} MB of JavaScript values, ` +
        `received ${megabytes(used())} MB: the cell was stopped before the kernel dies. ${advice}`,
    );
  }

  /**
   * Frees what nobody uses any more. A tenth of the time at most goes into that, unless half of
   * what was free is used again: on a busy machine a heap can fill up while a pause lasts.
   */
  #collect(): void {
    const { used, limit, collect, now } = this.#heap;
    const begun = now();
    collect();
    const ended = now();
    this.#nextCollection = ended + 9 * (ended - begun);
    this.#mostUnseen = (used() + limit() - young) / 2;
  }
}

/**
 * Makes V8 leave a report when the heap is full, next to the connection file, and reads the one
 * that the kernel before this one has left there: Jupyter restarts a kernel with the same file.
 *
 * @returns what to tell the user, if that kernel died of it
 */
export function watchForFullHeap(connectionFile: string): string | undefined {
  const { report } = process;
  if (!report) return undefined;
  const path = `${resolve(connectionFile)}.died`;
  const said = existsSync(path) ? readFileSync(path, "utf8") : "";
  rmSync(path, { force: true });
  report.directory = dirname(path);
  report.filename = basename(path);
  report.compact = true;
  report.reportOnFatalError = true;
  Object.assign(report, { excludeEnv: true, excludeNetwork: true }); // where this Node knows them
  if (!/heap|memory/i.test(/"event":"([^"]*)"/.exec(said)?.[1] ?? "")) return undefined;
  const limit = Number(/"memoryLimit":"?(\d+)/.exec(said)?.[1]);
  const size = limit > 0 ? ` (${megabytes(limit)} MB)` : "";
  return (
    `The kernel before this one died: its JavaScript heap was full${size}. ` +
    `What its cells had declared is gone. ${advice}\n`
  );
}
