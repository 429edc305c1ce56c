/**
 * The second derivative of elu.
 *
 * TensorFlow.js 4.22.0 has no gradient for `EluGrad`, so that a gradient of a gradient stops at an
 * elu. The first derivative is dy where the output y is positive, and dy (y + 1) elsewhere: its own
 * is the same in dy, and dy in y where y is negative.
 */
import * as tf from "@tensorflow/tfjs";

/** Makes elu differentiable twice, on all backends; called once. */
export function useEluSecondDerivative(): void {
  tf.registerGradient({
    kernelName: "EluGrad",
    inputsToSave: ["dy", "y"],
    gradFunc: (ddx, saved) => {
      const [dy, y] = saved as [tf.Tensor, tf.Tensor];
      const given = ddx as tf.Tensor;
      return {
        dy: () => tf.mul(given, tf.add(tf.minimum(y, 0), 1)),
        y: () => tf.mul(tf.mul(given, dy), tf.cast(tf.less(y, 0), "float32")),
      };
    },
  });
}
