import { meanOfLast } from "../base/mean";

/** A wave in a series of numbers. */
export interface Wave {
  /** Its period; 0 where there is none. */
  readonly steps: number;
  /** The autocorrelation after one period, up to 1. */
  readonly likeness: number;
  /** Standard deviation of the series. */
  readonly deviation: number;
}

const points = 300;

/**
 * The strongest period of at most a third of the series: the highest autocorrelation after its
 * first zero, of means over runs of steps (300 of them).
 */
export function period(values: readonly number[]): Wave {
  const run = Math.max(1, Math.floor(values.length / points));
  const count = Math.floor(values.length / run);
  const means = Array.from({ length: count }, (_, i) =>
    meanOfLast(values.slice(i * run, (i + 1) * run), run),
  );
  const middle = meanOfLast(means, count);
  const rest = means.map((value) => value - middle);
  const variance = meanOfLast(
    rest.map((value) => value * value),
    count,
  );
  const deviation = Math.sqrt(variance);
  if (!(variance > 0)) return { steps: 0, likeness: 0, deviation };
  const correlation = (lag: number): number =>
    meanOfLast(
      rest.slice(lag).map((value, i) => value * rest[i]!),
      count,
    ) / variance;
  const lags = Array.from({ length: Math.floor(count / 3) }, (_, i) => correlation(i + 1));
  const zero = lags.findIndex((value) => value < 0);
  if (zero < 0) return { steps: 0, likeness: 0, deviation };
  const likeness = Math.max(...lags.slice(zero));
  return { steps: (lags.indexOf(likeness, zero) + 1) * run, likeness, deviation };
}
