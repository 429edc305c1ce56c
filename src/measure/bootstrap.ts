import { z } from "zod";
import type { Interval } from "../base/interval";
import { parseOptions, seedOption } from "../base/options";
import { randomStream } from "../base/random";

const schema = z.strictObject({ repeats: z.int().min(2).default(50), seed: seedOption });

/**
 * A measure of samples with its 95 % interval: the value on all of them, ± 1.96 standard deviations
 * of its values on `repeats` draws with replacement (https://doi.org/10.1214/aos/1176344552).
 *
 * @param measure takes the positions of the samples to measure
 * @throws RangeError for fewer than two samples
 */
export function bootstrapInterval(
  size: number,
  measure: (positions: Uint32Array) => number,
  options: { repeats?: number; seed?: number } = {},
): Interval {
  const { repeats, seed } = parseOptions("bootstrapInterval", schema, options);
  if (size < 2)
    throw new RangeError(`bootstrapInterval: expected two samples or more, received ${size}`);
  const random = randomStream(seed, "bootstrap");
  const mean = measure(Uint32Array.from({ length: size }, (_, i) => i));
  const values = Array.from({ length: repeats }, () =>
    measure(Uint32Array.from({ length: size }, () => random.integer(size))),
  );
  const middle = values.reduce((sum, value) => sum + value, 0) / repeats;
  const half =
    1.96 * Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (repeats - 1));
  return { mean, low: mean - half, high: mean + half };
}
