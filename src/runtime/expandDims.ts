/**
 * `ExpandDims` with its type.
 *
 * tfjs-node 4.22.0 calls TensorFlow's `ExpandDims` without the attribute T
 * (dist/kernels/ExpandDims.js), which runs, but cannot be written down in a graph: a step with it
 * could not be compiled.
 */
import * as tf from "@tensorflow/tfjs";

/** Makes the tensorflow backend reshape instead; called once, when it starts. */
export function useReshapeForExpandDims(): void {
  tf.unregisterKernel("ExpandDims", "tensorflow");
  tf.registerKernel({
    kernelName: "ExpandDims",
    backendName: "tensorflow",
    kernelFunc: ({ inputs, attrs }) => {
      const input = inputs.input as tf.Tensor;
      const { dim } = attrs as unknown as { dim: number };
      const shape = [...input.shape];
      shape.splice(dim < 0 ? input.rank + 1 + dim : dim, 0, 1);
      return tf.reshape(input, shape);
    },
  });
}
