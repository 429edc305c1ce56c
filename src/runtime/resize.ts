/**
 * The derivatives of resizing images, as up-sampling layers do.
 *
 * TensorFlow.js 4.22.0 has no gradient for `ResizeBilinearGrad` and `ResizeNearestNeighborGrad`, so
 * that a gradient of a gradient stops at an up-sampling layer. The first derivative is linear in
 * dy; its own is the resizing itself.
 *
 * And on plain JavaScript the first derivative of bilinear resizing has height and width exchanged
 * in its shape (tfjs-backend-cpu/src/kernels/ResizeBilinearGrad.ts), so that it fails for all
 * images but squares. That of nearest-neighbour resizing takes parts of one sample's slope from
 * another (ResizeNearestNeighborGrad.ts there): it is right for one sample alone.
 */
import * as tf from "@tensorflow/tfjs";
import { useKernel } from "./ownKernel";

/** Makes resizing differentiable twice, on all backends; called once. */
export function useResizeSecondDerivative(): void {
  for (const resize of ["ResizeBilinear", "ResizeNearestNeighbor"])
    tf.registerGradient({
      kernelName: `${resize}Grad`,
      inputsToSave: ["dy", "images"],
      gradFunc: (ddx, saved, attributes) => {
        const [dy, images] = saved as [tf.Tensor4D, tf.Tensor4D];
        const size = dy.shape.slice(1, 3);
        return {
          dy: () =>
            tf.engine().runKernel(resize, { images: ddx as tf.Tensor }, { ...attributes, size }),
          images: () => tf.zerosLike(images),
        };
      },
    });
}

/** Gives plain JavaScript's derivative of bilinear resizing its shape; called once. */
export function useResizeShape(): void {
  useKernel<"dy" | "images">("cpu", "ResizeBilinearGrad", ({ inputs, stock }) => ({
    ...stock(),
    shape: inputs.images.shape,
  }));
}

/** Makes plain JavaScript take nearest-neighbour resizing's slope sample by sample; called once. */
export function useResizeSampleBySample(): void {
  const kernelName = "ResizeNearestNeighborGrad";
  useKernel<"dy" | "images", tf.NamedAttrMap>("cpu", kernelName, (call) => {
    const { dy, images } = call.inputs;
    const [batch = 1] = dy.shape;
    if (batch === 1) return call.stock();
    return tf.tidy(() => {
      const samples = tf.split(images, batch);
      const slopes = tf
        .split(dy, batch)
        .map((one, i) =>
          tf
            .engine()
            .runKernel<tf.Tensor>(kernelName, { dy: one, images: samples[i]! }, call.attributes),
        );
      return tf.concat(slopes);
    });
  });
}
