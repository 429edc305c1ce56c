import type * as tf from "@tensorflow/tfjs";

/**
 * The two players' losses as functions of the discriminator's logits, each `[batch, 1]` -> a scalar to minimise.
 */
export interface GanLoss {
  readonly name: string;
  /** @param realTarget the target for real samples; 1, or less for one-sided label smoothing */
  discriminator(realLogits: tf.Tensor, fakeLogits: tf.Tensor, realTarget: number): tf.Scalar;
  generator(fakeLogits: tf.Tensor): tf.Scalar;
}
