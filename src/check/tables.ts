/** Exercises of notebook 11: how far apart two columns are. */
import { functionExercise } from "./exercise";

type Columns = readonly [a: readonly number[], b: readonly number[]];

const mean = (values: readonly number[]): number =>
  values.reduce((x, y) => x + y, 0) / values.length;
const below = (values: readonly number[], x: number): number =>
  values.filter((value) => value <= x).length / values.length;
const gaps = (a: readonly number[], b: readonly number[]): number[] =>
  [...a, ...b].map((x) => Math.abs(below(a, x) - below(b, x)));

/** The Kolmogorov-Smirnov distance of two columns of numbers. */
export const columnDistance = functionExercise<Columns>({
  inputs: ["a", "b"],
  cases: [
    [
      [1, 2, 3, 4],
      [3, 4, 5, 6],
    ],
    [
      [0, 10],
      [4, 5, 6],
    ],
    [
      [1, 2],
      [1, 2],
    ],
    [[7], [1, 2]],
    [
      [2, 9],
      [0, 1, 1, 9],
    ],
  ],
  truth: (a, b) => Math.max(...gaps(a, b)),
  mistakes: [
    {
      gives: (a, b) => Math.abs(mean(a) - mean(b)),
      hint: "columns of one mean may differ widely.",
    },
    { gives: (a, b) => mean(gaps(a, b)), hint: "the largest difference, not the mean one." },
    {
      gives: (a, b) => Math.max(...[...a, ...b].map((x) => below(a, x) - below(b, x))),
      hint: "the difference counts whichever column is above: take its absolute value.",
    },
    {
      gives: (a, b) => Math.max(...gaps(a, b).slice(0, a.length)),
      hint: "the largest difference may lie at a value of b: look at the values of both.",
    },
  ],
  hint: "at each value x of both: the share of a that is <= x, and that of b. How far apart?",
  right: "0 is alike, 1 is nothing in common: `compareTables` gives it for numbers.",
});

type Shares = readonly [p: readonly number[], q: readonly number[]];
const differences = (p: readonly number[], q: readonly number[]): number[] =>
  p.map((one, i) => Math.abs(one - q[i]!));

/** How far apart the shares of categories are: half the sum of differences. */
export const shareDistance = functionExercise<Shares>({
  inputs: ["p", "q"],
  cases: [
    [
      [1, 0],
      [0, 1],
    ],
    [
      [0.5, 0.3, 0.2],
      [0.2, 0.3, 0.5],
    ],
    [
      [0.1, 0.9],
      [0.1, 0.9],
    ],
    [
      [0.4, 0.4, 0.1, 0.1],
      [0.1, 0.1, 0.4, 0.4],
    ],
  ],
  truth: (p, q) => differences(p, q).reduce((a, b) => a + b, 0) / 2,
  mistakes: [
    {
      gives: (p, q) => differences(p, q).reduce((a, b) => a + b, 0),
      hint: "who leaves one category comes to another: each difference has been counted twice.",
    },
    {
      gives: (p, q) => mean(differences(p, q)),
      hint: "do not divide by the number of categories.",
    },
    { gives: (p, q) => Math.max(...differences(p, q)), hint: "all differences count, together." },
    {
      gives: (p, q) => p.reduce((sum, one, i) => sum + one - q[i]!, 0),
      hint: "without absolute values they cancel to 0.",
    },
    {
      gives: (p, q) => Math.hypot(...differences(p, q)),
      hint: "differences, not their squares: a share is a part of all rows.",
    },
  ],
  hint: "add up the absolute differences, and halve the sum.",
  right: "It is the part of the rows that would have to change their category.",
});
