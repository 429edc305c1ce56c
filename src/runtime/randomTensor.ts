import * as tf from "@tensorflow/tfjs";
import { philox4x32, type RandomStream } from "../base/random";
import { nodeBackend, typeAttribute, type NodeBackend } from "./compile/nodeBackend";

const uint64 = 23; // DT_UINT64 in TensorFlow's types.proto
const philox = 1; // RNG_ALG_PHILOX in rng_alg.h

/**
 * The stream's next standard normal numbers as a tensor.
 *
 * TensorFlow draws them itself where it runs, on the GPU too: its `StatelessRandomNormalV2` is the
 * same Philox4x32-10 with the same Box-Muller transform as the stream's `normals`, which serves the
 * other backends. The two agree but for the rounding of log and sin.
 */
export function randomNormal(stream: RandomStream, shape: number[]): tf.Tensor {
  return tf.tidy(() => drawNormals(reserveNormals(stream, shape), shape));
}

/**
 * What {@link drawNormals} needs for the stream's next numbers: on TensorFlow their place in the
 * stream (key and counter, six 32-bit words), elsewhere the numbers themselves. A step that is to
 * be compiled takes this as an input.
 */
export function reserveNormals(stream: RandomStream, shape: number[]): tf.Tensor1D {
  const length = shape.reduce((product, side) => product * side, 1);
  if (!nodeBackend()) return tf.tensor1d(stream.normals(length));
  return reservePlace(stream, length);
}

/**
 * Sets aside the stream's next `length` words, for {@link drawUniforms}: key and counter, six
 * 32-bit words.
 */
export function reservePlace(stream: RandomStream, length: number): tf.Tensor1D {
  const { key, counter } = stream.reserve(length);
  return tf.tensor1d(Int32Array.from([...key, ...counter]), "int32");
}

/** The numbers that {@link reserveNormals} has set aside. */
export function drawNormals(reserved: tf.Tensor1D, shape: number[]): tf.Tensor {
  const backend = nodeBackend();
  return backend ? drawStateless(backend, "Normal", reserved, shape) : tf.reshape(reserved, shape);
}

/**
 * Uniform numbers in [0, 1), multiples of 2^-23, from the words at `place`: key and counter, six
 * 32-bit words. Number i is made of word i.
 */
export function drawUniforms(place: tf.Tensor1D, shape: number[]): tf.Tensor {
  const backend = nodeBackend();
  if (backend) return drawStateless(backend, "Uniform", place, shape);
  const [k0, k1, c0, c1, c2, c3] = Array.from(place.dataSync(), (word) => word >>> 0) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const length = shape.reduce((product, side) => product * side, 1);
  const words = Array.from({ length: Math.ceil(length / 4) }, (_, i) =>
    philox4x32([c0 + i, c1, c2, c3], [k0, k1]),
  );
  const numbers = words
    .flat()
    .slice(0, length)
    .map((word) => (word & 0x7fffff) / 2 ** 23);
  return tf.tensor(numbers, shape);
}

function drawStateless(
  backend: NodeBackend,
  distribution: "Normal" | "Uniform",
  place: tf.Tensor1D,
  shape: number[],
): tf.Tensor {
  const { binding } = backend;
  const toUint64 = (words: tf.Tensor): number => {
    const ids = backend.getInputTensorIds([tf.reshape(words, [-1, 2])]);
    return binding.executeOp(
      "Bitcast",
      [typeAttribute(binding, "T", binding.TF_INT32), typeAttribute(binding, "type", uint64)],
      ids,
      1,
    )[0]!.id;
  };
  const inputs = [
    binding.createTensor([shape.length], binding.TF_INT32, Int32Array.from(shape)),
    toUint64(tf.slice(place, 0, 2)),
    toUint64(tf.slice(place, 2, 4)),
    binding.createTensor([], binding.TF_INT32, Int32Array.of(philox)),
  ];
  const attributes = [
    typeAttribute(binding, "dtype"),
    typeAttribute(binding, "Tshape", binding.TF_INT32),
  ];
  const [drawn] = binding.executeOp(`StatelessRandom${distribution}V2`, attributes, inputs, 1);
  inputs.forEach((id) => binding.deleteTensor(id));
  return backend.createOutputTensor(drawn!);
}
