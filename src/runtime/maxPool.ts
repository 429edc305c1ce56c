/**
 * The second derivative of max-pooling on TensorFlow, for penalties on D's gradient.
 *
 * TensorFlow.js 4.22.0 has no gradient for `MaxPoolGrad`, so that a gradient of a gradient stops at a max-pooling layer
 * ("gradient function not found for MaxPoolGrad"). The first derivative is linear in dy: it puts each dy where the maximum
 * was; its own derivative takes values from there, which is TensorFlow's `MaxPoolGradGrad`; on other backends we do it with
 * other ops, for windows that do not overlap.
 */
import * as tf from "@tensorflow/tfjs";
import { typeAttribute, type NodeBackend } from "./compile/nodeBackend";

interface PoolAttributes {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: "same" | "valid" | number;
}

const pair = (value: number | [number, number]): number[] =>
  Array.isArray(value) ? value : [value, value];

/** Gives the tensorflow backend its `MaxPoolGradGrad`; called once, when it starts. */
export function useMaxPoolGradGrad(): void {
  tf.registerKernel({
    kernelName: "MaxPoolGradGrad",
    backendName: "tensorflow",
    kernelFunc: ({ inputs, attrs, backend }) => {
      const node = backend as unknown as NodeBackend;
      const { filterSize, strides, pad } = attrs as unknown as PoolAttributes;
      const { binding } = node;
      return node.executeSingleOutput(
        "MaxPoolGradGrad",
        [
          typeAttribute(binding, "T"),
          { name: "ksize", type: binding.TF_ATTR_INT, value: [1, ...pair(filterSize), 1] },
          { name: "strides", type: binding.TF_ATTR_INT, value: [1, ...pair(strides), 1] },
          {
            name: "padding",
            type: binding.TF_ATTR_STRING,
            value: pad === "same" ? "SAME" : "VALID",
          },
          { name: "data_format", type: binding.TF_ATTR_STRING, value: "NHWC" },
        ],
        [inputs.input, inputs.output, inputs.ddx] as tf.Tensor[],
      );
    },
  });
}

/** Values of ddx `[batch, height, width, channels]` where each window of the input has its first maximum. */
function takeAtMaxima(
  input: tf.Tensor4D,
  ddx: tf.Tensor4D,
  { filterSize, strides }: PoolAttributes,
): tf.Tensor4D {
  const [[rows, columns], steps] = [pair(filterSize), pair(strides)] as [
    [number, number],
    number[],
  ];
  const [batch, height, width, channels] = input.shape;
  const [down, across] = [Math.floor(height / rows), Math.floor(width / columns)];
  if (String([rows, columns]) !== String(steps))
    throw new Error(
      `expected max-pooling with strides as large as its windows, which has a second derivative on the backend "${tf.getBackend()}", received windows of ${rows} x ${columns} and strides of ${steps.join(" x ")}`,
    );
  const windows = (x: tf.Tensor4D): tf.Tensor5D => {
    const whole = tf.slice(x, [0, 0, 0, 0], [batch, down * rows, across * columns, channels]);
    const cut = tf.transpose(
      tf.reshape(whole, [batch * down, rows, across, columns * channels]),
      [0, 2, 1, 3],
    );
    const places = tf.reshape(cut, [batch * down * across, rows * columns, channels]);
    return tf.reshape(tf.transpose(places, [0, 2, 1]), [
      batch,
      down,
      across,
      channels,
      rows * columns,
    ]);
  };
  const maxima = tf.oneHot(
    tf.cast(tf.argMax(windows(input), -1), "int32"),
    rows * columns,
    1,
    0,
    "float32",
  );
  return tf.sum(tf.mul(windows(ddx), maxima), -1);
}

/** Makes max-pooling differentiable twice, on all backends; called once. */
export function useMaxPoolSecondGradient(): void {
  tf.registerGradient({
    kernelName: "MaxPoolGrad",
    inputsToSave: ["input", "output"],
    gradFunc: (ddx, saved, attrs) => {
      const [input, output] = saved as [tf.Tensor, tf.Tensor];
      return {
        dy: () =>
          tf.getBackend() === "tensorflow"
            ? tf
                .engine()
                .runKernel("MaxPoolGradGrad", { input, output, ddx: ddx as tf.Tensor }, attrs)
            : takeAtMaxima(
                input as tf.Tensor4D,
                ddx as tf.Tensor4D,
                attrs as unknown as PoolAttributes,
              ),
        input: () => tf.zerosLike(input),
        output: () => tf.zerosLike(output),
      };
    },
  });
}
