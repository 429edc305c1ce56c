import * as tf from "@tensorflow/tfjs";
import { rowDistances } from "./distances";

/** How two clouds of points lie in one another; 1 is best for all four. */
export interface Manifolds {
  /**
   * The share of fakes inside the reals' neighbourhoods: are the samples good?
   * https://arxiv.org/abs/1904.06991
   */
  readonly precision: number;
  /** The share of reals inside the fakes' neighbourhoods: are all kinds there? */
  readonly recall: number;
  /**
   * In how many reals' neighbourhoods a fake lies, over k; may exceed 1.
   * https://arxiv.org/abs/2002.09797
   */
  readonly density: number;
  /** The share of reals with a fake in their neighbourhood. */
  readonly coverage: number;
}

const rowsAtATime = 1000;

/**
 * Precision, recall, density and coverage, with neighbourhoods that reach to the k-th nearest of
 * the same cloud. Distances are made a block of rows at a time.
 *
 * @param real feature vectors, `[n, size]` numbers
 * @param k default 5, as the authors of density and coverage use
 * @throws RangeError when a cloud has no more than k points
 */
export function compareManifolds(
  real: Float32Array,
  fake: Float32Array,
  size: number,
  k = 5,
): Manifolds {
  const [reals, fakes] = [real.length / size, fake.length / size];
  if (Math.min(reals, fakes) <= k)
    throw new RangeError(
      `compareManifolds: expected more than ${k} points on each side, received ${reals} ` +
        `and ${fakes}`,
    );
  return tf.tidy(() => {
    const [x, y] = [tf.tensor2d(real, [reals, size]), tf.tensor2d(fake, [fakes, size])];
    const [radiusX, radiusY] = [radii(x, k), radii(y, k)];
    let recall = 0;
    let coverage = 0;
    const hits = new Float32Array(fakes); // in how many reals' neighbourhoods each fake lies
    blocks(x, y, (distance, start) => {
      const rows = distance.shape[0];
      const inside = tf.less(distance, tf.slice(radiusX, start, rows).reshape([rows, 1]));
      const hit = tf.sum(tf.cast(inside, "float32"), 0).dataSync();
      hit.forEach((count, i) => (hits[i]! += count));
      coverage += sumOf(tf.any(inside, 1));
      recall += sumOf(tf.any(tf.less(distance, radiusY.reshape([1, fakes])), 1));
    });
    return {
      precision: hits.filter((count) => count > 0).length / fakes,
      recall: recall / reals,
      density: hits.reduce((sum, count) => sum + count, 0) / (k * fakes),
      coverage: coverage / reals,
    };
  });
}

const sumOf = (flags: tf.Tensor): number => tf.sum(tf.cast(flags, "float32")).dataSync()[0]!;

/** The distance from each point to its k-th nearest neighbour. */
function radii(x: tf.Tensor2D, k: number): tf.Tensor1D {
  const parts: tf.Tensor1D[] = [];
  blocks(x, x, (distance) => {
    const nearest = tf.topk(tf.neg(distance), k + 1).values; // the point itself is among them
    parts.push(tf.keep(tf.reshape<tf.Rank.R1>(tf.neg(nearest.slice([0, k], [-1, 1])), [-1])));
  });
  const all = tf.concat(parts);
  tf.dispose(parts);
  return all;
}

/** Distances from a block of rows of `a` to all of `b`, block after block. */
function blocks(
  a: tf.Tensor2D,
  b: tf.Tensor2D,
  look: (distance: tf.Tensor, start: number) => void,
): void {
  for (let start = 0; start < a.shape[0]; start += rowsAtATime)
    tf.tidy(() =>
      look(rowDistances(tf.slice(a, start, Math.min(rowsAtATime, a.shape[0] - start)), b), start),
    );
}
