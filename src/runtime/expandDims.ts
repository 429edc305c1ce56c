/**
 * `ExpandDims` with its type.
 *
 * tfjs-node 4.22.0 calls TensorFlow's `ExpandDims` without the attribute T
 * (dist/kernels/ExpandDims.js), which runs, but cannot be written down in a graph: a step with it
 * could not be compiled.
 */
import * as tf from "@tensorflow/tfjs";
import { useKernel } from "./ownKernel";

/** Makes the tensorflow backend reshape instead; called once, when it starts. */
export function useReshapeForExpandDims(): void {
  useKernel<"input", { dim: number }>(
    "tensorflow",
    "ExpandDims",
    ({ inputs: { input }, attributes: { dim } }) => {
      const shape = [...input.shape];
      shape.splice(dim < 0 ? input.rank + 1 + dim : dim, 0, 1);
      return tf.reshape(input, shape);
    },
  );
}
