import type { Interval } from "../base/interval";
import { forEachProducts, frameRows, type Framed } from "./products";
import { normalReach } from "./quantiles";
import { countRows } from "./rows";

/**
 * KID: the squared maximum mean discrepancy with the kernel (x·y / size + 1)^3, unbiased, so that
 * two sets of one distribution give 0 on average at any number of samples. From all pairs of
 * vectors (https://arxiv.org/abs/1801.01401, section 4; papers often take the mean over random
 * subsets, which is the same on average).
 *
 * The 95 % interval is that of the distributions' discrepancy. With D² the discrepancy and C the
 * covariance of the mean embeddings' difference, the estimate has the variance 4 r D² + 2 tr C²
 * with r = <D, C D> / D²; the interval holds each D² that lies within 1.96 of its own deviations,
 * so that it holds where D is 0, too (`npm run bench:intervals`).
 *
 * @param real feature vectors, `[n, size]` numbers
 * @throws RangeError for fewer than four vectors on a side, NaN or infinite numbers, or numbers too
 *   large for their sixth power
 */
export function kernelDistance(real: Float32Array, fake: Float32Array, size: number): Interval {
  const n = countRows("kernelDistance", "real vectors", real, size, 4);
  const m = countRows("kernelDistance", "generated vectors", fake, size, 4);
  const { sets, center, unit } = frameRows(real, fake, size);
  const kernel = centredKernel(center, unit, size);
  const [x, y] = sets;
  const [xx, yy, xy] = [meansOf(kernel, x, x), meansOf(kernel, y, y), meansOf(kernel, x, y)];
  const mean = xx.mean + yy.mean - 2 * xy.mean;
  const differences = (own: Float64Array, other: Float64Array): Float64Array =>
    own.map((value, i) => value - other[i]!);
  const variance =
    varianceOf(differences(xx.rows, xy.rows)) / n +
    varianceOf(differences(yy.rows, xy.columns)) / m;
  const spread =
    scatterOf(kernel, x, x, xx) / (n * (n - 1)) +
    scatterOf(kernel, y, y, yy) / (m * (m - 1)) +
    (2 * scatterOf(kernel, x, y, xy)) / (n * m); // tr C²
  if (!Number.isFinite(mean) || !Number.isFinite(spread))
    throw new RangeError(
      "kernelDistance: expected features whose sixth power is a number, received features up to " +
        `${unit} from their mean; divide them all by one number`,
    );
  const trace = (xx.diagonal - xx.mean) / n + (yy.diagonal - yy.mean) / m;
  return { mean, ...withinDeviations(mean, variance, trace, spread) };
}

/** The solutions of (mean - D²)² = z² (4 r D² + 2 tr C²). */
function withinDeviations(
  mean: number,
  variance: number,
  trace: number,
  spread: number,
): Omit<Interval, "mean"> {
  const z = normalReach;
  if (trace <= 0) return { low: mean, high: mean }; // constant features
  // `variance` is <D, C D> as seen, and so tr C² too large, as is |D|² by tr C: where D is small,
  // both together say r best.
  const part = trace / (trace + Math.max(0, mean));
  const seen =
    Math.max(0, variance - (1 - part) * spread) / Math.max(mean + part * trace, Number.MIN_VALUE);
  // No direction has more than (tr C²)^(1/2); where samples are copies of each other, who are not
  // independent, D is as good as 0 and what was seen means nothing.
  const r = Math.min(seen, Math.sqrt(spread));
  const middle = mean + 2 * z ** 2 * r;
  const half = z * Math.sqrt(Math.max(0, 4 * r * (mean + z ** 2 * r) + 2 * spread));
  const high = Math.max(0, mean, middle + half); // no D² is below 0
  return { low: Math.min(mean, middle - half), high };
}

/** A kernel of two vectors' product in a frame, and of their places along its centre. */
type Kernel = (product: number, a: number, b: number) => number;
interface CentredKernel {
  readonly of: Kernel;
  readonly along: (set: Framed) => Float64Array;
}

/**
 * (x·y / size + 1)^3 less what depends on x alone or y alone, which the discrepancy does not see,
 * and which far from 0 has all the digits.
 */
function centredKernel(center: Float64Array, unit: number, size: number): CentredKernel {
  const s = center.reduce((sum, value) => sum + value * value, 0) / size + 1;
  const scale = unit ** 2 / size;
  return {
    of: (product, a, b) => {
      const c = scale * product;
      const sum = a + b + c;
      const cubes = 3 * a * b * (a + b) + c * (3 * (a + b) * (a + b) + c * (3 * (a + b) + c));
      return 3 * s * (s * c + 2 * a * b + c * (sum + a + b)) + cubes;
    },
    along: ({ rows, count }) => {
      const places = new Float64Array(count);
      rows.forEach(
        (value, i) => (places[Math.floor(i / size)]! += (value * unit * center[i % size]!) / size),
      );
      return places;
    },
  };
}

interface Means {
  /** The mean of each row and column; of a set with itself, without the diagonal. */
  readonly rows: Float64Array;
  readonly columns: Float64Array;
  readonly mean: number;
  readonly diagonal: number;
}

function eachRow(
  kernel: CentredKernel,
  a: Framed,
  b: Framed,
  look: (i: number, j: number, value: number) => void,
): void {
  const [alongA, alongB] = [kernel.along(a), kernel.along(b)];
  forEachProducts(a, b, (i, products) => {
    for (let j = 0; j < b.count; j++) look(i, j, kernel.of(products[j]!, alongA[i]!, alongB[j]!));
  });
}

function meansOf(kernel: CentredKernel, a: Framed, b: Framed): Means {
  const [rows, columns] = [new Float64Array(a.count), new Float64Array(b.count)];
  const isOwn = a === b;
  let diagonal = 0;
  eachRow(kernel, a, b, (i, j, value) => {
    if (isOwn && i === j) return void (diagonal += value / a.count);
    rows[i]! += value;
    columns[j]! += value;
  });
  const others = isOwn ? a.count - 1 : 0;
  return {
    rows: rows.map((sum) => sum / (others || b.count)),
    columns: columns.map((sum) => sum / (others || a.count)),
    mean: rows.reduce((sum, value) => sum + value, 0) / a.count / (others || b.count),
    diagonal,
  };
}

/** The variance of the kernel between two vectors, less what each of them explains alone. */
function scatterOf(kernel: CentredKernel, a: Framed, b: Framed, of: Means): number {
  const isOwn = a === b;
  let sum = 0;
  eachRow(kernel, a, b, (i, j, value) => {
    if (!isOwn || i !== j) sum += (value - of.rows[i]! - of.columns[j]! + of.mean) ** 2;
  });
  return sum / (isOwn ? a.count * (a.count - 3) : (a.count - 1) * (b.count - 1));
}

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
