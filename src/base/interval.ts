/** A mean and where it lies with 95 % confidence. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** jstat has no types of its own. */
const { jStat } = require("jstat") as {
  jStat: { studentt: { inv(probability: number, degreesOfFreedom: number): number } };
};

/** The mean of independent values with its 95 % confidence interval, by Student's t; infinite for a single value. */
export function meanInterval(values: readonly number[]): Interval {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = n > 1 ? jStat.studentt.inv(0.975, n - 1) * Math.sqrt(variance / n) : Infinity;
  return { mean, low: mean - half, high: mean + half };
}
