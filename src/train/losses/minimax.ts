import * as tf from "@tensorflow/tfjs";
import { markLibraryFunctions } from "../../base/libraryCode";
import type { GanLoss } from "./loss";

/**
 * L_D = -E log D(x) - E log(1 - D(G(z))): binary cross-entropy with D = sigmoid(logit), written
 * with softplus.
 *
 * A `realTarget` t < 1 smooths the real side only: t softplus(-l) + (1 - t) softplus(l).
 */
export function crossEntropyDiscriminatorLoss(
  real: tf.Tensor,
  fake: tf.Tensor,
  realTarget: number,
): tf.Scalar {
  const onReal = tf.mean(tf.softplus(tf.neg(real)));
  const onFake = tf.mean(tf.softplus(fake));
  if (realTarget === 1) return tf.add(onReal, onFake);
  const smoothed = tf.add(
    tf.mul(onReal, realTarget),
    tf.mul(tf.mean(tf.softplus(real)), 1 - realTarget),
  );
  return tf.add(smoothed, onFake);
}

/**
 * L_G = E log(1 - D(G(z))): the generator minimises what the discriminator maximises.
 *
 * It saturates: where D is sure of a fake, its gradient vanishes. Source:
 * https://arxiv.org/abs/1406.2661, equation 1.
 */
export const minimaxLoss: GanLoss = markLibraryFunctions({
  name: "minimax",
  hasTargets: true,
  hasProbabilities: true,
  discriminator: crossEntropyDiscriminatorLoss,
  generator: (fake) => tf.neg(tf.mean<tf.Scalar>(tf.softplus(fake))),
});
