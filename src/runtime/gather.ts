/**
 * `GatherV2` without a look at its indices.
 *
 * tfjs-node 4.22.0 reads all of them to check them (dist/kernels/GatherV2.js): a step that gathers,
 * as each embedding does, could not be compiled. TensorFlow checks them itself on the CPU; on a GPU
 * it gives 0 for one that is out of range.
 */
import * as tf from "@tensorflow/tfjs";
import { typeAttribute } from "./compile/nodeBackend";
import { useKernel } from "./ownKernel";

/** Makes the tensorflow backend leave the check to TensorFlow; called once, when it starts. */
export function useGather(): void {
  useKernel<"x" | "indices", { axis: number; batchDims: number }>(
    "tensorflow",
    "GatherV2",
    ({ inputs: { x, indices }, attributes: { axis, batchDims }, node, stock }) => {
      if (x.dtype !== "float32" || indices.dtype !== "int32") return stock();
      const { binding } = node;
      return tf.tidy(() =>
        node.executeSingleOutput(
          "GatherV2",
          [
            { name: "batch_dims", type: binding.TF_ATTR_INT, value: batchDims },
            typeAttribute(binding, "Tparams"),
            typeAttribute(binding, "Tindices", binding.TF_INT32),
            typeAttribute(binding, "Taxis", binding.TF_INT32),
          ],
          [x, indices, tf.scalar(axis, "int32")],
        ),
      );
    },
  );
}
