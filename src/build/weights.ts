import * as tf from "@tensorflow/tfjs";
import { randomStream } from "../base/random";
import { isLastOfBlock } from "./resnet";

/**
 * How kernels start: Glorot's uniform (https://proceedings.mlr.press/v9/glorot10a.html), DCGAN's
 * N(0, 0.02²), He's normal (https://arxiv.org/abs/1502.01852): variance 2 / the number of inputs
 * that reach an output, or R3GAN's fix-up (https://arxiv.org/abs/2501.05441, section 4.2, and its
 * code): variance 1 / that number, before a leaky relu of a residual block 2 / 1.04 / √L as much
 * for L blocks. The last kernel of a residual block is 0 with each of them.
 */
export type Initialization = (typeof initializations)[number];
export const initializations = ["glorotUniform", "normal0.02", "heNormal", "fixup"] as const;

const descriptions = new WeakMap<tf.LayersModel, string>();

/** How a model's weights started, in words; only where a preset has built it. */
export const firstWeightsOf = (model: tf.LayersModel): string | undefined =>
  descriptions.get(model);

/**
 * Gives a model's kernels their first values from our own random streams, so that the same seed
 * gives the same weights on every backend. Biases and normalisation keep their constant first
 * values.
 *
 * @param name what they are called; default: the scheme and the seed
 */
export function initializeKernels(
  model: tf.LayersModel,
  scheme: Initialization,
  seed: number,
  name = `${scheme}, seed ${seed}`,
): void {
  descriptions.set(model, name);
  const blocks = model.layers.filter((layer) => isLastOfBlock(layer.name)).length;
  for (const [i, layer] of model.layers.entries()) {
    const weights = layer.getWeights();
    const kernel = weights[0];
    if (!kernel || kernel.rank < 2) continue;
    const random = randomStream(seed, `init, layer ${i}`);
    const [inputs = 1, outputs = 1] = kernel.shape.slice(-2);
    const field = kernel.size / (inputs * outputs);
    const limit = Math.sqrt(6 / (field * (inputs + outputs)));
    const fanIn =
      layer.getClassName() === "Conv2DTranspose"
        ? (outputs * field) / stepOf(layer)
        : inputs * field;
    const gain = isInBlock(layer.name) ? Math.sqrt(2 / 1.04 / Math.sqrt(blocks)) : 1;
    const draws: Record<Initialization, () => number> = {
      glorotUniform: () => limit * (2 * random.uniform() - 1),
      "normal0.02": () => 0.02 * random.normal(),
      heNormal: () => Math.sqrt(2 / fanIn) * random.normal(),
      fixup: () => (gain / Math.sqrt(fanIn)) * random.normal(),
    };
    const isPicture = layer.getClassName() === "Basis"; // its numbers are outputs, not summed
    const own = isPicture ? () => random.normal() : draws[scheme];
    const draw = isLastOfBlock(layer.name) ? () => 0 : own;
    tf.tidy(() =>
      layer.setWeights([
        tf.tensor(Float32Array.from({ length: kernel.size }, draw), kernel.shape),
        ...weights.slice(1),
      ]),
    );
  }
}

const isInBlock = (name: string): boolean => /^residual_\d+_/.test(name);

/**
 * The product of the strides of a transposed convolution, whose kernel is [height, width, outputs,
 * inputs]: of the places of its kernel one in so many reaches a given output. Keras and PyTorch
 * count the outputs for the inputs here, and no strides, so that He's rule starts a generator's
 * last layer, which has few outputs, in saturation.
 */
function stepOf(layer: tf.layers.Layer): number {
  return (layer.getConfig().strides as number[]).reduce((a, b) => a * b, 1);
}
