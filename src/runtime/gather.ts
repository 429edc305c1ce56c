import * as tf from "@tensorflow/tfjs";
import { nodeBackend } from "./compile/nodeBackend";

/**
 * The samples at some positions: `[size, ...shape]` and int32 `[batch]` -> `[batch, ...shape]`. As `tf.gather`, which on
 * tfjs-node 4.22.0 reads the positions back to check them (dist/kernels/GatherV2.js) and so could not be compiled.
 */
export function gather(samples: tf.Tensor, positions: tf.Tensor1D): tf.Tensor {
  const backend = nodeBackend();
  if (!backend) return tf.gather(samples, positions);
  const { binding } = backend;
  const type = (name: string, value: number): { name: string; type: number; value: number } => ({ name, type: binding.TF_ATTR_TYPE, value }); // prettier-ignore
  const attributes = [
    { name: "batch_dims", type: binding.TF_ATTR_INT, value: 0 },
    type("Tparams", binding.TF_FLOAT),
    type("Tindices", binding.TF_INT32),
    type("Taxis", binding.TF_INT32),
  ];
  return tf.tidy(() =>
    backend.executeSingleOutput("GatherV2", attributes, [samples, positions, tf.scalar(0, "int32")]),
  );
}
