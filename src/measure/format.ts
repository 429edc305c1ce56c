import type { Interval } from "../base/interval";

/** An interval in words: `0.14, 95 %: -0.25 … 0.54`. */
export const formatInterval = ({ mean, low, high }: Interval, digits = 2): string => {
  const [a, b, c] = [mean, low, high].map((value) => value.toFixed(digits));
  return `${a}, 95 %: ${b} … ${c}`;
};

/** A share with its interval in per cent: `99.25 %, 95 %: 98.77 … 99.54`. */
export const formatShare = ({ mean, low, high }: Interval, digits = 2): string => {
  const [a, b, c] = [mean, low, high].map((value) => (100 * value).toFixed(digits));
  return `${a} %, 95 %: ${b} … ${c}`;
};
