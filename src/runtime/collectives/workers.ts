import type * as tf from "@tensorflow/tfjs";

/** Workers that play one game together, as each of them sees it. */
export interface Workers {
  /** Which one this is: 0, 1, … */
  readonly index: number;
  readonly count: number;
  /**
   * What batch normalisation looks at: the rows of `"all"` workers, as one worker would have them,
   * or each worker's `"own"`.
   */
  readonly batchStatistics: "all" | "own";
  /**
   * The sum of a tensor that each worker has, of float32 or int32, to the last bit the same for all
   * of them. All workers have to ask for the same sums in the same order.
   *
   * @param key names the sum; of several under way at once each has its own, and its own shape
   */
  sum(x: tf.Tensor, key: string): tf.Tensor;
}
