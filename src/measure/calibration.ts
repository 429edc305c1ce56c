import type { Interval } from "../base/interval";
import { betaChance } from "./quantiles";

/**
 * The share of values that lie below the level's quantile of other values, with its 95 % interval:
 * the quantile is only known as well as the others say, and the share only as well as the values.
 * The quantile of all others lies between the j-th and the next of these others with the binomial
 * probability of j, and the share below it has Jeffreys' distribution; the interval cuts 2.5 % off
 * either end of the mixture.
 *
 * @param values sorted, the smallest first
 * @param others sorted; those up to the `rank`-th, and all equal to it, are below
 * @param least smaller ones there cannot be
 */
export function shareBelow(
  values: Float64Array,
  others: Float64Array,
  rank: number,
  least: number,
): Interval {
  const [n, m] = [values.length, others.length];
  const level = upTo(others, others[rank - 1]!) / m;
  const below = (j: number): number => (j > m ? n : upTo(values, j === 0 ? least : others[j - 1]!));
  const parts: { weight: number; hits: number }[] = [];
  const chances = binomial(m, level);
  chances.forEach((chance, j) => {
    if (chance < 1e-9) return;
    const [from, to] = [below(j), below(j + 1)];
    for (const place of [1 / 6, 1 / 2, 5 / 6])
      parts.push({ weight: chance / 3, hits: from + place * (to - from) });
  });
  const known = parts.reduce((sum, { weight }) => sum + weight, 0);
  const chanceOf = (share: number): number =>
    parts.reduce(
      (sum, { weight, hits }) =>
        sum + (weight / known) * betaChance(share, hits + 0.5, n - hits + 0.5),
      0,
    );
  const shareAt = (chance: number): number => {
    let [low, high] = [0, 1];
    for (let i = 0; i < 50; i++) {
      const middle = (low + high) / 2;
      if (chanceOf(middle) < chance) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
  const mean = below(rank) / n;
  return {
    mean,
    low: Math.min(mean, shareAt(0.025)),
    high: Math.max(mean, shareAt(0.975)),
  };
}

/**
 * How many of `count` values lie below the `rank`-th of `others` values at most, if all are drawn
 * from one distribution, in all but `alarms` of cases: Pólya's urn, whatever the distribution.
 *
 * @param alarms the share of cases that have more, at most
 */
export function chanceBorder(count: number, others: number, rank: number, alarms: number): number {
  const rest = others - rank + 1;
  let logChance = 0; // of none below
  for (let i = 0; i < count; i++) logChance += Math.log((rest + i) / (rank + rest + i));
  let [most, sum] = [0, Math.exp(logChance)];
  while (sum < 1 - alarms && most < count) {
    logChance += Math.log(
      ((count - most) / (most + 1)) * ((most + rank) / (count - most - 1 + rest)),
    );
    sum += Math.exp(logChance);
    most++;
  }
  return most;
}

/** How many of sorted values are at most `limit`. */
export function upTo(sorted: Float64Array, limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The chances of 0 … `trials` hits. */
function binomial(trials: number, share: number): Float64Array {
  const chances = new Float64Array(trials + 1);
  if (share >= 1) return chances.fill(1, trials);
  let log = trials * Math.log1p(-share);
  for (let hits = 0; hits <= trials; hits++) {
    chances[hits] = Math.exp(log);
    log += Math.log(((trials - hits) / (hits + 1)) * (share / (1 - share)));
  }
  return chances;
}
