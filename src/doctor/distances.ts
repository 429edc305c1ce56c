import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset";
import { rowDistances } from "../measure/distances";

/** Euclidean distances between the samples of two sets, `[a.size][b.size]`. */
function distances(a: Dataset, b: Dataset): number[][] {
  const rows = ({ samples, size }: Dataset): tf.Tensor2D =>
    tf.tensor2d(samples, [size, samples.length / size]);
  return tf.tidy(() => rowDistances(rows(a), rows(b)).arraySync() as number[][]);
}

/** Mean distance between two different samples. */
export function meanDistance(data: Dataset): number {
  if (data.size < 2) return 0;
  const total = distances(data, data).reduce(
    (sum, row, i) => sum + row.reduce((part, value, j) => (i === j ? part : part + value), 0),
    0,
  );
  return total / (data.size * (data.size - 1));
}

/** The label of each sample's nearest neighbour in `known`. */
export function nearestLabels(data: Dataset, known: Dataset): number[] {
  return distances(data, known).map((row) => known.labels![row.indexOf(Math.min(...row))]!);
}

/**
 * The data's intrinsic dimension by TwoNN (https://doi.org/10.1038/s41598-017-11873-y): N over the
 * sum of log(r2 / r1), the two nearest neighbours' distances. Copies of a sample are left out.
 */
export function intrinsicDimension(data: Dataset): number {
  const ratios = distances(data, data).flatMap((row, i) => {
    const [first, second] = row.filter((value, j) => j !== i && value > 1e-6).sort((a, b) => a - b);
    return first && second ? [Math.log(second / first)] : [];
  });
  const sum = ratios.reduce((total, ratio) => total + ratio, 0);
  return sum > 0 ? ratios.length / sum : 0;
}
