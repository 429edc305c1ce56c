/**
 * The players of R3GAN, after the paper and its code: https://arxiv.org/abs/2501.05441, section 4;
 * R3GAN/Networks.py. Learned pictures at the coarsest resolution, two residual blocks of 1 x 1,
 * grouped 3 x 3 and 1 x 1 convolutions at each one, resampling with [1, 2, 1], no normalisation.
 */
import * as tf from "@tensorflow/tfjs";
import { basis, project } from "./basis";
import { groupedConv2d } from "./groupedConv2d";
import { countHalvings, sidesAfter, widthsFor } from "./pictureShape";
import { resample } from "./resample";

type Apply = (x: tf.SymbolicTensor) => tf.SymbolicTensor;
const [blocksEach, expansion, groupSize] = [2, 2, 16];

const apply =
  (layer: tf.layers.Layer): Apply =>
  (x) =>
    layer.apply(x) as tf.SymbolicTensor;
const leaky: Apply = (x) => apply(tf.layers.leakyReLU({ alpha: 0.2 }))(x);
/** Channels mixed at each pixel. */
const mix = (filters: number, name?: string): Apply =>
  apply(
    tf.layers.conv2d({
      filters,
      kernelSize: 1,
      useBias: name !== undefined && !name.endsWith("last"),
      ...(name !== undefined && { name }),
    }),
  );

/** Channels at each resolution, the finest first; the paper has 768 nearly everywhere. */
const widthsOf = (shape: readonly number[], given?: readonly number[]): number[] =>
  widthsFor("r3gan", shape, countHalvings(shape) + 1, { given, first: 32, most: 128 });

/** Residual blocks at one resolution, from number `first` on. */
function blocks(width: number, first: number): Apply {
  const wide = width * expansion;
  const groups = wide % groupSize === 0 ? wide / groupSize : 1;
  const block =
    (name: string): Apply =>
    (x) => {
      const seen = leaky(mix(wide, `${name}_first`)(x));
      const middle = groupedConv2d({ filters: wide, groups, name: `${name}_middle` });
      const change = mix(width, `${name}_last`)(leaky(apply(middle)(seen)));
      return tf.layers.add().apply([x, change]) as tf.SymbolicTensor;
    };
  return (x) =>
    Array.from({ length: blocksEach }, (_, i) => block(`residual_${first + i}`)).reduce(
      (y, next) => next(y),
      x,
    );
}

/** z `[batch, length]` -> images `[batch, ...shape]`, without bounds. */
export function r3ganImages(
  z: tf.SymbolicTensor,
  shape: readonly number[],
  given?: readonly number[],
): tf.SymbolicTensor {
  const widths = widthsOf(shape, given).reverse();
  const [height, width] = sidesAfter(shape, widths.length - 1) as [number, number];
  const first = apply(tf.layers.dense({ units: widths[0]!, useBias: false }))(z);
  let x = blocks(widths[0]!, 1)(apply(basis(height, width))(first));
  widths.slice(1).forEach((channels, i) => {
    const mixed = channels === widths[i] ? x : mix(channels)(x);
    x = blocks(channels, 1 + blocksEach * (i + 1))(apply(resample("up", "lowpass"))(mixed));
  });
  return mix(shape[2]!)(x);
}

/** Images -> a vector of features, as many as the coarsest resolution has channels. */
export function r3ganFeatures(
  images: tf.SymbolicTensor,
  given?: readonly number[],
): tf.SymbolicTensor {
  const widths = widthsOf(images.shape.slice(1) as number[], given);
  let x = blocks(widths[0]!, 1)(mix(widths[0]!)(images));
  widths.slice(1).forEach((channels, i) => {
    x = apply(resample("down", "lowpass"))(x);
    x = channels === widths[i] ? x : mix(channels)(x);
    x = blocks(channels, 1 + blocksEach * (i + 1))(x);
  });
  return apply(project())(x);
}
