import * as tf from "@tensorflow/tfjs";
import { markLibraryFunctions } from "../../base/libraryCode";
import type { GanLoss } from "./loss";
import { crossEntropyDiscriminatorLoss } from "./minimax";

/**
 * L_G = -E log D(G(z)): the generator maximises the discriminator's mistake, so its gradient is
 * largest where D is sure.
 *
 * L_D is the binary cross-entropy of `crossEntropyDiscriminatorLoss` (minimax.ts). Source:
 * https://arxiv.org/abs/1406.2661, section 3.
 */
export const nonSaturatingLoss: GanLoss = markLibraryFunctions({
  name: "non-saturating",
  hasTargets: true,
  hasProbabilities: true,
  discriminator: crossEntropyDiscriminatorLoss,
  generator: (fake) => tf.mean(tf.softplus(tf.neg(fake))),
});
