import { shareInterval, type Interval } from "../base/interval";
import { sampleLength, type Dataset } from "../data/dataset";
import { RowDistances } from "./distances";

/**
 * How close generated samples come to the training data, and how close real ones come that were not
 * trained on.
 */
export interface Copies {
  /** The distance from each generated sample to its nearest training sample. */
  readonly distances: Float32Array;
  /** Which training sample that is. */
  readonly neighbours: Int32Array;
  /** The same distances for the held-out samples: what is normal. */
  readonly heldOut: Float32Array;
  /**
   * Share of the generated samples that are nearer than `level` of the held-out ones, with its 95 %
   * interval.
   */
  readonly copied: Interval;
  /** What that share is without copying. */
  readonly level: number;
}

/**
 * Looks for copies: nearest neighbours in the training data, calibrated on real samples that were
 * not trained on. A generator that has learned the distribution has as large a share of near
 * neighbours as they have, `level`; one that copies has more.
 *
 * @param level default 0.01
 * @throws TypeError when shapes differ
 */
export function findCopies(drawn: Dataset, train: Dataset, heldOut: Dataset, level = 0.01): Copies {
  const shapes = [drawn, train, heldOut].map(({ shape }) => JSON.stringify(shape));
  if (new Set(shapes).size > 1)
    throw new TypeError(`findCopies: expected samples of one shape, received ${shapes.join(", ")}`);
  const [near, normal] = [nearest(drawn, train), nearest(heldOut, train)];
  const sorted = normal.distances.slice().sort();
  const threshold = sorted[Math.floor(level * sorted.length)]!;
  const copied = near.distances.filter((distance) => distance <= threshold).length;
  return { ...near, heldOut: normal.distances, copied: shareInterval(copied, drawn.size), level };
}

/** The nearest of `among` for each sample of `of`. */
function nearest(of: Dataset, among: Dataset): { distances: Float32Array; neighbours: Int32Array } {
  const length = sampleLength(among.shape);
  const { squares, neighbours } = new RowDistances(of.samples, among.samples, length).nearest();
  return { distances: Float32Array.from(squares, Math.sqrt), neighbours };
}
