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

/**
 * The mean of independent values with its 95 % confidence interval, by Student's t; infinite for a
 * single value.
 */
export function meanInterval(values: readonly number[]): Interval {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = n > 1 ? jStat.studentt.inv(0.975, n - 1) * Math.sqrt(variance / n) : Infinity;
  return { mean, low: mean - half, high: mean + half };
}

/**
 * A share of independent trials with its 95 % interval, by Wilson's score
 * (https://doi.org/10.1080/01621459.1927.10502953).
 *
 * @throws RangeError without trials, or for more hits than trials
 */
export function shareInterval(hits: number, trials: number): Interval {
  if (!(Number.isInteger(trials) && trials > 0 && hits >= 0 && hits <= trials))
    throw new RangeError(
      `shareInterval: expected 0 to ${trials} hits in at least one trial, received ${hits} in ` +
        `${trials}`,
    );
  const [z, mean] = [1.959963984540054, hits / trials];
  const middle = (mean + z ** 2 / (2 * trials)) / (1 + z ** 2 / trials);
  const half =
    (z / (1 + z ** 2 / trials)) *
    Math.sqrt((mean * (1 - mean)) / trials + z ** 2 / (4 * trials ** 2));
  return { mean, low: middle - half, high: middle + half };
}
