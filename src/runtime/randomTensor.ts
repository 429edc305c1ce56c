import * as tf from "@tensorflow/tfjs";
import { normalsAt, wordsAt, type RandomStream, type StreamPlace } from "../base/random";
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
  return tf.tidy(() => drawNormals(placesTensor([stream.reserve(sizeOf(shape))]), 0, shape));
}

/**
 * Places in streams as a tensor `[3 places, 2]`, int32: of each one 64-bit word for the key and two
 * for the counter, their lower halves first; 0 for none. A step that is to be compiled takes it as
 * an input, in place of the numbers.
 */
export function placesTensor(places: readonly (StreamPlace | undefined)[]): tf.Tensor2D {
  const words = new Int32Array(6 * places.length);
  places.forEach((place, i) => {
    if (!place) return;
    words.set(place.key, 6 * i);
    words.set(place.counter, 6 * i + 2);
  });
  return tf.tensor2d(words, [3 * places.length, 2], "int32");
}

/** How many places a tensor of {@link placesTensor} has. */
export const countPlaces = (places: tf.Tensor2D): number => places.shape[0] / 3;

/** Standard normal numbers `[...shape]` from one of the places on. */
export function drawNormals(places: tf.Tensor2D, index: number, shape: number[]): tf.Tensor {
  const backend = nodeBackend();
  if (backend) return drawStateless(backend, "Normal", places, index, shape);
  return tf.tensor(normalsAt(readPlace(places, index), sizeOf(shape)), shape);
}

/**
 * Uniform numbers in [0, 1), multiples of 2^-23, from one of the places on. Number i is made of
 * word i.
 *
 * @param block others at the same place: 2^96 further on in the stream for each
 */
export function drawUniforms(
  places: tf.Tensor2D,
  index: number,
  shape: number[],
  block = 0,
): tf.Tensor {
  const [from, at] = block === 0 ? [places, index] : [moved(places, index, block), 0];
  const backend = nodeBackend();
  if (backend) return drawStateless(backend, "Uniform", from, at, shape);
  const words = wordsAt(readPlace(from, at), sizeOf(shape));
  return tf.tensor(
    Float32Array.from(words, (word) => (word & 0x7fffff) / 2 ** 23),
    shape,
  );
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, side) => size * side, 1);

/** A place some blocks further on. */
function moved(places: tf.Tensor2D, index: number, block: number): tf.Tensor2D {
  const further = tf.tensor2d([0, 0, 0, 0, 0, block], [3, 2], "int32");
  return tf.add<tf.Tensor2D>(tf.slice2d(places, [3 * index, 0], [3, 2]), further);
}

function readPlace(places: tf.Tensor2D, index: number): StreamPlace {
  const words = places.dataSync().subarray(6 * index, 6 * index + 6);
  const [k0, k1, c0, c1, c2, c3] = Array.from(words, (word) => word >>> 0);
  return { key: [k0!, k1!], counter: [c0!, c1!, c2!, c3!] };
}

function drawStateless(
  backend: NodeBackend,
  distribution: "Normal" | "Uniform",
  places: tf.Tensor2D,
  index: number,
  shape: number[],
): tf.Tensor {
  const { binding } = backend;
  const toUint64 = (row: number, rows: number): number => {
    const ids = backend.getInputTensorIds([tf.slice2d(places, [row, 0], [rows, 2])]);
    return binding.executeOp(
      "Bitcast",
      [typeAttribute(binding, "T", binding.TF_INT32), typeAttribute(binding, "type", uint64)],
      ids,
      1,
    )[0]!.id;
  };
  const inputs = [
    binding.createTensor([shape.length], binding.TF_INT32, Int32Array.from(shape)),
    toUint64(3 * index, 1),
    toUint64(3 * index + 1, 2),
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
