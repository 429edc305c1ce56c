/** Wrong answers to the exercises of notebooks 5 to 8. */
import type { Wrongs } from "./wrong";

type Vector = readonly number[];

const sum = (values: Vector): number => values.reduce((a, b) => a + b, 0);
const squares = (a: Vector, b: Vector): number => sum(a.map((value, i) => (value - b[i]!) ** 2));
const distance = (a: Vector, b: Vector): number => Math.sqrt(squares(a, b));
const pairs = (pictures: readonly Vector[], of = distance): number[] =>
  pictures.flatMap((a, i) => pictures.slice(i + 1).map((b) => of(a, b)));
const smooth = (values: Vector, keep: number, mean: number): number[] =>
  values.map((value) => (mean = keep * mean + (1 - keep) * value));
const unit = (a: Vector): number[] => a.map((value) => value / Math.hypot(...a));
const line = (a: Vector, b: Vector, t: number): number[] =>
  a.map((value, i) => (1 - t) * value + t * b[i]!);
const argmin = (values: Vector): number => values.indexOf(Math.min(...values));
const spread = (values: Vector, n: number): number =>
  Math.sqrt(sum(values.map((value) => (value - sum(values) / values.length) ** 2)) / n);
const interval = (values: Vector, reach: number): [number, number] => [
  sum(values) / 5 - reach,
  sum(values) / 5 + reach,
];
const shares = (hits: Vector): number[] => hits.map((hit) => hit / sum(hits));
const meanRow = (rows: readonly Vector[]): number[] =>
  rows[0]!.map((_, j) => sum(rows.map((row) => row[j]!)) / rows.length);

export const middle: Wrongs = {
  variety: [
    [(all: Vector[]) => sum(pairs(all)), /a sum grows/],
    [
      (all: Vector[]) => sum(all.flatMap((a) => all.map((b) => distance(a, b)))) / all.length ** 2,
      /no pair with itself/,
    ],
    [
      (all: Vector[]) => sum(all.slice(1).map((a, i) => distance(a, all[i]!))) / (all.length - 1),
      /neighbours only/,
    ],
    [(all: Vector[]) => sum(pairs(all, squares)) / pairs(all).length, /the root of the sum/],
    [(all: Vector[]) => Math.max(...pairs(all)), /then the mean/],
  ],
  smoothed: [
    [(values: Vector, keep: number) => smooth(values, 1 - keep, values[0]!), /not of the new/],
    [(values: Vector, keep: number) => smooth(values, keep, 0), /begins at 0/],
    [(values: Vector) => values, /the curve itself/],
    [
      (values: Vector, keep: number) =>
        values.map((value, i) => keep * (values[i - 1] ?? value) + (1 - keep) * value),
      /from the mean before/,
    ],
  ],
  latentLength: [
    [(size: number) => size, /the square of the length/],
    [() => 1, /Squares of all numbers add up/],
    [(size: number) => size / 2, /root of their sum/],
    [(size: number) => size ** 2, /1 on average/],
  ],
  greatCircle: [
    [line, /the straight line/],
    [(a: Vector, b: Vector, t: number) => unit(line(a, b, t)), /share out the angle/],
    [
      (a: Vector, b: Vector, t: number) => {
        const w = Math.acos(sum(a.map((value, i) => value * b[i]!)));
        return a.map((value, i) => Math.sin((1 - t) * w) * value + Math.sin(t * w) * b[i]!);
      },
      /sine of the whole angle/,
    ],
    [
      (a: Vector, b: Vector, t: number) => {
        const w = Math.acos(sum(a.map((value, i) => value * b[i]!)));
        return a.map(
          (value, i) => (Math.sin(t * w) * value + Math.sin((1 - t) * w) * b[i]!) / Math.sin(w),
        );
      },
      /t = 0 is a/,
    ],
    [(a: Vector) => a, /w is the angle/],
  ],
  nearest: [
    [(x: Vector, others: Vector[]) => Math.min(...others.map((y) => distance(x, y))), /which one/],
    [(x: Vector, others: Vector[]) => argmin(others.map((y) => -distance(x, y))), /furthest/],
    [
      (x: Vector, others: Vector[]) => argmin(others.map((y) => sum(x) - sum(y))),
      /both signs cancel/,
    ],
    [
      (x: Vector, others: Vector[]) => argmin(others.map((y) => Math.abs(x[0]! - y[0]!))),
      /the first alone/,
    ],
    [() => 0, /the place, 0, 1/],
  ],
  keptCheckpoint: [
    [(values: Vector) => values.indexOf(Math.max(...values)), /does not see/],
    [(values: Vector) => values.length - 1, /the last is seldom/],
    [
      (values: Vector) => {
        let i = 0;
        while (values[i + 1]! >= values[i]!) i++;
        return i;
      },
      /Be patient/,
    ],
    [
      (values: Vector, patience: number) => {
        let best = 0;
        for (let i = 0; i < values.length; i++) {
          if (values[i]! > values[best]!) best = i;
          if (i - best === patience) return i;
        }
        return values.length - 1;
      },
      /which checkpoint you keep/,
    ],
    [() => 0, /remember the place/],
  ],
  fiveSeeds: [
    [(d: Vector) => interval(d, (1.96 * spread(d, 4)) / Math.sqrt(5)), /Student's t/],
    [(d: Vector) => interval(d, (2.776 * spread(d, 5)) / Math.sqrt(5)), /n - 1 = 4/],
    [(d: Vector) => interval(d, 2.776 * spread(d, 4)), /how far single differences/],
    [(d: Vector) => interval(d, (2.776 * spread(d, 4)) / 5), /root of n/],
    [(d: Vector) => [Math.min(...d), Math.max(...d)], /\[low, high\]/],
  ],
  frechet: [
    [(m: number, s: number, n: number, t: number) => Math.hypot(m - n, s - t), /no root/],
    [(m: number, _: number, n: number) => (m - n) ** 2, /may differ in width/],
    [
      (m: number, s: number, n: number, t: number) => (m - n) ** 2 + (s * s - t * t) ** 2,
      /the square of which difference/,
    ],
    [
      (m: number, s: number, n: number, t: number) => Math.abs(m - n) + Math.abs(s - t),
      /not absolute values/,
    ],
    [
      (m: number, s: number, n: number, t: number) => (m - n) ** 2 + s * s + t * t,
      /the same bell twice/,
    ],
  ],
  reverseKl: [
    [
      (hits: Vector) => sum(shares(hits).map((q) => q * Math.log(q * hits.length))),
      /leave empty modes out/,
    ],
    [
      (hits: Vector) => sum(shares(hits).map((q) => (q ? q * Math.log2(q * hits.length) : 0))),
      /bits/,
    ],
    [
      (hits: Vector) => sum(shares(hits).map((q) => Math.log(1 / hits.length / q) / hits.length)),
      /Weigh by q/,
    ],
    [(hits: Vector) => -sum(shares(hits).map((q) => (q ? q * Math.log(q) : 0))), /entropy/],
  ],
  classScore: [
    [
      (rows: Vector[]) =>
        sum(
          rows.map((row) => sum(row.map((p, j) => (p ? p * Math.log(p / meanRow(rows)[j]!) : 0)))),
        ) / rows.length,
      /its logarithm/,
    ],
    [
      (rows: Vector[]) => Math.exp(-sum(meanRow(rows).map((p) => p * Math.log(p)))),
      /clearly of one/,
    ],
    [
      (rows: Vector[]) => {
        const of = (row: Vector): number =>
          sum(row.map((p, j) => p * Math.log(p / meanRow(rows)[j]!)));
        return Math.exp(sum(rows.map(of)) / rows.length);
      },
      /leave these out/,
    ],
    [(rows: Vector[]) => rows[0]!.length, /the mean of all p/],
  ],
};
