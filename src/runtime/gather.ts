import * as tf from "@tensorflow/tfjs";
import { nodeBackend, typeAttribute } from "./compile/nodeBackend";

/**
 * The samples at some positions: `[size, ...shape]` and int32 `[batch]` -> `[batch, ...shape]`. As
 * `tf.gather`, which on tfjs-node 4.22.0 reads the positions back to check them
 * (dist/kernels/GatherV2.js) and so could not be compiled.
 */
export function gather(samples: tf.Tensor, positions: tf.Tensor1D): tf.Tensor {
  const backend = nodeBackend();
  if (!backend) return tf.gather(samples, positions);
  const { binding } = backend;
  const attributes = [
    { name: "batch_dims", type: binding.TF_ATTR_INT, value: 0 },
    typeAttribute(binding, "Tparams"),
    typeAttribute(binding, "Tindices", binding.TF_INT32),
    typeAttribute(binding, "Taxis", binding.TF_INT32),
  ];
  return tf.tidy(() =>
    backend.executeSingleOutput("GatherV2", attributes, [
      samples,
      positions,
      tf.scalar(0, "int32"),
    ]),
  );
}
