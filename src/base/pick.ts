import type { RandomStream } from "./random";

/** One of several, drawn by its share; shares add up to 1. */
export function pickByShare(
  shares: readonly number[] | Float32Array,
  random: RandomStream,
): number {
  let rest = random.uniform();
  const found = shares.findIndex((share) => (rest -= share) < 0);
  return found < 0 ? shares.length - 1 : found;
}

/** The place of the largest. */
export function likeliest(shares: Float32Array): number {
  return shares.indexOf(Math.max(...shares));
}
