/**
 * Mean and covariance of feature vectors, gathered batch by batch in constant memory (Chan, Golub
 * and LeVeque, 1979).
 */
export class Moments {
  readonly mean: Float64Array;
  /** Sums of products of the distances from the mean, `[size, size]`. */
  readonly #products: Float64Array;
  #count = 0;

  /** @param size the length of one feature vector */
  constructor(readonly size: number) {
    this.mean = new Float64Array(size);
    this.#products = new Float64Array(size * size);
  }

  get count(): number {
    return this.#count;
  }

  /**
   * Adds feature vectors, `[n, size]` numbers.
   *
   * @throws RangeError for vectors of another length, NaN or infinite numbers
   */
  add(features: Float32Array): this {
    const { size, mean } = this;
    const n = features.length / size;
    if (!Number.isInteger(n))
      throw new RangeError(
        `Moments: expected vectors of ${size} numbers, received ${features.length} numbers`,
      );
    const bad = features.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw new RangeError(
        `Moments: expected finite numbers, received ${features[bad]} in vector ` +
          `${Math.floor(bad / size)}; look for NaN in what was measured`,
      );
    const [before, after] = [new Float64Array(size), new Float64Array(size)];
    for (let i = 0; i < n; i++) {
      this.#count++;
      const row = i * size;
      for (let j = 0; j < size; j++) {
        before[j] = features[row + j]! - mean[j]!;
        mean[j]! += before[j]! / this.#count;
        after[j] = features[row + j]! - mean[j]!;
      }
      for (let j = 0; j < size; j++) {
        const [distance, start] = [before[j]!, j * size];
        for (let k = 0; k < size; k++) this.#products[start + k]! += distance * after[k]!;
      }
    }
    return this;
  }

  /**
   * The unbiased covariance, row by row.
   *
   * @throws RangeError for fewer than two vectors
   */
  covariance(): number[][] {
    if (this.#count < 2)
      throw new RangeError(`Moments: expected two vectors or more, received ${this.#count}`);
    const { size } = this;
    return Array.from({ length: size }, (_, j) =>
      Array.from(
        this.#products.subarray(j * size, (j + 1) * size),
        (sum) => sum / (this.#count - 1),
      ),
    );
  }
}
