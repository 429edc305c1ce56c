import { z } from "zod";
import type { Interval } from "../base/interval";
import { defineOptions } from "../base/options";
import type { Dataset } from "../data/dataset";
import { isNumbers, type Data } from "../data/pictures";
import { chanceBorder, shareBelow, upTo } from "./calibration";
import { nearestInParts, rowsOf, type Rows } from "./nearestInParts";
import { comparableRows, isEncoded } from "./rowCodes";
import { checkSamples } from "./rows";

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
   * Share of the generated samples that are as near as the nearest `level` of held-out ones, with
   * its 95 % interval. It knows that the held-out samples, too, are only some of many.
   */
  readonly copied: Interval;
  /**
   * What that share is without copying: the level asked for, or a little more where several
   * held-out samples are equally near, or few.
   */
  readonly level: number;
  /**
   * A larger share than this is copying: a generator that does not copy has one in 5 % of runs at
   * most, whatever the data.
   */
  readonly border: number;
}

export interface FindCopiesOptions {
  /** The share of held-out samples that counts as near, in (0, 1). Default 0.01. */
  level?: number;
}

const schema = z.strictObject({ level: z.number().gt(0).lt(1).default(0.01) });
const readOptions = defineOptions("findCopies", schema);

/** In how many runs a generator that does not copy is accused. */
const falseAlarms = 0.05;

/**
 * Looks for copies: nearest neighbours in the training data, calibrated on real samples that were
 * not trained on. A generator that has learned the distribution has as large a share of near
 * neighbours as they have, `level`; one that copies has more, and more than `border` is no chance.
 *
 * Rows of a table (by `encodeTable`) are compared as rows: each number in standard deviations of
 * its column, categories that differ 1 apart.
 *
 * @throws TypeError on a wrong option, or when shapes differ; RangeError for samples with NaN or
 *   infinite numbers
 */
export function findCopies(
  drawn: Dataset,
  train: Data,
  heldOut: Data,
  options: FindCopiesOptions = {},
): Copies {
  const { level } = readOptions(options);
  const shapes = [drawn, train, heldOut].map(({ shape }) => JSON.stringify(shape));
  if (new Set(shapes).size > 1)
    throw new TypeError(`findCopies: expected samples of one shape, received ${shapes.join(", ")}`);
  const [some, all, others] = comparable({
    generated: drawn,
    training: train,
    "held-out": heldOut,
  });
  const near = nearestInParts(some!, all!);
  const normal = nearestInParts(others!, all!).squares;
  const [values, known] = [near.squares.slice().sort(), normal.slice().sort()];
  const rank = Math.max(1, Math.round(level * known.length));
  const limit = known[rank - 1]!;
  const within = upTo(known, limit);
  // Values equal to the limit are of no place among the held-out ones: they are before the next.
  const isTied = values[upTo(values, limit) - 1] === limit;
  const most = chanceBorder(
    values.length,
    known.length,
    isTied ? Math.min(within + 1, known.length) : rank,
    falseAlarms,
  );
  return {
    distances: Float32Array.from(near.squares, Math.sqrt),
    neighbours: near.neighbours,
    heldOut: Float32Array.from(normal, Math.sqrt),
    copied: shareBelow(values, known, rank, 0),
    level: within / known.length,
    border: most / values.length,
  };
}

/** The samples as vectors whose distances are compared, after a look at their numbers. */
function comparable(sets: Readonly<Record<string, Data>>): Rows[] {
  const like = Object.values(sets).find(isEncoded);
  return Object.entries(sets).map(([name, data]) => {
    checkSamples("findCopies", name, data);
    return like && isNumbers(data) ? rowsIn(comparableRows(data, like)) : rowsOf(data);
  });
}

const rowsIn = ({ values, size }: { values: Float32Array; size: number }): Rows => ({
  count: values.length / size,
  size,
  read: (start, count) => values.subarray(start * size, (start + count) * size),
});
