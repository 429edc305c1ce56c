/**
 * The gradient of sums from the start, along any axis.
 *
 * TensorFlow.js 4.22.0 transposes it where the axis is not the last (Cumsum_grad.js), as its
 * kernels do with their input, and never back: it fails, or is silently another's where sides are
 * alike. The gradient is the sum from the end, along the same axis.
 */
import * as tf from "@tensorflow/tfjs";

/** Repairs the gradient of `tf.cumsum` on all backends; called once. */
export function useCumsumGradient(): void {
  tf.unregisterGradient("Cumsum");
  tf.registerGradient({
    kernelName: "Cumsum",
    gradFunc: (dy, _, attributes) => {
      const { axis, exclusive, reverse } = attributes as unknown as CumsumAttributes;
      return { x: () => tf.cumsum(dy as tf.Tensor, axis, exclusive, !reverse) };
    },
  });
}

interface CumsumAttributes {
  readonly axis: number;
  readonly exclusive: boolean;
  readonly reverse: boolean;
}
