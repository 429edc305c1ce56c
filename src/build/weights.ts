import * as tf from "@tensorflow/tfjs";
import { randomStream } from "../base/random";
import { isLastOfBlock } from "./resnet";

/**
 * How kernels start: Glorot's uniform (https://proceedings.mlr.press/v9/glorot10a.html), DCGAN's N(0, 0.02²), or He's
 * normal (https://arxiv.org/abs/1502.01852).
 */
export type Initialization = (typeof initializations)[number];
export const initializations = ["glorotUniform", "normal0.02", "heNormal"] as const;

/**
 * Gives a model's kernels their first values from our own random streams, so that the same seed gives the same weights
 * on every backend. Biases and normalisation keep their constant first values.
 */
export function initializeKernels(model: tf.LayersModel, scheme: Initialization, seed: number): void {
  for (const [i, layer] of model.layers.entries()) {
    const weights = layer.getWeights();
    const kernel = weights[0];
    if (!kernel || kernel.rank < 2) continue;
    const random = randomStream(seed, `init, layer ${i}`);
    const [inputs = 1, outputs = 1] = kernel.shape.slice(-2);
    const field = kernel.size / (inputs * outputs);
    const limit = Math.sqrt(6 / (field * (inputs + outputs)));
    const draws: Record<Initialization, () => number> = {
      glorotUniform: () => limit * (2 * random.uniform() - 1),
      "normal0.02": () => 0.02 * random.normal(),
      heNormal: () => Math.sqrt(2 / (field * inputs)) * random.normal(),
    };
    const draw = isLastOfBlock(layer.name) ? () => 0 : draws[scheme];
    tf.tidy(() => layer.setWeights([tf.tensor(Float32Array.from({ length: kernel.size }, draw), kernel.shape), ...weights.slice(1)])); // prettier-ignore
  }
}
