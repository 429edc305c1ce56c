import type * as tf from "@tensorflow/tfjs";

/**
 * The two players' losses as functions of the discriminator's logits, each `[batch, 1]` -> a scalar
 * to minimise, float32 of shape `[]`; anything else is refused. Your own takes three lines:
 *
 * ```ts
 * const mine: GanLoss = {
 *   name: "mine",
 *   discriminator: (real, fake) => tf.sub(tf.mean(fake), tf.mean(real)),
 *   generator: (fake) => tf.neg(tf.mean(fake)),
 * };
 * ```
 *
 * A number that changes while the game is played, such as a term's weight, is a `tf.variable`: the
 * loss reads it, a callback assigns it, and the game stays compiled.
 *
 * ```ts
 * const weight = tf.variable(tf.scalar(1), false);
 * const faded: GanLoss = { ...mine, generator: (fake) => tf.neg(tf.mul(weight, tf.mean(fake))) };
 * const fade: TrainingCallback = {
 *   onStep: ({ game }) => tf.tidy(() => weight.assign(tf.scalar(game.step < 500 ? 1 : 0))),
 * };
 * ```
 *
 * A JavaScript number that changes is noticed too, at once, with a warning: each change costs two
 * slow steps, and the third makes the game go op by op.
 */
export interface GanLoss {
  readonly name: string;
  /**
   * D's loss.
   *
   * @param realTarget the target for real samples; 1, or less for one-sided label smoothing
   */
  discriminator(realLogits: tf.Tensor, fakeLogits: tf.Tensor, realTarget: number): tf.Tensor;
  /**
   * G's loss.
   *
   * @param realLogits of a batch of real samples as large; only where the loss is relativistic
   */
  generator(fakeLogits: tf.Tensor, realLogits: tf.Tensor): tf.Tensor;
  /** G's loss looks at real samples too. */
  readonly isRelativistic?: true;
  /** D's loss is cross-entropy: the sigmoid of a logit is D's probability of "real". */
  readonly hasProbabilities?: true;
  /** D's loss has targets, so `labelSmoothing` means something. */
  readonly hasTargets?: true;
  /** D's weights are cut to [-clip, clip] after each of its updates. */
  readonly clip?: number;
  /** Added to the discriminator's loss; see `withPenalty`. */
  readonly penalty?: Penalty;
}

/**
 * A term of the discriminator's loss that looks at D itself, not only at its logits. A weight that
 * changes is a `tf.variable`: `of: (parts) => tf.mul(weight, r1Penalty(1).of(parts))`.
 */
export interface Penalty {
  readonly name: string;
  /** A scalar, as of a loss. */
  of(parts: PenaltyParts): tf.Tensor;
}

/** What a penalty is made of. */
export interface PenaltyParts {
  /** Samples -> logits `[batch, 1]`, in training mode. */
  readonly discriminate: (samples: tf.Tensor) => tf.Tensor;
  /** `[batch, ...sampleShape]` */
  readonly real: tf.Tensor;
  readonly fake: tf.Tensor;
  /**
   * Uniform numbers in [0, 1) from the game's stream; the same numbers at each call in one step
   * with the same row, others with another. Rows are 0, the default, 1, 2, …
   */
  readonly uniform: (shape: number[], row?: number) => tf.Tensor;
}
