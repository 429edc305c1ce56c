/** One Gaussian of a mixture on the line. */
export interface Mode {
  readonly weight: number;
  readonly mean: number;
  readonly deviation: number;
}

const iterations = 200;

/**
 * The Gaussian mixture that explains numbers best: expectation-maximisation for 1 to `most`
 * Gaussians, chosen by the Bayesian information criterion.
 */
export function fitMixture(values: ArrayLike<number>, most: number): Mode[] {
  const sorted = Float64Array.from(Array.from(values)).sort();
  let [best, lowest]: [Mode[], number] = [[], Infinity];
  for (let count = 1; count <= most; count++) {
    const { modes, likelihood } = expectationMaximisation(sorted, count);
    const criterion = (3 * count - 1) * Math.log(sorted.length) - 2 * likelihood;
    if (criterion < lowest) [best, lowest] = [modes, criterion];
  }
  return best;
}

/** How likely each mode is to have made a value: adds up to 1. */
export function responsibilities(modes: readonly Mode[], value: number): number[] {
  const logs = modes.map(
    ({ weight, mean, deviation }) =>
      Math.log(weight / deviation) - ((value - mean) / deviation) ** 2 / 2,
  );
  const largest = Math.max(...logs);
  const shares = logs.map((log) => Math.exp(log - largest));
  const total = shares.reduce((a, b) => a + b);
  return shares.map((share) => share / total);
}

function expectationMaximisation(
  sorted: Float64Array,
  count: number,
): { modes: Mode[]; likelihood: number } {
  const n = sorted.length;
  const spread = sorted[n - 1]! - sorted[0]! || 1;
  const floor = spread * 1e-3; // a mode on one repeated value would become infinitely narrow
  let modes: Mode[] = Array.from({ length: count }, (_, k) => ({
    weight: 1 / count,
    mean: sorted[Math.floor(((k + 0.5) / count) * n)]!,
    deviation: Math.max(floor, spread / (2 * count)),
  }));
  let likelihood = -Infinity;
  for (let i = 0; i < iterations; i++) {
    const before = likelihood;
    const sums = modes.map(() => [0, 0, 0] as [number, number, number]);
    likelihood = 0;
    for (const value of sorted) {
      const shares = responsibilities(modes, value);
      likelihood += Math.log(
        modes.reduce(
          (sum, { weight, mean, deviation }) =>
            sum + (weight / deviation) * Math.exp(-(((value - mean) / deviation) ** 2) / 2),
          1e-300,
        ) / Math.sqrt(2 * Math.PI),
      );
      shares.forEach((share, k) => {
        sums[k]![0] += share;
        sums[k]![1] += share * value;
        sums[k]![2] += share * value * value;
      });
    }
    modes = sums.map(([weight, first, second]) => {
      const mean = first / Math.max(weight, 1e-12);
      const variance = second / Math.max(weight, 1e-12) - mean * mean;
      return {
        weight: Math.max(weight / n, 1e-12),
        mean,
        deviation: Math.max(floor, Math.sqrt(Math.max(0, variance))),
      };
    });
    if (likelihood - before < 1e-6 * Math.abs(likelihood)) break;
  }
  return { modes, likelihood };
}
