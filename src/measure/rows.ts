import { sampleLength } from "../data/dataset";
import { isNumbers, type Data } from "../data/pictures";

/** The feature vectors at some positions, one after the other: `[order.length, size]` numbers. */
export function pickRows(features: Float32Array, order: Uint32Array, size: number): Float32Array {
  const rows = new Float32Array(order.length * size);
  order.forEach((index, i) =>
    rows.set(features.subarray(index * size, (index + 1) * size), i * size),
  );
  return rows;
}

/**
 * How many rows of numbers there are, after a look at all of them.
 *
 * @param name what they are, for the message: "real vectors"
 * @param features `[n, size]` numbers
 * @param fewest how many there have to be; default 1
 * @throws RangeError for numbers that make no rows, fewer rows than wanted, NaN or infinite ones
 */
export function countRows(
  caller: string,
  name: string,
  features: Float32Array,
  size: number,
  fewest = 1,
): number {
  if (!Number.isInteger(size) || size < 1)
    throw new RangeError(
      `${caller}: expected ${name} of 1 number or more each, received a size of ${size}; pass ` +
        "the featureSize that came with the features",
    );
  const count = features.length / size;
  if (!Number.isInteger(count))
    throw new RangeError(
      `${caller}: expected ${name} of ${size} numbers each, received ${features.length} ` +
        "numbers; pass the featureSize that came with the features",
    );
  if (count < fewest)
    throw new RangeError(
      `${caller}: expected ${fewest} ${name} or more, received ${count}; take more samples`,
    );
  const bad = features.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new RangeError(
      `${caller}: expected ${name} of finite numbers, received ${features[bad]} in number ` +
        `${Math.floor(bad / size)} of them; look for NaN in what was measured`,
    );
  return count;
}

/**
 * Looks at all numbers of some samples; bytes and words are finite.
 *
 * @throws RangeError for NaN or infinite numbers
 */
export function checkSamples(caller: string, name: string, data: Data): void {
  if (isNumbers(data)) countRows(caller, name, data.samples, sampleLength(data.shape));
}
