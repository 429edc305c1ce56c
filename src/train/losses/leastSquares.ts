import * as tf from "@tensorflow/tfjs";
import { markLibraryFunctions } from "../../base/libraryCode";
import type { GanLoss } from "./loss";

/**
 * L_D = E (D(x) - 1)^2 / 2 + E D(G(z))^2 / 2, L_G = E (D(G(z)) - 1)^2 / 2, D being the logit.
 *
 * Source: https://arxiv.org/abs/1611.04076, equation 9 (a = 0, b = c = 1).
 */
export const leastSquaresLoss: GanLoss = markLibraryFunctions({
  name: "least-squares",
  hasTargets: true,
  discriminator: (real, fake, target) =>
    tf.mul(
      0.5,
      tf.add(tf.mean<tf.Scalar>(tf.square(tf.sub(real, target))), tf.mean(tf.square(fake))),
    ),
  generator: (fake) => tf.mul(0.5, tf.mean<tf.Scalar>(tf.square(tf.sub(fake, 1)))),
});
