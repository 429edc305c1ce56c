import type { Dataset } from "../data/dataset";
import { RowDistances } from "../measure/distances";

/** Euclidean distances between the samples of two sets. */
const between = (a: Dataset, b: Dataset): RowDistances =>
  new RowDistances(a.samples, b.samples, a.samples.length / a.size);

/** Mean distance between two different samples. */
export function meanDistance(data: Dataset): number {
  if (data.size < 2) return 0;
  let total = 0;
  between(data, data).forEach((i, low, high) => {
    for (let j = 0; j < data.size; j++)
      if (j !== i) total += Math.sqrt(Math.max(0, (low[j]! + high[j]!) / 2));
  });
  return total / (data.size * (data.size - 1));
}

/** The label of each sample's nearest neighbour in `known`. */
export function nearestLabels(data: Dataset, known: Dataset): number[] {
  return Array.from(between(data, known).nearest().neighbours, (place) => known.labels![place]!);
}

/**
 * The data's intrinsic dimension by TwoNN (https://doi.org/10.1038/s41598-017-11873-y): N over the
 * sum of log(r2 / r1), the two nearest neighbours' distances. Copies of a sample are left out.
 */
export function intrinsicDimension(data: Dataset): number {
  const apart = between(data, data);
  const ratios = Array.from({ length: data.size }, (_, i) => {
    const others = Array.from({ length: data.size }, (_, j) => apart.exact(i, j));
    return others.filter((square) => square > 0).sort((a, b) => a - b);
  }).flatMap(([first, second]) => (first && second ? [Math.log(second / first) / 2] : []));
  const sum = ratios.reduce((total, ratio) => total + ratio, 0);
  return sum > 0 ? ratios.length / sum : 0;
}
