/** Where a running kernel offers itself, on `globalThis`. */
export const kernelKey = Symbol.for("ganbook.kernel");

/**
 * Calls `stop` when whoever runs this program wants long work to end: Jupyter's stop button, where the program runs in a
 * kernel that has one (`onInterrupt`).
 *
 * @returns a function that takes `stop` back
 */
export function onInterrupt(stop: () => void): () => void {
  const host = (globalThis as Record<symbol, unknown>)[kernelKey] as
    { onInterrupt(stop: () => void): () => void } | undefined;
  return host ? host.onInterrupt(stop) : () => undefined;
}
