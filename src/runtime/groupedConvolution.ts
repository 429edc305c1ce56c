/**
 * Grouped convolutions, which TensorFlow.js 4.22.0 does not have.
 *
 * TensorFlow's own `Conv2D` and both of its gradients take filters that see a part of the channels
 * (measured with 2.21 on the CPU: as a split into convolutions, to the last bit, in a quarter of
 * the time). TensorFlow.js checks them away, so the kernels are called here without it. All three
 * are linear in both of their inputs, and their gradients are one another: of any order. Other
 * backends split, and TensorFlow without oneDNN (`TF_ENABLE_ONEDNN_OPTS=0`, some processors): there
 * the gradients fail ("not supported on CPU").
 */
import * as tf from "@tensorflow/tfjs";

const settings = { strides: 1, pad: "same", dataFormat: "NHWC", dilations: [1, 1] };
const run = (kernel: string, inputs: tf.NamedTensorMap, more: object = {}): tf.Tensor4D =>
  tf.engine().runKernel<tf.Tensor4D>(kernel, inputs, { ...settings, ...more });

type Bilinear = (a: tf.Tensor4D, b: tf.Tensor4D) => tf.Tensor4D;

/** An op of two tensors, with both of its slopes. */
function bilinear(compute: Bilinear, slopes: (dy: tf.Tensor4D) => [Bilinear, Bilinear]): Bilinear {
  const op = tf.customGrad((a, b, save) => {
    const given = [a, b] as [tf.Tensor4D, tf.Tensor4D];
    (save as tf.GradSaveFunc)(given);
    return {
      value: compute(...given),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        slopes(dy as tf.Tensor4D).map((slope) => slope(...(saved as typeof given))),
    };
  });
  return (a, b) => op(a, b);
}

const forward: Bilinear = bilinear(
  (x, filter) => run("Conv2D", { x, filter }),
  (dy) => [
    (x, filter) => ofInput(x.shape)(dy, filter),
    (x, filter) => ofFilter(filter.shape)(x, dy),
  ],
);

const ofInput = (inputShape: number[]): Bilinear =>
  bilinear(
    (dy, filter) => run("Conv2DBackpropInput", { dy, filter }, { inputShape }),
    (ddx) => [(_, filter) => forward(ddx, filter), (dy, filter) => ofFilter(filter.shape)(ddx, dy)],
  );

const ofFilter = (filterShape: number[]): Bilinear =>
  bilinear(
    (x, dy) => run("Conv2DBackpropFilter", { x, dy }, { filterShape }),
    (ddw) => [(x, dy) => ofInput(x.shape)(dy, ddw), (x) => forward(x, ddw)],
  );

let isWhole = false;

/** Finds out whether the TensorFlow that runs has the gradients, too. */
export function findGroupedGradients(): void {
  isWhole = tf.tidy(() => {
    const [x, filter] = [tf.ones<tf.Rank.R4>([1, 3, 3, 4]), tf.ones<tf.Rank.R4>([3, 3, 2, 4])];
    try {
      ofInput(x.shape)(x, filter);
      ofFilter(filter.shape)(x, x);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * A convolution in which each group of outputs sees its own group of channels, with stride 1 and
 * zeros around: `[batch, height, width, channels]` and a filter `[height, width, channels / groups,
 * outputs]` -> `[batch, height, width, outputs]`. Gradients of any order.
 */
export function groupedConv2d(x: tf.Tensor4D, filter: tf.Tensor4D): tf.Tensor4D {
  const groups = x.shape[3] / filter.shape[2];
  if (groups === 1) return tf.conv2d<tf.Tensor4D>(x, filter, 1, "same");
  if (isWhole) return forward(x, filter);
  return tf.tidy(() => {
    const filters = tf.split<tf.Tensor4D>(filter, groups, 3);
    return tf.concat<tf.Tensor4D>(
      tf
        .split<tf.Tensor4D>(x, groups, 3)
        .map((part, i) => tf.conv2d<tf.Tensor4D>(part, filters[i]!, 1, "same")),
      3,
    );
  });
}
