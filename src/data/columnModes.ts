import { fitMixture, type Mode } from "./mixture1d";
import { coverValues } from "./reach";

/** A number that so large a share of the rows has is a mode of its own, which is exactly it. */
const spikeShare = 0.1;
/** But not if it is the only one of few rows. */
const fewest = 5;

/** Modes for sorted numbers: points for what is repeated often, Gaussians for the rest. */
export function modesOf(sorted: Float64Array, isFew: boolean, most: number): Mode[] {
  const points = distinct(sorted).flatMap(({ value, count }) =>
    isFew || count >= Math.max(fewest, spikeShare * sorted.length)
      ? [{ weight: count / sorted.length, mean: value, deviation: 0 }]
      : [],
  );
  const known = new Set(points.map(({ mean }) => mean));
  const rest = sorted.filter((value) => !known.has(value));
  if (rest.length === 0) return points;
  const share = rest.length / sorted.length;
  const spread = coverValues(fitMixture(rest, most), rest);
  return [...points, ...spread.map((mode) => ({ ...mode, weight: share * mode.weight }))];
}

/** Each of the sorted numbers once, and how often it occurs. */
export function distinct(sorted: Float64Array): { value: number; count: number }[] {
  const found: { value: number; count: number }[] = [];
  for (const value of sorted) {
    const last = found.at(-1);
    if (last?.value === value) last.count++;
    else found.push({ value, count: 1 });
  }
  return found;
}
