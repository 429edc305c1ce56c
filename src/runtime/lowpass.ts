/**
 * Resampling by 2 with the filter [1, 3, 3, 1] / 8 along each axis and zeros around, as R3GAN does
 * it (its `ResamplingFilter` [1, 2, 1] convolved with [1, 1], R3GAN/Resamplers.py). Doubling is
 * halving transposed, times 4; each is the other's gradient, of any order.
 */
import * as tf from "@tensorflow/tfjs";

const tap = [1, 3, 3, 1];
const settings = { strides: 2, pad: "same", dilations: [1, 1] };

/** The filter for so many channels: `[4, 4, channels, 1]`. */
function filterFor(channels: number): tf.Tensor4D {
  const taps = tap.flatMap((a) => tap.map((b) => (a * b) / 64));
  return tf.tile(tf.tensor4d(taps, [4, 4, 1, 1]), [1, 1, channels, 1]);
}

/** `[batch, height, width, channels]` -> `[batch, height / 2, width / 2, channels]` */
export function halve(x: tf.Tensor4D): tf.Tensor4D {
  const op = tf.customGrad((given) => ({
    value: tf
      .engine()
      .runKernel<tf.Tensor4D>(
        "DepthwiseConv2dNative",
        { x: given as tf.Tensor4D, filter: filterFor(x.shape[3]) },
        { ...settings, dataFormat: "NHWC" },
      ),
    gradFunc: (dy: tf.Tensor) => tf.mul(0.25, double(dy as tf.Tensor4D)),
  }));
  return op(x) as tf.Tensor4D;
}

/** `[batch, height, width, channels]` -> `[batch, 2 height, 2 width, channels]` */
export function double(x: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const op = tf.customGrad((given) => ({
    value: tf
      .engine()
      .runKernel<tf.Tensor4D>(
        "DepthwiseConv2dNativeBackpropInput",
        { dy: given as tf.Tensor4D, filter: tf.mul(4, filterFor(channels)) },
        { ...settings, inputShape: [batch, 2 * height, 2 * width, channels] },
      ),
    gradFunc: (dy: tf.Tensor) => tf.mul(4, halve(dy as tf.Tensor4D)),
  }));
  return op(x) as tf.Tensor4D;
}
