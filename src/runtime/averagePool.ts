/**
 * The derivatives of average pooling.
 *
 * TensorFlow.js 4.22.0 has no gradient for `AvgPoolGrad` and `AvgPool3DGrad`, so that a gradient of
 * a gradient stops at an average-pooling layer. The first derivative spreads dy and is linear in
 * it; its own is the pooling itself.
 *
 * And outside of TensorFlow the first is too small at the borders of padded images: each dy is
 * divided by the size of a whole window there, not by what of it lies in the image, as the pooling
 * does (tfjs-backend-cpu/src/kernels/AvgPoolGrad.ts).
 */
import * as tf from "@tensorflow/tfjs";
import { windowAttributes, windowsOf } from "./windows";

/** Makes average pooling differentiable, twice, on all backends; called once. */
export function useAveragePoolDerivatives(): void {
  for (const [pool, dataFormat] of [
    ["AvgPool", "NHWC"],
    ["AvgPool3D", "NDHWC"],
  ] as const) {
    const stock = tf.getGradient(pool);
    tf.unregisterGradient(pool);
    tf.registerGradient({
      ...stock,
      gradFunc: (dy, saved, attributes) => {
        const share = shareOf(saved[0]!, attributes);
        return stock.gradFunc(share ? tf.div(dy as tf.Tensor, share) : dy, saved, attributes);
      },
    });
    tf.registerGradient({
      kernelName: `${pool}Grad`,
      inputsToSave: ["input"],
      gradFunc: (ddx, saved, attributes) => ({
        dy: () => {
          const x = ddx as tf.Tensor;
          const pooled = tf
            .engine()
            .runKernel<tf.Tensor>(pool, { x }, { ...attributes, dataFormat });
          const share = shareOf(x, attributes);
          return share ? tf.mul(pooled, share) : pooled;
        },
        input: () => tf.zerosLike(saved[0]!),
      }),
    });
  }
}

/**
 * Which share of each window lies in the image, `[1, ...counts, 1]`, where the backend forgets it.
 */
function shareOf({ shape }: tf.Tensor, attributes: tf.NamedAttrMap): tf.Tensor | undefined {
  const { sides, strides, counts, padding } = windowsOf(shape, windowAttributes(attributes));
  if (tf.getBackend() === "tensorflow" || padding.flat().every((side) => side === 0))
    return undefined;
  const along = counts.map((count, axis) => {
    const [first, side] = [padding[axis]![0], shape[axis + 1]!];
    const shares = Array.from({ length: count }, (_, i) => {
      const start = i * strides[axis]! - first;
      const seen = Math.min(start + sides[axis]!, side) - Math.max(start, 0);
      return seen / sides[axis]!;
    });
    return tf.reshape(
      tf.tensor1d(shares),
      shape.map((_, i) => (i === axis + 1 ? count : 1)),
    );
  });
  return along.reduce((a, b) => tf.mul(a, b));
}
