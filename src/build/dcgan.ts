import * as tf from "@tensorflow/tfjs";
import { countHalvings, sidesAfter, widthsFor } from "./pictureShape";

type InputShape = { inputShape?: number[] };

/** Channels of D's convolutions, the finest first; G's are the same from the coarsest on. */
const widthsOf = (shape: readonly number[], given?: readonly number[]): number[] =>
  widthsFor("dcgan", shape, countHalvings(shape), { given, first: 64, most: 512 });

/**
 * G: dense, then a transposed convolution 4 x 4 of stride 2 for each doubling, batch normalisation
 * and relu between, tanh at the end (https://arxiv.org/abs/1511.06434).
 */
export function dcganGenerator(
  shape: readonly number[],
  given: readonly number[] | undefined,
  input: InputShape,
): tf.layers.Layer[] {
  const widths = widthsOf(shape, given);
  const [height, width] = sidesAfter(shape, widths.length) as [number, number];
  const [coarsest, ...finer] = widths.reverse() as [number, ...number[]];
  const double = { kernelSize: 4, strides: 2, padding: "same" } as const;
  const normalised = (): tf.layers.Layer[] => [
    tf.layers.batchNormalization({ momentum: 0.9 }),
    tf.layers.reLU(),
  ];
  return [
    tf.layers.dense({ units: height * width * coarsest, useBias: false, ...input }),
    ...normalised(),
    tf.layers.reshape({ targetShape: [height, width, coarsest] }),
    ...finer.flatMap((filters) => [
      tf.layers.conv2dTranspose({ ...double, filters, useBias: false }),
      ...normalised(),
    ]),
    tf.layers.conv2dTranspose({ ...double, filters: shape[2]!, activation: "tanh" }),
  ];
}

/**
 * D: a convolution 4 x 4 of stride 2 for each halving, leaky relu 0.2. Unlike the paper's it has no
 * batch normalisation, which would make the score of one sample depend on the others.
 */
export function dcganDiscriminator(
  shape: readonly number[],
  given: readonly number[] | undefined,
  input: InputShape,
): tf.layers.Layer[] {
  const halve = { kernelSize: 4, strides: 2, padding: "same" } as const;
  return [
    ...widthsOf(shape, given).flatMap((filters, i) => [
      tf.layers.conv2d({ ...halve, filters, ...(i === 0 && input) }),
      tf.layers.leakyReLU({ alpha: 0.2 }),
    ]),
    tf.layers.flatten(),
  ];
}
