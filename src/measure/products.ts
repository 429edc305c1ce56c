import * as tf from "@tensorflow/tfjs";

const numbersAtATime = 2 ** 23;

/** Vectors as seen from a centre, in a unit that is near the largest number. */
export interface Framed {
  /** `[count, size]` numbers between -1 and 1. */
  readonly rows: Float32Array;
  readonly count: number;
  readonly size: number;
}

/** Two sets of vectors in one frame, so that what they have in common costs no digits. */
export interface Frame {
  readonly sets: readonly [Framed, Framed];
  /** The mean of all vectors. */
  readonly center: Float64Array;
  /** A power of two. */
  readonly unit: number;
}

/**
 * Puts two sets of vectors into one frame.
 *
 * @param a `[n, size]` finite numbers
 * @param b `[m, size]` finite numbers
 */
export function frameRows(a: Float32Array, b: Float32Array, size: number): Frame {
  const center = new Float64Array(size);
  const count = (a.length + b.length) / size;
  for (const rows of [a, b]) rows.forEach((value, i) => (center[i % size]! += value / count));
  let largest = 0;
  for (const rows of [a, b])
    rows.forEach((value, i) => (largest = Math.max(largest, Math.abs(value - center[i % size]!))));
  const unit = largest > 0 ? 2 ** Math.ceil(Math.log2(largest)) : 1;
  const framed = (rows: Float32Array): Framed => ({
    rows: rows.map((value, i) => (value - center[i % size]!) / unit),
    count: rows.length / size,
    size,
  });
  return { sets: [framed(a), framed(b)], center, unit };
}

/**
 * Shows the products of each vector of `a` with all vectors of `b`, as float32 (on GPUs, TF32) has
 * them, some rows at a time.
 */
export function forEachProducts(
  a: Framed,
  b: Framed,
  look: (i: number, products: Float32Array) => void,
): void {
  const { size } = a;
  const atATime = Math.max(1, Math.floor(numbersAtATime / b.count));
  const all = tf.tensor2d(b.rows, [b.count, size]);
  for (let start = 0; start < a.count; start += atATime) {
    const rows = Math.min(atATime, a.count - start);
    const some = tf.tensor2d(a.rows.subarray(start * size, (start + rows) * size), [rows, size]);
    const product = tf.matMul(some, all, false, true);
    const products = product.dataSync<"float32">(); // tf.tidy would look for tensors in it: seconds
    tf.dispose([some, product]);
    for (let i = 0; i < rows; i++)
      look(start + i, products.subarray(i * b.count, (i + 1) * b.count));
  }
  all.dispose();
}
