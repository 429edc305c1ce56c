import { z } from "zod";
import type { Interval } from "../base/interval";
import { defineOptions, seedOption } from "../base/options";
import { randomStream } from "../base/random";
import { studentReach } from "./quantiles";

export interface BootstrapIntervalOptions {
  /** Draws with replacement. Default 50. */
  repeats?: number;
  /** Decides the draws. Default 0. */
  seed?: number;
}

const schema = z.strictObject({ repeats: z.int().min(2).default(50), seed: seedOption });
const readOptions = defineOptions("bootstrapInterval", schema);

/**
 * A measure of independent samples with its 95 % interval: the value on all of them, ± Student's t
 * times the standard deviation of its values on `repeats` draws with replacement
 * (https://doi.org/10.1214/aos/1176344552). It holds for means and smooth functions of means, such
 * as shares and ratios, of strongly curved ones from some hundred samples on. It does not for what
 * has no slope where it is (a distance that is 0), is largely bias (the Fréchet distance), or hangs
 * on single samples (extremes, nearest neighbours, which find the copies that draws with
 * replacement make).
 *
 * @param measure takes the positions of the samples to measure
 * @throws TypeError on a wrong option; RangeError for fewer than two samples, or a measure that is
 *   no finite number
 */
export function bootstrapInterval(
  size: number,
  measure: (positions: Uint32Array) => number,
  options: BootstrapIntervalOptions = {},
): Interval {
  const { repeats, seed } = readOptions(options);
  if (!Number.isInteger(size) || size < 2)
    throw new RangeError(`bootstrapInterval: expected two samples or more, received ${size}`);
  const random = randomStream(seed, "bootstrap");
  const of = (positions: Uint32Array): number => {
    const value = measure(positions);
    if (!Number.isFinite(value))
      throw new RangeError(
        `bootstrapInterval: expected a measure that gives finite numbers, received ${value}; ` +
          "look at the samples, or measure more of them",
      );
    return value;
  };
  const mean = of(Uint32Array.from({ length: size }, (_, i) => i));
  const values = Array.from({ length: repeats }, () =>
    of(Uint32Array.from({ length: size }, () => random.integer(size))),
  );
  const middle = values.reduce((sum, value) => sum + value, 0) / repeats;
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  // Draws with replacement vary as if there were one sample less; both numbers limit what is known.
  const deviation = Math.sqrt((squares / (repeats - 1)) * (size / (size - 1)));
  const freedom = 1 / (1 / (size - 1) + 1 / (repeats - 1));
  const half = studentReach(freedom) * deviation;
  return { mean, low: mean - half, high: mean + half };
}
