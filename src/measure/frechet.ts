import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { z } from "zod";
import { defineOptions, positiveInteger, seedOption } from "../base/options";
import { randomStream } from "../base/random";
import { Moments } from "./moments";
import { countRows, pickRows } from "./rows";

/**
 * The Fréchet distance between two Gaussians with these moments: |m1 - m2|^2 + tr(C1 + C2 - 2 (C1
 * C2)^(1/2)). In the judge's features it is what FID is in Inception's. Source:
 * https://arxiv.org/abs/1706.08500, equation 6.
 *
 * @throws RangeError for feature vectors of different lengths, or fewer than two
 */
export function frechetDistance(a: Moments, b: Moments): number {
  if (a.size !== b.size)
    throw new RangeError(
      `frechetDistance: expected features of one length, received ${a.size} and ${b.size}`,
    );
  if (Math.min(a.count, b.count) < 2)
    throw new RangeError(
      "frechetDistance: expected two samples or more on each side, received " +
        `${a.count} and ${b.count}; take more samples`,
    );
  const [first, second] = [new Matrix(a.covariance()), new Matrix(b.covariance())];
  // The eigenvalues of C1 C2 are those of the symmetric C1^(1/2) C2 C1^(1/2).
  const root = symmetricRoot(first);
  const middle = root.mmul(second).mmul(root);
  const { realEigenvalues } = new EigenvalueDecomposition(symmetrised(middle), {
    assumeSymmetric: true,
  });
  const overlap = realEigenvalues.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
  const apart = a.mean.reduce((sum, value, i) => sum + (value - b.mean[i]!) ** 2, 0);
  return Math.max(0, apart + first.trace() + second.trace() - 2 * overlap); // but for rounding
}

const symmetrised = (matrix: Matrix): Matrix => Matrix.add(matrix, matrix.transpose()).mul(0.5);

function symmetricRoot(matrix: Matrix): Matrix {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetrised(matrix), {
    assumeSymmetric: true,
  });
  const roots = Matrix.diag(realEigenvalues.map((value) => Math.sqrt(Math.max(0, value))));
  return eigenvectorMatrix.mmul(roots).mmul(eigenvectorMatrix.transpose());
}

/**
 * The Fréchet distance between two sets of feature vectors, `[n, size]` numbers each. It grows when
 * there are fewer of them: name their numbers, and `frechetFloor` at the same.
 *
 * @throws RangeError for fewer than two vectors on a side, NaN or infinite numbers
 */
export function frechetOf(a: Float32Array, b: Float32Array, size: number): number {
  for (const [name, features] of [["first vectors", a] as const, ["second vectors", b] as const])
    countRows("frechetOf", name, features, size, 2);
  return frechetDistance(new Moments(size).add(a), new Moments(size).add(b));
}

export interface FrechetFloorOptions {
  /** How many samples were compared. Default: half of the features. */
  samples?: number;
  /** With how many real ones. Default: half of the features. */
  reals?: number;
  /** Draws to take the mean of. Default 5. */
  repeats?: number;
  /** Decides the draws. Default 0. */
  seed?: number;
}

const floorSchema = z.strictObject({
  samples: z.int().min(2).optional(),
  reals: z.int().min(2).optional(),
  repeats: positiveInteger.default(5),
  seed: seedOption,
});
const readOptions = defineOptions("frechetFloor", floorSchema);

/**
 * What the distance is between real samples and real samples: the floor that no generator can be
 * asked to go below at these numbers of samples. The mean over `repeats` draws: without replacement
 * where there are enough samples, else with it, as if they were all that there is.
 *
 * @param features of real samples, `[n, size]` numbers
 * @throws TypeError on a wrong option; RangeError for fewer than four feature vectors, NaN or
 *   infinite ones
 */
export function frechetFloor(
  features: Float32Array,
  size: number,
  options: FrechetFloorOptions = {},
): number {
  const given = readOptions(options);
  const { repeats, seed } = given;
  const count = countRows("frechetFloor", "real vectors", features, size, 4);
  const half = Math.floor(count / 2);
  const { samples = half, reals = half } = given;
  const random = randomStream(seed, "halves");
  const draw = (): Uint32Array =>
    samples + reals <= count
      ? random.permutation(count)
      : Uint32Array.from({ length: samples + reals }, () => random.integer(count));
  const pick = (order: Uint32Array): Float32Array => pickRows(features, order, size);
  let sum = 0;
  for (let i = 0; i < repeats; i++) {
    const order = draw();
    const [drawn, others] = [order.subarray(0, samples), order.subarray(samples, samples + reals)];
    sum += frechetOf(pick(drawn), pick(others), size);
  }
  return sum / repeats;
}
