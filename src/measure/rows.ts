/** The feature vectors at some positions, one after the other: `[order.length, size]` numbers. */
export function pickRows(features: Float32Array, order: Uint32Array, size: number): Float32Array {
  const rows = new Float32Array(order.length * size);
  order.forEach((index, i) =>
    rows.set(features.subarray(index * size, (index + 1) * size), i * size),
  );
  return rows;
}

/**
 * How many feature vectors there are, after a look at all of them.
 *
 * @param name whose they are, for the message
 * @param features `[n, size]` numbers
 * @param fewest how many there have to be; default 1
 * @throws RangeError for numbers that make no vectors, fewer than wanted, NaN or infinite ones
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
      `${caller}: expected vectors of 1 number or more, received a size of ${size}; pass the ` +
        "featureSize that came with the features",
    );
  const count = features.length / size;
  if (!Number.isInteger(count))
    throw new RangeError(
      `${caller}: expected ${name} vectors of ${size} numbers, received ${features.length} ` +
        "numbers; pass the featureSize that came with the features",
    );
  if (count < fewest)
    throw new RangeError(
      `${caller}: expected ${fewest} ${name} vectors or more, received ${count}; take more samples`,
    );
  const bad = features.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new RangeError(
      `${caller}: expected finite numbers, received ${features[bad]} in ${name} vector ` +
        `${Math.floor(bad / size)}; look for NaN in what was measured`,
    );
  return count;
}
