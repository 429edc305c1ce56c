import * as tf from "@tensorflow/tfjs";
import { markLibraryFunctions } from "../../base/libraryCode";
import type { GanLoss } from "./loss";
import { oneCentredPenalty, withPenalty } from "./penalties";

const critic: GanLoss = markLibraryFunctions({
  name: "wasserstein",
  discriminator: (real, fake) => tf.sub(tf.mean<tf.Scalar>(fake), tf.mean(real)),
  generator: (fake) => tf.neg(tf.mean<tf.Scalar>(fake)),
});

/**
 * L_D = E D(G(z)) - E D(x), L_G = -E D(G(z)), D's weights cut to [-0.01, 0.01] after each of its
 * updates.
 *
 * Source: https://arxiv.org/abs/1701.07875, algorithm 1. The paper updates D five times for each G.
 */
export const wassersteinLoss: GanLoss = { ...critic, clip: 0.01 };

/**
 * WGAN-GP: the same with a penalty on D's slope, lambda = 10, in place of the clipping.
 *
 * Source: https://arxiv.org/abs/1704.00028, algorithm 1. The paper updates D five times for each G.
 */
export const wassersteinGpLoss: GanLoss = {
  ...withPenalty(critic, oneCentredPenalty()),
  name: "wasserstein-gp",
};
