import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { meanInterval, type Interval } from "../base/interval";
import { parseOptions, positiveInteger, seedOption } from "../base/options";
import { randomStream } from "../base/random";
import { pickRows } from "./rows";

const schema = z.strictObject({
  subsets: positiveInteger.default(20),
  subsetSize: positiveInteger.default(500),
  seed: seedOption,
});

/**
 * KID: the squared maximum mean discrepancy with the kernel (x·y / size + 1)^3, unbiased, so that
 * two sets of one distribution give 0 on average at any number of samples. Mean and 95 % interval
 * over random subsets. Source: https://arxiv.org/abs/1801.01401, section 4.
 *
 * @param real feature vectors, `[n, size]` numbers
 * @throws RangeError when a set has fewer vectors than a subset
 */
export function kernelDistance(
  real: Float32Array,
  fake: Float32Array,
  size: number,
  options: { subsets?: number; subsetSize?: number; seed?: number } = {},
): Interval {
  const { subsets, subsetSize, seed } = parseOptions("kernelDistance", schema, options);
  const smallest = Math.min(real.length, fake.length) / size;
  if (smallest < subsetSize)
    throw new RangeError(
      `kernelDistance: expected ${subsetSize} vectors or more on each side, received ${smallest}`,
    );
  const random = randomStream(seed, "subsets");
  const pick = (features: Float32Array): tf.Tensor2D => {
    const order = random.permutation(features.length / size).subarray(0, subsetSize);
    return tf.tensor2d(pickRows(features, order, size), [subsetSize, size]);
  };
  return meanInterval(
    Array.from({ length: subsets }, () => tf.tidy(() => discrepancy(pick(real), pick(fake), size))),
  );
}

function discrepancy(x: tf.Tensor2D, y: tf.Tensor2D, size: number): number {
  const n = x.shape[0];
  const kernel = (a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D =>
    tf.pow(tf.add(tf.div(tf.matMul(a, b, false, true), size), 1), 3);
  const sum = (matrix: tf.Tensor2D): number => tf.sum(matrix).dataSync()[0]!;
  const trace = (matrix: tf.Tensor2D): number => tf.sum(tf.mul(matrix, tf.eye(n))).dataSync()[0]!;
  const [xx, yy, xy] = [kernel(x, x), kernel(y, y), kernel(x, y)];
  return (sum(xx) - trace(xx) + sum(yy) - trace(yy)) / (n * (n - 1)) - (2 * sum(xy)) / (n * n);
}
