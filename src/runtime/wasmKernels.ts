/**
 * Gradient kernels for `@tensorflow/tfjs-backend-wasm` 4.22.0, made of ones that exist.
 *
 * It has no `Conv2DBackpropFilter`, so that no convolution can be trained on it
 * (tensorflow/tfjs#8474), none for depthwise convolutions, and no sums by segment
 * (tensorflow/tfjs#8082), which embeddings and gathered rows need. Its own of 3-D convolutions are
 * wrong: by the input always, by the filter where strides are larger than 1; and that of
 * max-pooling has no slope in a window whose values are all negative.
 */
import * as tf from "@tensorflow/tfjs";
import { maxPoolGradient } from "./maxPool";
import { useKernel } from "./ownKernel";
import { joinViews, viewsOf, windowsOf, type WindowAttributes, type Windows } from "./windows";

type Attributes = Omit<WindowAttributes, "filterSize">;
type Sides = readonly number[];

/** The windows of a convolution with a filter `[...sides, in, out]` over images or volumes. */
const windowsUnder = (input: Sides, filter: Sides, attributes: Attributes): Windows =>
  windowsOf(input, { ...attributes, filterSize: filter.slice(0, -2) });
const rowsOf = (x: tf.Tensor, ...columns: number[]): tf.Tensor => tf.reshape(x, [-1, ...columns]);

/**
 * The slope by the filter `[...sides, in, out]` of a convolution: x `[n, ...sides, in]`, dy `[n,
 * ...counts, out]`.
 */
export function filterGradient(
  x: tf.Tensor,
  dy: tf.Tensor,
  filterShape: Sides,
  attributes: Attributes,
): tf.Tensor {
  return tf.tidy(() => {
    const [inputs, outputs] = filterShape.slice(-2) as [number, number];
    const errors = rowsOf(dy, outputs);
    const taps = viewsOf(x, windowsUnder(x.shape, filterShape, attributes)).map((seen) =>
      tf.matMul(rowsOf(seen, inputs), errors, true, false),
    );
    return tf.reshape(tf.stack(taps), [...filterShape]);
  });
}

/** Its slope by the input, of that shape. */
export function inputGradient(
  dy: tf.Tensor,
  filter: tf.Tensor,
  inputShape: Sides,
  attributes: Attributes,
): tf.Tensor {
  return tf.tidy(() => {
    const [inputs, outputs] = filter.shape.slice(-2) as [number, number];
    const errors = rowsOf(dy, outputs);
    const views = tf
      .unstack(rowsOf(filter, inputs, outputs))
      .map((tap) =>
        tf.reshape(tf.matMul(errors, tap, false, true), [...dy.shape.slice(0, -1), inputs]),
      );
    return joinViews(views, windowsUnder(inputShape, filter.shape, attributes), inputShape);
  });
}

/**
 * The slope by the filter `[h, w, in, m]` of a depthwise convolution: x `[..., in]`, dy `[..., in
 * m]`.
 */
export function depthwiseFilterGradient(
  x: tf.Tensor,
  dy: tf.Tensor,
  filterShape: Sides,
  attributes: Attributes,
): tf.Tensor {
  return tf.tidy(() => {
    const [channels, each] = filterShape.slice(-2) as [number, number];
    const errors = rowsOf(dy, channels, each);
    const taps = viewsOf(x, windowsUnder(x.shape, filterShape, attributes)).map((seen) =>
      tf.sum(tf.mul(rowsOf(seen, channels, 1), errors), 0),
    );
    return tf.reshape(tf.stack(taps), [...filterShape]);
  });
}

/** Its slope by the input, of that shape. */
export function depthwiseInputGradient(
  dy: tf.Tensor,
  filter: tf.Tensor,
  inputShape: Sides,
  attributes: Attributes,
): tf.Tensor {
  return tf.tidy(() => {
    const [channels, each] = filter.shape.slice(-2) as [number, number];
    const errors = rowsOf(dy, channels, each);
    const views = tf
      .unstack(rowsOf(filter, channels, each))
      .map((tap) =>
        tf.reshape(tf.sum(tf.mul(errors, tap), -1), [...dy.shape.slice(0, -1), channels]),
      );
    return joinViews(views, windowsUnder(inputShape, filter.shape, attributes), inputShape);
  });
}

/** Sums of the rows of x `[n, ...rest]` that have the same number: `[segments, ...rest]`. */
export function segmentSums(x: tf.Tensor, ids: tf.Tensor, segments: number): tf.Tensor {
  return tf.tidy(() => {
    const which = tf.cast(tf.oneHot(tf.cast(ids, "int32"), segments), "float32");
    const rows = tf.reshape(x, [x.shape[0], -1]);
    return tf.reshape(tf.matMul(which, rows, true, false), [segments, ...x.shape.slice(1)]);
  });
}

type Given = WindowAttributes & { filterShape: Sides; inputShape: Sides; numSegments: number };
type Compute = (inputs: Readonly<Record<string, tf.Tensor>>, given: Given) => tf.Tensor;
const kernels: Readonly<Record<string, Compute>> = {
  Conv2DBackpropFilter: ({ x, dy }, given) => filterGradient(x!, dy!, given.filterShape, given),
  Conv3DBackpropFilterV2: ({ x, dy }, given) => filterGradient(x!, dy!, given.filterShape, given),
  Conv3DBackpropInputV2: ({ dy, filter }, given) =>
    inputGradient(dy!, filter!, given.inputShape, given),
  DepthwiseConv2dNativeBackpropFilter: ({ x, dy }, given) =>
    depthwiseFilterGradient(x!, dy!, given.filterShape, given),
  DepthwiseConv2dNativeBackpropInput: ({ dy, filter }, given) =>
    depthwiseInputGradient(dy!, filter!, given.inputShape, given),
  MaxPoolGrad: ({ dy, input }, given) => maxPoolGradient(dy!, input!, given),
  MaxPool3DGrad: ({ dy, input }, given) => maxPoolGradient(dy!, input!, given),
  UnsortedSegmentSum: ({ x, segmentIds }, { numSegments }) =>
    segmentSums(x!, segmentIds!, numSegments),
};

/** Gives them to the WebAssembly backend; called once, before it starts. */
export function useGradientKernels(): void {
  for (const [name, compute] of Object.entries(kernels))
    useKernel<string, Given>("wasm", name, ({ inputs, attributes }) => compute(inputs, attributes));
}
