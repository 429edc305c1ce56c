import { z } from "zod";
import { defineOptions, positiveInteger } from "../base/options";
import { RowDistances } from "./distances";
import { countRows } from "./rows";

/** How two clouds of points lie in one another; 1 is best for all four. */
export interface Manifolds {
  /**
   * The share of fakes inside the reals' neighbourhoods: are the samples good?
   * https://arxiv.org/abs/1904.06991
   */
  readonly precision: number;
  /** The share of reals inside the fakes' neighbourhoods: are all kinds there? */
  readonly recall: number;
  /**
   * In how many reals' neighbourhoods a fake lies, over k; may exceed 1.
   * https://arxiv.org/abs/2002.09797
   */
  readonly density: number;
  /** The share of reals with a fake in their neighbourhood. */
  readonly coverage: number;
}

export interface CompareManifoldsOptions {
  /** Which nearest neighbourhoods reach to. Default 5, as density's and coverage's authors. */
  k?: number;
}

const schema = z.strictObject({ k: positiveInteger.default(5) });
const readOptions = defineOptions("compareManifolds", schema);

/**
 * Precision, recall, density and coverage, with neighbourhoods that reach to the k-th nearest of
 * the same cloud, that one included. All four depend on the numbers of points: compare only what
 * was measured with the same.
 *
 * @param real feature vectors, `[n, size]` numbers
 * @throws TypeError on a wrong option; RangeError when a cloud has no more than k points, or holds
 *   NaN or infinite numbers
 */
export function compareManifolds(
  real: Float32Array,
  fake: Float32Array,
  size: number,
  options: CompareManifoldsOptions = {},
): Manifolds {
  const { k } = readOptions(options);
  const reals = countRows("compareManifolds", "real vectors", real, size, k + 1);
  const fakes = countRows("compareManifolds", "generated vectors", fake, size, k + 1);
  const [ofReals, ofFakes] = [reaches(real, size, k), reaches(fake, size, k)];
  const hits = new Uint32Array(fakes); // in how many reals' neighbourhoods each fake lies
  let [recall, coverage] = [0, 0];
  const between = new RowDistances(real, fake, size);
  const isWithin = (i: number, j: number, low: number, high: number, limit: number): boolean =>
    low <= limit && (high <= limit || between.exact(i, j) <= limit);
  between.forEach((i, low, high) => {
    const reach = ofReals[i]!;
    let [isCovered, isRecalled] = [false, false];
    for (let j = 0; j < fakes; j++) {
      const [least, most] = [low[j]!, high[j]!];
      if (isWithin(i, j, least, most, reach)) {
        hits[j]!++;
        isCovered = true;
      }
      isRecalled ||= isWithin(i, j, least, most, ofFakes[j]!);
    }
    coverage += Number(isCovered);
    recall += Number(isRecalled);
  });
  return {
    precision: hits.filter((count) => count > 0).length / fakes,
    recall: recall / reals,
    density: hits.reduce((sum, count) => sum + count, 0) / (k * fakes),
    coverage: coverage / reals,
  };
}

/** The squared distance from each point to its k-th nearest neighbour. */
function reaches(rows: Float32Array, size: number, k: number): Float64Array {
  const { squares } = new RowDistances(rows, rows, size).nearest(k + 1); // itself is among them
  return Float64Array.from(
    { length: rows.length / size },
    (_, i) => squares[(i + 1) * (k + 1) - 1]!,
  );
}
