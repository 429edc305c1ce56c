import * as tf from "@tensorflow/tfjs";
import { resample } from "./resample";

/** Channels at 28, 14 and 7 pixels. */
const widths = [16, 32, 64] as const;

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

/**
 * A small residual generator by R3GAN's rules (https://arxiv.org/abs/2501.05441, section 4): no
 * normalisation, blocks that start as the identity, bilinear resampling, leaky relu; the mirror
 * image of {@link resnetFeatures}.
 */
export function resnetImages(z: tf.SymbolicTensor, channels: number): tf.SymbolicTensor {
  const [wide, middle, deep] = widths;
  const up: Apply = (x) => resample("up").apply(x) as tf.SymbolicTensor;
  let x = tf.layers.dense({ units: 7 * 7 * deep }).apply(z) as tf.SymbolicTensor;
  x = tf.layers.reshape({ targetShape: [7, 7, deep] }).apply(x) as tf.SymbolicTensor;
  x = up(conv(middle, 1)(block(x, deep, 1)));
  x = up(conv(wide, 1)(block(x, middle, 2)));
  x = conv(channels, 3)(leaky(block(x, wide, 3)));
  return tf.layers.activation({ activation: "tanh" }).apply(x) as tf.SymbolicTensor;
}

/** Images of 28 x 28 -> a vector of features. */
export function resnetFeatures(images: tf.SymbolicTensor): tf.SymbolicTensor {
  const [wide, middle, deep] = widths;
  const down: Apply = (x) => resample("down").apply(x) as tf.SymbolicTensor;
  let x = block(conv(wide, 3)(images), wide, 1);
  x = block(conv(middle, 1)(down(x)), middle, 2);
  x = block(conv(deep, 1)(down(x)), deep, 3);
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
