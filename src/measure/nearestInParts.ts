import { sampleLength } from "../data/dataset";
import type { Data } from "../data/pictures";
import { readSamples } from "../data/samples";
import { RowDistances } from "./distances";

/** Vectors of one length, of which some are read at a time. */
export interface Rows {
  readonly count: number;
  /** Numbers in a vector. */
  readonly size: number;
  /** `[count, size]` numbers, from vector `start` on. */
  readonly read: (start: number, count: number) => Float32Array;
}

/** Samples as the vectors of their numbers. */
export const rowsOf = (data: Data): Rows => ({
  count: data.size,
  size: sampleLength(data.shape),
  read: (start, count) => readSamples(data, start, count),
});

/** Numbers of each side that are compared at once: 128 MB of them. */
const atOnce = 2 ** 25;

/**
 * The nearest of `known` to each of `rows`, in the memory of some of them; of vectors equally far,
 * the one that comes first.
 *
 * @returns squared distances and positions, one for each of `rows`
 */
export function nearestInParts(
  rows: Rows,
  known: Rows,
  numbers: number = atOnce,
): { squares: Float64Array; neighbours: Int32Array } {
  const squares = new Float64Array(rows.count).fill(Infinity);
  const neighbours = new Int32Array(rows.count);
  const each = Math.max(1, Math.floor(numbers / rows.size));
  for (let from = 0; from < known.count; from += each) {
    const some = known.read(from, Math.min(each, known.count - from));
    for (let start = 0; start < rows.count; start += each) {
      const part = rows.read(start, Math.min(each, rows.count - start));
      const found = new RowDistances(part, some, rows.size).nearest();
      found.squares.forEach((square, i) => {
        if (square >= squares[start + i]!) return;
        squares[start + i] = square;
        neighbours[start + i] = from + found.neighbours[i]!;
      });
    }
  }
  return { squares, neighbours };
}
