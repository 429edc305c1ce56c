import type * as tf from "@tensorflow/tfjs";

/**
 * The two players' losses as functions of the discriminator's logits, each `[batch, 1]` -> a scalar to minimise.
 */
export interface GanLoss {
  readonly name: string;
  /** @param realTarget the target for real samples; 1, or less for one-sided label smoothing */
  discriminator(realLogits: tf.Tensor, fakeLogits: tf.Tensor, realTarget: number): tf.Scalar;
  generator(fakeLogits: tf.Tensor): tf.Scalar;
  /** Added to the discriminator's loss; see `withPenalty`. */
  readonly penalty?: Penalty;
}

/** A term of the discriminator's loss that looks at D itself, not only at its logits. */
export interface Penalty {
  readonly name: string;
  /** @param discriminate samples -> logits `[batch, 1]`, in training mode */
  of(discriminate: (samples: tf.Tensor) => tf.Tensor, real: tf.Tensor, fake: tf.Tensor): tf.Scalar;
}
