/** Exercises of notebook 8: measures by hand. */
import { functionExercise } from "./exercise";

type Bells = readonly [m1: number, s1: number, m2: number, s2: number];

/** The Fréchet distance of two normal distributions on a line. */
export const frechet = functionExercise<Bells>({
  inputs: ["m1", "s1", "m2", "s2"],
  cases: [
    [0, 1, 3, 1],
    [0, 2, 0, 0.5],
    [1, 3, -1, 1],
    [2, 1, 2, 1],
  ],
  truth: (m1, s1, m2, s2) => (m1 - m2) ** 2 + (s1 - s2) ** 2,
  mistakes: [
    {
      gives: (m1, s1, m2, s2) => Math.hypot(m1 - m2, s1 - s2),
      hint: "FID is the squared distance: no root.",
    },
    { gives: (m1, _, m2) => (m1 - m2) ** 2, hint: "two bells of one mean may differ in width." },
    {
      gives: (m1, s1, m2, s2) => (m1 - m2) ** 2 + (s1 ** 2 - s2 ** 2) ** 2,
      hint: "s² + t² - 2 √(s² t²) is the square of which difference?",
    },
    {
      gives: (m1, s1, m2, s2) => Math.abs(m1 - m2) + Math.abs(s1 - s2),
      hint: "squares, not absolute values.",
    },
    {
      gives: (m1, s1, m2, s2) => (m1 - m2) ** 2 + s1 ** 2 + s2 ** 2,
      hint: "the same bell twice has a distance of 0. What is taken away from the two variances?",
    },
  ],
  hint: "on a line |m1 - m2|² + tr(C1 + C2 - 2 √(C1 C2)) has C = s².",
  right: "`frechetOf` does this with 64 numbers at once, where the root is one of a matrix.",
});

type Hits = readonly [hits: readonly number[]];

const sharesOf = (hits: readonly number[]): number[] =>
  hits.map((hit) => hit / hits.reduce((a, b) => a + b, 0));
const divergence = (hits: readonly number[], log: (x: number) => number): number =>
  sharesOf(hits).reduce((sum, q) => sum + (q > 0 ? q * log(q * hits.length) : 0), 0);

/** KL(q || p) in nats, of the shares q of points in each mode; p is the same for all modes. */
export const reverseKl = functionExercise<Hits>({
  inputs: ["hits"],
  cases: [[[10, 10, 10, 10]], [[40, 0, 0, 0]], [[1, 2, 3, 2]]],
  truth: (hits) => divergence(hits, Math.log),
  mistakes: [
    {
      gives: (hits) => sharesOf(hits).reduce((sum, q) => sum + q * Math.log(q * hits.length), 0),
      hint: "0 · log 0 counts as 0, but to a computer it is NaN: leave empty modes out.",
    },
    { gives: (hits) => divergence(hits, Math.log2), hint: "these are bits. Nats have Math.log." },
    {
      gives: (hits) =>
        sharesOf(hits).reduce((sum, q) => sum - Math.log(q * hits.length) / hits.length, 0),
      hint: "that is KL(p || q), infinite as soon as one mode is lost. Weigh by q, not by p.",
    },
    {
      gives: (hits) => sharesOf(hits).reduce((sum, q) => sum - (q > 0 ? q * Math.log(q) : 0), 0),
      hint: "that is the entropy of q. Compare q with p = 1 / modes.",
    },
  ],
  hint: "q is hits / all hits and p = 1 / modes: sum q log(q / p).",
  right: "2.079 above is log 8: everything in one of eight modes.",
});

type Probabilities = readonly [probabilities: readonly (readonly number[])[]];

const entropy = (p: readonly number[]): number =>
  p.reduce((sum, one) => sum - (one > 0 ? one * Math.log(one) : 0), 0);
const meanRow = (rows: readonly (readonly number[])[]): number[] =>
  rows[0]!.map((_, j) => rows.reduce((sum, row) => sum + row[j]!, 0) / rows.length);
const information = (rows: readonly (readonly number[])[]): number =>
  entropy(meanRow(rows)) - rows.reduce((sum, row) => sum + entropy(row), 0) / rows.length;

/** The class score of what a judge says of each sample. */
export const classScore = functionExercise<Probabilities>({
  inputs: ["probabilities"],
  cases: [
    [
      [
        [1, 0],
        [0, 1],
      ],
    ],
    [
      [
        [0.9, 0.1],
        [0.6, 0.4],
        [0.2, 0.8],
      ],
    ],
    [[[0.25, 0.25, 0.5]]],
  ],
  truth: (rows) => Math.exp(information(rows)),
  mistakes: [
    { gives: information, hint: "that is its logarithm: with exp it counts classes." },
    {
      gives: (rows) => Math.exp(entropy(meanRow(rows))),
      hint: "that asks whether all classes are there. Is each sample clearly of one?",
    },
    {
      gives: (rows) =>
        Math.exp(
          rows
            .map((row) => row.reduce((sum, p, j) => sum + p * Math.log(p / meanRow(rows)[j]!), 0))
            .reduce((a, b) => a + b, 0) / rows.length,
        ),
      hint: "0 · log 0 counts as 0, but to a computer it is NaN: leave these out.",
    },
  ],
  hint: "exp of the mean over samples of sum p log(p / m), where m is the mean of all p.",
  right: "At most the number of classes; its blind spot is the same picture ten times.",
});
