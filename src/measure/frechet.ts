import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { randomStream } from "../base/random";
import { Moments } from "./moments";
import { pickRows } from "./rows";

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
    throw new RangeError("frechetDistance: expected two samples or more on each side");
  const [first, second] = [new Matrix(a.covariance()), new Matrix(b.covariance())];
  // The eigenvalues of C1 C2 are those of the symmetric C1^(1/2) C2 C1^(1/2).
  const root = symmetricRoot(first);
  const middle = root.mmul(second).mmul(root);
  const { realEigenvalues } = new EigenvalueDecomposition(symmetrised(middle), {
    assumeSymmetric: true,
  });
  const overlap = realEigenvalues.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
  const apart = a.mean.reduce((sum, value, i) => sum + (value - b.mean[i]!) ** 2, 0);
  return apart + first.trace() + second.trace() - 2 * overlap;
}

const symmetrised = (matrix: Matrix): Matrix => Matrix.add(matrix, matrix.transpose()).mul(0.5);

function symmetricRoot(matrix: Matrix): Matrix {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetrised(matrix), {
    assumeSymmetric: true,
  });
  const roots = Matrix.diag(realEigenvalues.map((value) => Math.sqrt(Math.max(0, value))));
  return eigenvectorMatrix.mmul(roots).mmul(eigenvectorMatrix.transpose());
}

/** The Fréchet distance between two sets of feature vectors, `[n, size]` numbers each. */
export function frechetOf(a: Float32Array, b: Float32Array, size: number): number {
  return frechetDistance(new Moments(size).add(a), new Moments(size).add(b));
}

/**
 * What the distance is between two halves of real samples: the floor that no generator can be asked
 * to go below at this number of samples. The mean over `repeats` random halvings.
 *
 * @param features of real samples, `[2 n, size]` numbers
 */
export function frechetFloor(features: Float32Array, size: number, repeats = 5, seed = 0): number {
  const count = Math.floor(features.length / size / 2);
  const random = randomStream(seed, "halves");
  const pick = (order: Uint32Array): Float32Array => pickRows(features, order, size);
  let sum = 0;
  for (let i = 0; i < repeats; i++) {
    const order = random.permutation(2 * count);
    sum += frechetOf(pick(order.subarray(0, count)), pick(order.subarray(count)), size);
  }
  return sum / repeats;
}
