import * as tf from "@tensorflow/tfjs";
import { markLibraryFunctions } from "../../base/libraryCode";
import type { GanLoss } from "./loss";

/**
 * L_D = E max(0, 1 - D(x)) + E max(0, 1 + D(G(z))), L_G = -E D(G(z)).
 *
 * Source: https://arxiv.org/abs/1705.02894, equation 12, and https://arxiv.org/abs/1802.05957,
 * equation 16.
 */
export const hingeLoss: GanLoss = markLibraryFunctions({
  name: "hinge",
  discriminator: (real, fake) =>
    tf.add(tf.mean<tf.Scalar>(tf.relu(tf.sub(1, real))), tf.mean(tf.relu(tf.add(1, fake)))),
  generator: (fake) => tf.neg(tf.mean<tf.Scalar>(fake)),
});
