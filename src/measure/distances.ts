import { forEachProducts, frameRows, type Framed } from "./products";

/**
 * What a matrix product may lose of a dot product, as a share of both vectors' lengths: GPUs
 * multiply with 10 bits (TF32), and every sum rounds.
 */
const loss = (size: number): number => 2 ** -10 + size * 2 ** -23;
/** What vanishes below float32's smallest number. */
const vanishing = 1e-36;

/**
 * Squared Euclidean distances between the rows of two matrices, as exact as double precision is,
 * however far from 0 and however small or large the numbers are: |a|² + |b|² - 2 a·b in float32
 * only says which pairs need a closer look.
 */
export class RowDistances {
  readonly #a: Float32Array;
  readonly #b: Float32Array;

  /**
   * @param a `[n, size]` finite numbers
   * @param b `[m, size]` finite numbers
   */
  constructor(
    a: Float32Array,
    b: Float32Array,
    readonly size: number,
  ) {
    [this.#a, this.#b] = [a, b];
  }

  /** The squared distance of one row of `a` to one of `b`. */
  exact(i: number, j: number): number {
    const [a, b, size] = [this.#a, this.#b, this.size];
    let [sum, p, q] = [0, i * size, j * size];
    for (const end = p + size; p < end; p++, q++) sum += (a[p]! - b[q]!) ** 2;
    return sum;
  }

  /**
   * Shows where the squared distances from each row of `a` to all rows of `b` lie.
   *
   * @param look gets the row and, for each row of `b`, bounds that hold the exact distance; the
   *   arrays are used again for the next row
   */
  forEach(look: (i: number, low: Float64Array, high: Float64Array) => void): void {
    const { sets, unit } = frameRows(this.#a, this.#b, this.size);
    const [of, to] = sets.map(squaresOf) as [Float64Array, Float64Array];
    const lengths = to.map(Math.sqrt);
    const [low, high] = [new Float64Array(to.length), new Float64Array(to.length)];
    const [share, least, back] = [loss(this.size), vanishing * this.size, unit ** 2];
    forEachProducts(...sets, (i, products) => {
      const [square, length] = [of[i]!, Math.sqrt(of[i]!)];
      for (let j = 0; j < to.length; j++) {
        const about = square + to[j]! - 2 * products[j]!;
        const error = share * (length + lengths[j]!) ** 2 + least;
        low[j] = back * (about - error);
        high[j] = back * (about + error);
      }
      look(i, low, high);
    });
  }

  /**
   * The `k` nearest rows of `b` to each row of `a`, the nearest first; of rows equally far, the one
   * that comes first.
   *
   * @returns squared distances and positions, `[n, k]` numbers each
   */
  nearest(k = 1): { squares: Float64Array; neighbours: Int32Array } {
    const count = this.#a.length / this.size;
    const [squares, neighbours] = [new Float64Array(count * k), new Int32Array(count * k)];
    this.forEach((i, low, high) => {
      const reach = high.reduce((best, bound) => best.add(bound, 0), new Smallest(k)).reach;
      const near = new Smallest(k);
      for (let j = 0; j < low.length; j++) if (low[j]! <= reach) near.add(this.exact(i, j), j);
      squares.set(near.values, i * k);
      neighbours.set(near.places, i * k);
    });
    return { squares, neighbours };
  }
}

function squaresOf({ rows, count, size }: Framed): Float64Array {
  const squares = new Float64Array(count);
  rows.forEach((value, i) => (squares[Math.floor(i / size)]! += value * value));
  return squares;
}

/** The `count` smallest of the numbers added, the smallest first, and their places. */
class Smallest {
  readonly values: Float64Array;
  readonly places: Int32Array;

  constructor(count: number) {
    this.values = new Float64Array(count).fill(Infinity);
    this.places = new Int32Array(count);
  }

  /** The largest of them. */
  get reach(): number {
    return this.values.at(-1)!;
  }

  add(value: number, place: number): this {
    const { values, places } = this;
    let at = values.length - 1;
    if (value >= values[at]!) return this;
    for (; at > 0 && values[at - 1]! > value; at--) {
      values[at] = values[at - 1]!;
      places[at] = places[at - 1]!;
    }
    [values[at], places[at]] = [value, place];
    return this;
  }
}
