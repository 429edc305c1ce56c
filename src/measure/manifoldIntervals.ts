import { z } from "zod";
import type { Interval } from "../base/interval";
import { parseOptions, positiveInteger, seedOption } from "../base/options";
import { randomStream } from "../base/random";
import { compareManifolds } from "./manifolds";
import { studentReach } from "./quantiles";
import { countRows, pickRows } from "./rows";

const schema = z.strictObject({
  k: positiveInteger.default(5),
  splits: z.int().min(2).default(16),
  seed: seedOption,
});

/** With fewer on a side, halves are too thin to tell how the whole varies. */
export const fewestForIntervals = 500;

/** As `compareManifolds` gives them, with 95 % intervals where these hold. */
export interface ManifoldIntervals {
  readonly precision: Interval;
  readonly recall: Interval;
  readonly density: Interval;
  /** Intervals of the same kind held in 91 to 95 % of cases only. */
  readonly coverage: number;
}

/**
 * Precision, recall and density with 95 % intervals: where they would lie on average, at these
 * numbers of points, if both the reals and the fakes were drawn anew. Both clouds are halved at
 * random, again and again; what the two halves differ by says how the whole varies (a draw with
 * replacement would not: copies are neighbours). `npm run bench:intervals` counts how often the
 * intervals hold.
 *
 * @param real feature vectors, `[n, size]` numbers
 * @param options `k`: default 5; `splits`: halvings, default 16; `seed`: default 0
 * @throws RangeError for fewer than 500 points on a side
 */
export function manifoldIntervals(
  real: Float32Array,
  fake: Float32Array,
  size: number,
  options: { k?: number; splits?: number; seed?: number } = {},
): ManifoldIntervals {
  const { k, splits, seed } = parseOptions("manifoldIntervals", schema, options);
  const sides = [
    [real, countRows("manifoldIntervals", "real vectors", real, size, fewestForIntervals)],
    [fake, countRows("manifoldIntervals", "generated vectors", fake, size, fewestForIntervals)],
  ] as const;
  const whole = compareManifolds(real, fake, size, { k });
  const random = randomStream(seed, "halves");
  const names = ["precision", "recall", "density"] as const;
  const squares = { precision: 0, recall: 0, density: 0 };
  for (let split = 0; split < splits; split++) {
    const halved = sides.map(([rows, count]) => {
      const [order, middle] = [random.permutation(count), Math.floor(count / 2)];
      return [order.subarray(0, middle), order.subarray(middle)].map((some) =>
        pickRows(rows, some, size),
      );
    });
    const [first, second] = [0, 1].map((half) =>
      compareManifolds(halved[0]![half]!, halved[1]![half]!, size, { k }),
    );
    for (const name of names) squares[name] += (first![name] - second![name]) ** 2;
  }
  const reach = studentReach(splits);
  const interval = (name: (typeof names)[number]): Interval => {
    const half = reach * Math.sqrt(squares[name] / splits / 4); // of a mean of two
    return { mean: whole[name], low: whole[name] - half, high: whole[name] + half };
  };
  return {
    precision: within(interval("precision")),
    recall: within(interval("recall")),
    density: interval("density"),
    coverage: whole.coverage,
  };
}

/** The part of a share's interval where shares are. */
const within = ({ mean, low, high }: Interval): Interval => ({
  mean,
  low: Math.max(0, low),
  high: Math.min(1, high),
});
