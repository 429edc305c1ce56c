import * as tf from "@tensorflow/tfjs";

/**
 * Euclidean distances between the rows of two matrices: `[n, size]` and `[m, size]` -> `[n, m]`.
 */
export function rowDistances(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor {
  return tf.tidy(() => {
    const squares = (rows: tf.Tensor2D): tf.Tensor => tf.sum(tf.square(rows), 1, true);
    const products = tf.matMul(a, b, false, true);
    const square = tf.sub(tf.add(squares(a), tf.transpose(squares(b))), tf.mul(2, products));
    return tf.sqrt(tf.maximum(square, 0)); // rounding may leave it a little below 0
  });
}
