import * as tf from "@tensorflow/tfjs";
import { countHalvings, sidesAfter, widthsFor } from "./pictureShape";
import { resample } from "./resample";

type Apply = (x: tf.SymbolicTensor) => tf.SymbolicTensor;
const leaky: Apply = (x) => tf.layers.leakyReLU({ alpha: 0.2 }).apply(x) as tf.SymbolicTensor;
const conv =
  (filters: number, kernelSize: number, name?: string): Apply =>
  (x) =>
    tf.layers
      .conv2d({ filters, kernelSize, padding: "same", ...(name !== undefined && { name }) })
      .apply(x) as tf.SymbolicTensor;

/** The same along a sentence. */
const convWords: typeof conv = (filters, kernelSize, name) => (x) =>
  tf.layers
    .conv1d({ filters, kernelSize, padding: "same", ...(name !== undefined && { name }) })
    .apply(x) as tf.SymbolicTensor;

/** Layers whose kernels start at 0, so that each block starts as the identity. */
export const isLastOfBlock = (name: string): boolean => /^residual_\d+_last/.test(name);

/** x + conv(leaky(conv(leaky(x)))) without normalisation. */
function block(
  x: tf.SymbolicTensor,
  channels: number,
  number: number,
  convolve = conv,
): tf.SymbolicTensor {
  const first = convolve(channels, 3, `residual_${number}_first`)(leaky(x));
  const inner = convolve(channels, 3, `residual_${number}_last`)(leaky(first));
  return tf.layers.add().apply([x, inner]) as tf.SymbolicTensor;
}

/** Channels at each resolution, the finest first. */
const widthsOf = (shape: readonly number[], given?: readonly number[]): number[] =>
  widthsFor("resnet", shape, countHalvings(shape) + 1, { given, first: 16, most: 256 });

/**
 * A small residual generator by R3GAN's rules (https://arxiv.org/abs/2501.05441, section 4): no
 * normalisation, blocks that start as the identity, bilinear resampling, leaky relu; the mirror
 * image of {@link resnetFeatures}.
 */
export function resnetImages(
  z: tf.SymbolicTensor,
  shape: readonly number[],
  given?: readonly number[],
): tf.SymbolicTensor {
  const widths = widthsOf(shape, given);
  const [height, width] = sidesAfter(shape, widths.length - 1) as [number, number];
  const [coarsest, ...finer] = widths.reverse() as [number, ...number[]];
  const up: Apply = (x) => resample("up").apply(x) as tf.SymbolicTensor;
  let x = tf.layers.dense({ units: height * width * coarsest }).apply(z) as tf.SymbolicTensor;
  const targetShape = [height, width, coarsest];
  x = tf.layers.reshape({ targetShape }).apply(x) as tf.SymbolicTensor;
  x = block(x, coarsest, 1);
  finer.forEach((channels, i) => (x = block(up(conv(channels, 1)(x)), channels, i + 2)));
  x = conv(shape[2]!, 3)(leaky(x));
  return tf.layers.activation({ activation: "tanh" }).apply(x) as tf.SymbolicTensor;
}

/** Images -> a vector of features. */
export function resnetFeatures(
  images: tf.SymbolicTensor,
  given?: readonly number[],
): tf.SymbolicTensor {
  const [finest, ...coarser] = widthsOf(images.shape.slice(1) as number[], given);
  const down: Apply = (x) => resample("down").apply(x) as tf.SymbolicTensor;
  let x = block(conv(finest!, 3)(images), finest!, 1);
  coarser.forEach((channels, i) => (x = block(conv(channels, 1)(down(x)), channels, i + 2)));
  return tf.layers.flatten().apply(leaky(x)) as tf.SymbolicTensor;
}

const wordChannels = 96;

/**
 * z -> the logits of each word `[length, words]`: two residual blocks of convolutions along the
 * sentence, as in https://arxiv.org/abs/1704.00028, appendix F, in small.
 */
export function resnetWords(
  z: tf.SymbolicTensor,
  length: number,
  words: number,
): tf.SymbolicTensor {
  let x = tf.layers.dense({ units: length * wordChannels }).apply(z) as tf.SymbolicTensor;
  x = tf.layers.reshape({ targetShape: [length, wordChannels] }).apply(x) as tf.SymbolicTensor;
  return convWords(
    words,
    1,
  )(leaky(block(block(x, wordChannels, 1, convWords), wordChannels, 2, convWords)));
}

/** Words `[length, words]` -> a vector of features. */
export function resnetWordFeatures(words: tf.SymbolicTensor): tf.SymbolicTensor {
  const x = convWords(wordChannels, 1)(words);
  const seen = block(block(x, wordChannels, 1, convWords), wordChannels, 2, convWords);
  return tf.layers.flatten().apply(leaky(seen)) as tf.SymbolicTensor;
}
