/**
 * The second derivative of max-pooling, for penalties on D's gradient.
 *
 * TensorFlow.js 4.22.0 has no gradient for `MaxPoolGrad` and `MaxPool3DGrad`, so that a gradient of
 * a gradient stops at a max-pooling layer ("gradient function not found for MaxPoolGrad"). The
 * first derivative is linear in dy: it puts each dy where the maximum was; its own derivative takes
 * values from there, which is TensorFlow's `MaxPoolGradGrad`; in three dimensions and on other
 * backends we do it with other ops.
 */
import * as tf from "@tensorflow/tfjs";
import { typeAttribute } from "./compile/nodeBackend";
import { useKernel } from "./ownKernel";
import {
  joinViews,
  viewsOf,
  windowAttributes,
  windowsOf,
  type WindowAttributes,
  type Windows,
} from "./windows";

const pair = (value: number | readonly number[]): readonly number[] =>
  typeof value === "number" ? [value, value] : value;

/** Gives the tensorflow backend its `MaxPoolGradGrad`; called once, when it starts. */
export function useMaxPoolGradGrad(): void {
  useKernel<"input" | "output" | "ddx", WindowAttributes>(
    "tensorflow",
    "MaxPoolGradGrad",
    ({ inputs: { input, output, ddx }, attributes: { filterSize, strides, pad }, node }) => {
      const { TF_ATTR_INT, TF_ATTR_STRING } = node.binding;
      const attributes = [
        typeAttribute(node.binding, "T"),
        { name: "ksize", type: TF_ATTR_INT, value: [1, ...pair(filterSize), 1] },
        { name: "strides", type: TF_ATTR_INT, value: [1, ...pair(strides), 1] },
        { name: "padding", type: TF_ATTR_STRING, value: pad === "same" ? "SAME" : "VALID" },
        { name: "data_format", type: TF_ATTR_STRING, value: "NHWC" },
      ];
      return node.executeSingleOutput("MaxPoolGradGrad", attributes, [input, output, ddx]);
    },
  );
}

/**
 * Gives the tensorflow backend an exact slope of 3-D max-pooling; called once, when it starts.
 * TensorFlow's own gives dy to every value within 1e-5 of the window's maximum
 * (tensorflow/core/kernels/pooling_ops_3d.cc of 2.21.0), so that a flat window has it many times.
 */
export function useMaxPool3dGradient(): void {
  useKernel<"dy" | "input", WindowAttributes>(
    "tensorflow",
    "MaxPool3DGrad",
    ({ inputs: { dy, input }, attributes }) => maxPoolGradient(dy, input, attributes),
  );
}

const lowest = -3.4e38;

/**
 * Where each window of the input has its first maximum: `[batch, ...counts, channels, places]` of 0
 * and 1.
 */
function findMaxima(input: tf.Tensor, windows: Windows): tf.Tensor {
  const places = windows.sides.reduce((a, b) => a * b);
  const first = tf.argMax(tf.stack(viewsOf(input, windows, lowest), -1), -1);
  // Not oneHot(…, "float32"): WebAssembly's of 4.22.0 writes the bits of whole numbers there.
  return tf.cast(tf.oneHot(tf.cast(first, "int32"), places), "float32");
}

/** Values of ddx `[batch, ...sides, channels]` where each window of the input has its maximum. */
function takeAtMaxima(input: tf.Tensor, ddx: tf.Tensor, attributes: WindowAttributes): tf.Tensor {
  const windows = windowsOf(input.shape, attributes);
  const seen = tf.stack(viewsOf(ddx, windows), -1);
  return tf.sum(tf.mul(seen, findMaxima(input, windows)), -1);
}

/**
 * The first derivative, of ops that every backend has: puts each dy where its window's maximum is.
 */
export function maxPoolGradient(
  dy: tf.Tensor,
  input: tf.Tensor,
  attributes: WindowAttributes,
): tf.Tensor {
  return tf.tidy(() => {
    const windows = windowsOf(input.shape, attributes);
    const put = tf.mul(tf.expandDims(dy, -1), findMaxima(input, windows));
    return joinViews(tf.unstack(put, -1), windows, input.shape);
  });
}

/**
 * Whether TensorFlow's op can be used. Where input and output have the same shape (strides of 1,
 * padded) it writes its result over ddx in a compiled step while it still reads from there
 * (tensorflow/core/kernels/maxpooling_op.cc of 2.21.0, `MaxPoolingGradGradOp`, forwards input 2).
 */
const canTakeAtMaxima = (input: tf.Tensor, output: tf.Tensor): boolean =>
  tf.getBackend() === "tensorflow" && String(input.shape) !== String(output.shape);

/** Makes max-pooling differentiable twice, on all backends; called once. */
export function useMaxPoolSecondGradient(): void {
  for (const kernelName of ["MaxPoolGrad", "MaxPool3DGrad"])
    tf.registerGradient({
      kernelName,
      inputsToSave: ["input", "output"],
      gradFunc: (given, saved, attributes) => {
        const [input, output] = saved as [tf.Tensor, tf.Tensor];
        const ddx = given as tf.Tensor;
        return {
          dy: () =>
            kernelName === "MaxPoolGrad" && canTakeAtMaxima(input, output)
              ? tf.engine().runKernel("MaxPoolGradGrad", { input, output, ddx }, attributes)
              : takeAtMaxima(input, ddx, windowAttributes(attributes)),
          input: () => tf.zerosLike(input),
          output: () => tf.zerosLike(output),
        };
      },
    });
}
