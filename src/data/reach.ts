import type { Mode } from "./mixture1d";

/** A number is written as its distance from its mode: -1 … 1 are so many standard deviations. */
export const reach = 4;
/** Whether a number lies within a mode's reach. */
export const holds = ({ mean, deviation }: Mode, value: number): boolean =>
  Math.abs(value - mean) <= reach * deviation;

/** Modes for what lies beyond the reach of all, so that each of the sorted values has one. */
export function coverValues(modes: readonly Mode[], sorted: Float64Array): Mode[] {
  const groups: number[][] = [];
  for (const value of sorted.filter((one) => !modes.some((mode) => holds(mode, one)))) {
    const last = groups.at(-1);
    const isNext = last && !modes.some(({ mean }) => mean > last[0]! && mean < value);
    if (isNext) last.push(value);
    else groups.push([value]);
  }
  const narrowest = modes.reduce((least, mode) => Math.min(least, mode.deviation), Infinity);
  const more = groups.map((group): Mode => {
    const [low, high] = [group[0]!, group.at(-1)!];
    return {
      weight: group.length / sorted.length,
      mean: (low + high) / 2,
      deviation: Math.max(narrowest, (1.001 * (high - low)) / (2 * reach)),
    };
  });
  const total = [...modes, ...more].reduce((sum, { weight }) => sum + weight, 0);
  return [...modes, ...more].map((mode) => ({ ...mode, weight: mode.weight / total }));
}
