import * as tf from "@tensorflow/tfjs";
import type { RandomStream } from "../base/random";
import { nodeBackend } from "./compile/nodeBackend";

const uint64 = 23; // DT_UINT64 in TensorFlow's types.proto
const philox = 1; // RNG_ALG_PHILOX in rng_alg.h

/**
 * The stream's next standard normal numbers as a tensor.
 *
 * TensorFlow draws them itself where it runs, on the GPU too: its `StatelessRandomNormalV2` is the same Philox4x32-10 with
 * the same Box-Muller transform as the stream's `normals`, which serves the other backends. The two agree but for the
 * rounding of log and sin.
 */
export function randomNormal(stream: RandomStream, shape: number[]): tf.Tensor {
  const length = shape.reduce((product, side) => product * side, 1);
  const backend = nodeBackend();
  if (!backend) return tf.tensor(stream.normals(length), shape);
  const { binding } = backend;
  const { key, counter } = stream.reserve(length);
  const toUint64 = (words: number[]): number => {
    const id = binding.createTensor([words.length / 2, 2], binding.TF_INT32, Int32Array.from(words));
    const [cast] = binding.executeOp(
      "Bitcast",
      [
        { name: "T", type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 },
        { name: "type", type: binding.TF_ATTR_TYPE, value: uint64 },
      ],
      [id],
      1,
    );
    binding.deleteTensor(id);
    return cast!.id;
  };
  const inputs = [
    binding.createTensor([shape.length], binding.TF_INT32, Int32Array.from(shape)),
    toUint64(key),
    toUint64(counter),
    binding.createTensor([], binding.TF_INT32, Int32Array.of(philox)),
  ];
  const attributes = [
    { name: "dtype", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    { name: "Tshape", type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 },
  ];
  const [drawn] = binding.executeOp("StatelessRandomNormalV2", attributes, inputs, 1);
  inputs.forEach((id) => binding.deleteTensor(id));
  return backend.createOutputTensor(drawn!);
}
