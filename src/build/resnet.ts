import * as tf from "@tensorflow/tfjs";
import { resample } from "./resample";

/** Channels at 28, 14 and 7 pixels. */
const widths = [16, 32, 64] as const;

type Apply = (x: tf.SymbolicTensor) => tf.SymbolicTensor;
const leaky: Apply = (x) => tf.layers.leakyReLU({ alpha: 0.2 }).apply(x) as tf.SymbolicTensor;
const conv =
  (filters: number, kernelSize: number, name?: string): Apply =>
  (x) =>
    tf.layers.conv2d({ filters, kernelSize, padding: "same", ...(name !== undefined && { name }) }).apply(x) as tf.SymbolicTensor; // prettier-ignore

/** Layers whose kernels start at 0, so that each block starts as the identity. */
export const isLastOfBlock = (name: string): boolean => /^residual_\d+_last/.test(name);

/** x + conv(leaky(conv(leaky(x)))) without normalisation. */
function block(x: tf.SymbolicTensor, channels: number, number: number): tf.SymbolicTensor {
  const inner = conv(channels, 3, `residual_${number}_last`)(leaky(conv(channels, 3, `residual_${number}_first`)(leaky(x)))); // prettier-ignore
  return tf.layers.add().apply([x, inner]) as tf.SymbolicTensor;
}

/**
 * A small residual generator by R3GAN's rules (https://arxiv.org/abs/2501.05441, section 4): no normalisation, blocks that
 * start as the identity, bilinear resampling, leaky relu; the mirror image of {@link resnetFeatures}.
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
