import * as tf from "@tensorflow/tfjs";

/** Collects garbage, with the finalizers that follow, until a number stays; returns it. */
export async function settle(count: () => number): Promise<number> {
  if (!globalThis.gc) throw new Error("expected node --expose-gc, received none");
  let last = count();
  for (let same = 0; same < 5;) {
    await new Promise(setImmediate); // what a WeakRef gave lives as long as the work that asked
    globalThis.gc();
    await new Promise(setImmediate);
    same = count() === last ? same + 1 : 0;
    last = count();
  }
  return last;
}

/** How many tensors there are that somebody holds. */
export const countTensors = (): Promise<number> => settle(() => tf.memory().numTensors);
