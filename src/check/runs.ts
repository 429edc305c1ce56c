/** Exercises of notebook 7: when to stop, and how sure a comparison is. */
import { functionExercise } from "./exercise";

type Measured = readonly [values: readonly number[], patience: number];

const bestOf = (values: readonly number[]): number => values.indexOf(Math.max(...values));
function patiently(values: readonly number[], patience: number): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) {
    if (values[i]! > values[best]!) best = i;
    else if (i - best >= patience) break;
  }
  return best;
}

/** The checkpoint that is kept by somebody who stops after so many without a better one. */
export const keptCheckpoint = functionExercise<Measured>({
  inputs: ["values", "patience"],
  cases: [
    [[0.1, 0.5, 0.4, 0.3, 0.2, 0.9], 3],
    [[0.1, 0.5, 0.4, 0.8, 0.2, 0.1], 3],
    [[0.3, 0.2, 0.6, 0.7], 2],
    [[0.9, 0.1, 0.1, 0.1], 2],
  ],
  truth: patiently,
  mistakes: [
    {
      gives: bestOf,
      hint: "whoever has stopped does not see what would have come after.",
    },
    {
      gives: (values) => values.length - 1,
      hint: "the last is seldom the best: keep the best seen so far.",
    },
    {
      gives: (values) => {
        const fall = values.findIndex((value, i) => i > 0 && value < values[i - 1]!);
        return fall < 0 ? values.length - 1 : fall - 1;
      },
      hint: "measures of games are noisy: one that is worse is no reason to stop. Be patient.",
    },
    {
      gives: (values, patience) => {
        const kept = patiently(values, patience);
        return Math.min(values.length - 1, kept + patience);
      },
      hint: "that is where you stop. Asked is which checkpoint you keep.",
    },
    {
      gives: (values, patience) => values[patiently(values, patience)]!,
      hint: "that is its value. Asked is its place.",
    },
  ],
  hint: "remember the place of the best; stop when it lies patience places back; give that place.",
  right: "This is what `best` of `recordRun` keeps, and why it is not the last.",
});

const mean = (values: readonly number[]): number =>
  values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values: readonly number[], divisor: number): number =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / divisor);
const around = (values: readonly number[], reach: number): number[] => [
  mean(values) - reach,
  mean(values) + reach,
];
/** 95 % of Student's distribution with four degrees of freedom. */
const student4 = 2.7764451051977987;
const normal = 1.959963984540054;

/** The 95 % interval of the mean of five differences. */
export const fiveSeeds = functionExercise<readonly [differences: readonly number[]]>({
  inputs: ["differences"],
  cases: [[[-0.06, 0.7, -0.02, 0.02, 0.06]], [[1, 2, 3, 4, 5]], [[0.2, 0.2, 0.2, 0.2, 0.2]]],
  truth: (values) => around(values, (student4 * deviation(values, 4)) / Math.sqrt(5)),
  tolerance: 5e-3,
  mistakes: [
    {
      gives: (values) => around(values, (normal * deviation(values, 4)) / Math.sqrt(5)),
      hint: "1.96 is for many values. Five are few: Student's t of 4 degrees is 2.776.",
    },
    {
      gives: (values) => around(values, (student4 * deviation(values, 5)) / Math.sqrt(5)),
      hint: "the deviation divides by n - 1 = 4: the mean has been guessed from the same five.",
    },
    {
      gives: (values) => around(values, student4 * deviation(values, 4)),
      hint: "that is how far single differences lie. The mean of five varies less, by √5.",
    },
    {
      gives: (values) => around(values, (student4 * deviation(values, 4)) / 5),
      hint: "the mean of n values varies less by the root of n, not by n.",
    },
  ],
  hint: "mean ± 2.776 s / √5, as [low, high]; s is the standard deviation, with n - 1 below.",
  right: "It is what `duel` gives: where it holds 0, five seeds cannot tell the two apart.",
});
