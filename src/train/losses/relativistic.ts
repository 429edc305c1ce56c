import * as tf from "@tensorflow/tfjs";
import { markLibraryFunctions } from "../../base/libraryCode";
import type { GanLoss } from "./loss";

/** E softplus(-(a - b)): how far a is from being above b. */
const above = (a: tf.Tensor, b: tf.Tensor): tf.Scalar => tf.mean(tf.softplus(tf.sub(b, a)));

/**
 * L_D = E softplus(D(G(z)) - D(x)), L_G = E softplus(D(x) - D(G(z))), each fake beside one real
 * sample: D only has to say which of two is real, so that it has no reason to forget any part of
 * the data.
 *
 * Source: https://arxiv.org/abs/1807.00734, section 4.1 (RpGAN), with R1 and R2 the loss of R3GAN,
 * https://arxiv.org/abs/2501.05441.
 */
export const relativisticPairedLoss: GanLoss = markLibraryFunctions({
  name: "relativistic-paired",
  isRelativistic: true,
  discriminator: (real, fake) => above(real, fake),
  generator: (fake, real) => above(fake, real),
});

/**
 * L_D = E softplus(-(D(x) - E D(G(z)))) + E softplus(D(G(z)) - E D(x)), L_G with real and fake
 * exchanged: each sample beside the mean of the others.
 *
 * Source: https://arxiv.org/abs/1807.00734, section 4.2 (RaGAN).
 */
export const relativisticAverageLoss: GanLoss = markLibraryFunctions({
  name: "relativistic-average",
  isRelativistic: true,
  discriminator: (real, fake) => tf.add(above(real, tf.mean(fake)), above(tf.mean(real), fake)),
  generator: (fake, real) => tf.add(above(fake, tf.mean(real)), above(tf.mean(fake), real)),
});
