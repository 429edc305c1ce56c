/** One Gaussian of a mixture on the line. */
export interface Mode {
  readonly weight: number;
  readonly mean: number;
  readonly deviation: number;
}

const iterations = 200;
/** Numbers are put together into about so many bins, as many in each, before they are fitted. */
const mostBins = 256;

/** Numbers that lie together: how many, their mean, and the mean of their squares. */
interface Bins {
  readonly counts: Float64Array;
  readonly means: Float64Array;
  readonly squares: Float64Array;
}

/**
 * The Gaussian mixture that explains numbers best: expectation-maximisation for 1 to `most`
 * Gaussians, chosen by the Bayesian information criterion. It counts in bins of neighbouring
 * numbers, whose time does not grow with their number; moments stay exact.
 */
export function fitMixture(values: ArrayLike<number>, most: number): Mode[] {
  const sorted = Float64Array.from(values).sort();
  const shift = sorted[sorted.length >> 1]!;
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))]!;
  // One number far away does not make all others one; one repeated number is not infinitely narrow.
  const spread = at(0.95) - at(0.05) || at(1) - at(0) || Math.abs(shift) || 1;
  const floor = 1e-3 * spread;
  const bins = binsOf(
    sorted.map((value) => value - shift), // squares of dates keep their digits
    spread / 64,
  );
  let [best, lowest, worse]: [Mode[], number, number] = [[], Infinity, 0];
  for (let count = 1; count <= Math.min(most, bins.counts.length) && worse < 2; count++) {
    const { modes, likelihood } = expectationMaximisation(bins, count, floor);
    const criterion = (3 * count - 1) * Math.log(sorted.length) - 2 * likelihood;
    worse = criterion < lowest ? 0 : worse + 1;
    if (criterion < lowest) [best, lowest] = [modes, criterion];
  }
  return best.map((mode) => ({ ...mode, mean: mode.mean + shift }));
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

/** @param gap what is further apart is not put together */
function binsOf(sorted: Float64Array, gap: number): Bins {
  const bins: [number, number, number][] = [];
  const size = Math.max(1, sorted.length / mostBins);
  let start = 0;
  while (start < sorted.length) {
    const most = start + size;
    let end = start;
    let [sum, squares] = [0, 0];
    const isNear = (): boolean => end === start || sorted[end]! - sorted[end - 1]! < gap;
    // Equal numbers stay together.
    while (end < sorted.length && (end < most ? isNear() : sorted[end] === sorted[end - 1])) {
      sum += sorted[end]!;
      squares += sorted[end]! ** 2;
      end++;
    }
    bins.push([end - start, sum / (end - start), squares / (end - start)]);
    start = end;
  }
  const each = (part: 0 | 1 | 2): Float64Array => Float64Array.from(bins, (bin) => bin[part]);
  return { counts: each(0), means: each(1), squares: each(2) };
}

function expectationMaximisation(
  { counts, means, squares }: Bins,
  count: number,
  floor: number,
): { modes: Mode[]; likelihood: number } {
  const total = counts.reduce((a, b) => a + b, 0);
  let modes = firstModes({ counts, means, squares }, total, count, floor);
  let likelihood = -Infinity;
  const densities = new Float64Array(count);
  for (let i = 0; i < iterations; i++) {
    const before = likelihood;
    const sums = new Float64Array(3 * count);
    const heights = modes.map(({ weight, deviation }) => weight / deviation);
    likelihood = 0;
    for (let b = 0; b < counts.length; b++) {
      let density = 1e-300;
      for (let k = 0; k < count; k++) {
        const z = (means[b]! - modes[k]!.mean) / modes[k]!.deviation;
        density += densities[k] = heights[k]! * Math.exp((-z * z) / 2);
      }
      likelihood += counts[b]! * Math.log(density / Math.sqrt(2 * Math.PI));
      for (let k = 0; k < count; k++) {
        const share = (counts[b]! * densities[k]!) / density;
        sums[3 * k]! += share;
        sums[3 * k + 1]! += share * means[b]!;
        sums[3 * k + 2]! += share * squares[b]!;
      }
    }
    modes = modes.map((_, k) => {
      const weight = Math.max(sums[3 * k]!, 1e-12);
      const mean = sums[3 * k + 1]! / weight;
      const variance = sums[3 * k + 2]! / weight - mean * mean;
      const deviation = Math.max(floor, Math.sqrt(Math.max(0, variance)));
      return { weight: Math.max(weight / total, 1e-12), mean, deviation };
    });
    if (likelihood - before < 1e-6 * Math.abs(likelihood)) break;
  }
  return { modes, likelihood };
}

/** As many modes side by side, of equal weights; a number that is repeated is where one starts. */
function firstModes({ counts, means }: Bins, total: number, count: number, floor: number): Mode[] {
  const heights = counts.map((some) => Math.min(some, total / (2 * count)));
  const height = heights.reduce((a, b) => a + b, 0);
  let [seen, b] = [0, 0];
  const to = (share: number): number => {
    while (b < heights.length - 1 && seen + heights[b]! <= share * height) seen += heights[b++]!;
    return means[b]!;
  };
  const starts = Array.from({ length: count }, (_, k) => to((k + 0.5) / count));
  [seen, b] = [0, 0];
  const [low, high] = [to(0.05), to(0.95)];
  const deviation = Math.max(floor, (high - low) / (2 * count));
  return starts.map((mean) => ({ weight: 1 / count, mean, deviation }));
}
