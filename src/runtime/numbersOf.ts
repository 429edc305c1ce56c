import * as tf from "@tensorflow/tfjs";

/**
 * The numbers of a tensor that a function computes; whatever else it makes is given back. (A
 * `tf.tidy` that gives back an array of numbers searches it for tensors, number by number: half a
 * second for a million.)
 */
export function numbersOf(compute: () => tf.Tensor): Float32Array {
  const tensor = tf.tidy(compute);
  const numbers = tensor.dataSync<"float32">();
  tensor.dispose();
  return numbers;
}
