/**
 * Gradients of dilated convolutions.
 *
 * TensorFlow.js 4.22.0 ends in an error where one is wanted ("dilation rates greater than 1 are not
 * yet supported in gradients", tfjs-core/src/gradients/Conv2D_grad.ts and, for layers,
 * ops/fused/conv2d.ts), and TensorFlow has no dilated 3-D convolution on the CPU. A dilated
 * convolution is one whose filter has zeros between its taps: gradients are that one's.
 */
import * as tf from "@tensorflow/tfjs";
import { useKernel } from "./ownKernel";
import { spreadAxis } from "./windows";

/**
 * Convolutions by kernel, with the number of axes that a filter moves along, which are its first.
 */
const convolutions = { Conv2D: 2, DepthwiseConv2dNative: 2, Conv3D: 3 } as const;

type Rates = number | readonly number[] | null | undefined;
type FusedOp = (options: Parameters<typeof tf.fused.conv2d>[0]) => tf.Tensor;

const ratesOf = (dilations: Rates, axes: number): number[] =>
  typeof dilations === "number" ? Array<number>(axes).fill(dilations) : [...(dilations ?? [])];
const isDilated = (rates: readonly number[]): boolean => rates.some((rate) => rate > 1);
/** The sizes before an axis, of it, and after it. */
const around = ({ shape }: tf.Tensor, axis: number): [number, number, number] => [
  shape.slice(0, axis).reduce((a, b) => a * b, 1),
  shape[axis]!,
  shape.slice(axis + 1).reduce((a, b) => a * b, 1),
];
const withSide = ({ shape }: tf.Tensor, axis: number, side: number): number[] =>
  shape.map((before, i) => (i === axis ? side : before));

/** Takes the taps along an axis again. */
function shrinkAxis(filter: tf.Tensor, rate: number, axis: number): tf.Tensor {
  const [before, side, after] = around(filter, axis);
  const taps = (side - 1) / rate + 1;
  const filled = tf.pad(tf.reshape(filter, [before, side, after]), [
    [0, 0],
    [0, rate - 1],
    [0, 0],
  ]);
  const apart = tf.reshape(filled, [before * taps, rate, after]);
  return tf.reshape(
    tf.slice(apart, [0, 0, 0], [before * taps, 1, after]),
    withSide(filter, axis, taps),
  );
}

const stretch = (filter: tf.Tensor, rates: readonly number[]): tf.Tensor =>
  rates.reduce((wide, rate, axis) => spreadAxis(wide, rate, axis), filter);
const shrink = (filter: tf.Tensor, rates: readonly number[]): tf.Tensor =>
  rates.reduce((taps, rate, axis) => shrinkAxis(taps, rate, axis), filter);

/** Gives dilated convolutions gradients of any order, on all backends; called once. */
export function useDilatedGradients(): void {
  for (const [kernelName, axes] of Object.entries(convolutions)) {
    const stock = tf.getGradient(kernelName);
    tf.unregisterGradient(kernelName);
    tf.registerGradient({
      ...stock,
      gradFunc: (dy, saved, attributes) => {
        const rates = ratesOf(attributes.dilations as Rates, axes);
        if (!isDilated(rates)) return stock.gradFunc(dy, saved, attributes);
        const [x, filter] = saved as [tf.Tensor, tf.Tensor];
        const dilations = rates.map(() => 1);
        const slopes = stock.gradFunc(dy, [x, stretch(filter, rates)], {
          ...attributes,
          dilations,
        });
        return { x: slopes.x!, filter: () => shrink(slopes.filter!(), rates) };
      },
    });
  }
  useDilatedFused();
}

/** The fused ops have gradients of their own. */
function useDilatedFused(): void {
  const fused = tf.fused as Record<"conv2d" | "depthwiseConv2d", FusedOp>;
  for (const name of ["conv2d", "depthwiseConv2d"] as const) {
    const stock = fused[name];
    fused[name] = (options) => {
      const rates = ratesOf(options.dilations, 2);
      if (!isDilated(rates)) return stock(options);
      const filter = stretch(options.filter as tf.Tensor, rates) as tf.Tensor4D;
      return stock({ ...options, filter, dilations: [1, 1] });
    };
  }
}

/** Gives the tensorflow backend dilated 3-D convolutions; called once, when it starts. */
export function useDilatedConv3d(): void {
  useKernel<"x" | "filter", { dilations: Rates }>(
    "tensorflow",
    "Conv3D",
    ({ inputs, attributes, stock }) => {
      const rates = ratesOf(attributes.dilations, 3);
      if (!isDilated(rates)) return stock();
      const filter = tf.tidy(() => stretch(inputs.filter, rates));
      const result = stock({ filter }, { dilations: [1, 1, 1] });
      filter.dispose();
      return result;
    },
  );
}
