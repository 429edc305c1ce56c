/** Where a running kernel offers itself, on `globalThis`. */
export const kernelKey = Symbol.for("ganbook.kernel");

interface Host {
  onInterrupt(stop: () => void): () => void;
  // Both are missing in kernels of before.
  onLastCall?(leave: () => void): () => void;
  onBreak?(restore: () => void): () => void;
}

const host = (): Host | undefined =>
  (globalThis as Record<symbol, unknown>)[kernelKey] as Host | undefined;

/**
 * Calls `stop` when whoever runs this program wants long work to end: Jupyter's stop button, where
 * the program runs in a kernel that has one (`onInterrupt`).
 *
 * @returns a function that takes `stop` back
 */
export function onInterrupt(stop: () => void): () => void {
  return host()?.onInterrupt(stop) ?? (() => undefined);
}

/**
 * Runs synchronous work, and then `restore`, whatever happens: also where a kernel's stop button
 * makes Node break into the work, so that no `finally` runs.
 */
export function andRestore<T>(work: () => T, restore: () => void): T {
  const release = host()?.onBreak?.(restore);
  try {
    return work();
  } finally {
    release?.();
    restore();
  }
}

/**
 * Waits for somebody's work, but no longer than the program has time: a kernel that is about to be
 * ended leaves it waiting, so that what was recorded can be saved.
 */
export async function waitFor(work: unknown): Promise<void> {
  const running = host();
  if (!running?.onLastCall || !(work instanceof Promise)) return void (await work);
  await new Promise<unknown>((resolve, reject) => {
    const release = running.onLastCall!(() => resolve(undefined));
    void work.then(resolve, reject).then(release);
  });
}
