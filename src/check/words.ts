/** Exercises of notebook 10: from numbers to a word. */
import { functionExercise } from "./exercise";

type Logits = readonly number[];

const normal = (values: readonly number[]): number[] =>
  values.map((value) => value / values.reduce((a, b) => a + b, 0));
const soft = (logits: Logits): number[] =>
  normal(logits.map((logit) => Math.exp(logit - Math.max(...logits))));

/** Logits as probabilities, for large ones too. */
export const softmax = functionExercise<readonly [logits: Logits]>({
  inputs: ["logits"],
  cases: [[[0, 0]], [[1, 2, 3]], [[1000, 1001]], [[-1000, -1000, -999]]],
  truth: soft,
  mistakes: [
    {
      gives: (logits) => normal(logits.map(Math.exp)),
      hint: "right, but exp(1000) is infinite. Take the same number from all logits: which one?",
    },
    { gives: (logits) => normal(logits), hint: "logits may be negative; exp makes them positive." },
    { gives: (logits) => logits.map(Math.exp), hint: "together they have to be 1." },
    {
      gives: (logits) => logits.map((logit) => Number(logit === Math.max(...logits))),
      hint: "that is the hard choice, which has no slope.",
    },
  ],
  hint: "exp of each, divided by the sum of all; before that take the largest logit from each.",
  right: "It has a slope everywhere; but no real sentence is made of halves of words.",
});

type Drawn = readonly [logits: Logits, uniform: readonly number[]];
const largest = (values: readonly number[]): number => values.indexOf(Math.max(...values));

/** The word that Gumbel noise, made of uniform numbers, chooses. */
export const gumbelChoice = functionExercise<Drawn>({
  inputs: ["logits", "uniform"],
  cases: [
    [
      [1, 0.5, 0],
      [0.3, 0.5, 0.2],
    ],
    [
      [1, 0, 0],
      [0.1, 0.95, 0.5],
    ],
    [
      [2, 1.9, -3],
      [0.5, 0.5, 0.999],
    ],
    [
      [0, 0.3, 1],
      [0.9, 0.5, 0.2],
    ],
    [
      [0.3, 0, 0.1],
      [0.03, 0.4, 0.02],
    ],
    [
      [0.3, 0, 0.1],
      [0.4, 0.03, 0.02],
    ],
  ],
  truth: (logits, uniform) =>
    largest(logits.map((logit, i) => logit - Math.log(-Math.log(uniform[i]!)))),
  mistakes: [
    { gives: largest, hint: "that is always the likeliest word. Where is the chance?" },
    {
      gives: (logits, uniform) =>
        largest(logits.map((logit, i) => logit + Math.log(-Math.log(uniform[i]!)))),
      hint: "mind the sign: Gumbel noise is -log(-log u), large where u is near 1.",
    },
    {
      gives: (logits, uniform) => largest(logits.map((logit, i) => logit + uniform[i]!)),
      hint: "uniform noise chooses other shares than the softmax. Make Gumbel noise of it first.",
    },
    {
      gives: (logits, uniform) => largest(logits.map((logit, i) => logit - Math.log(uniform[i]!))),
      hint: "the logarithm is taken twice: -log(-log u).",
    },
  ],
  hint: "add -log(-log u) to each logit, and give the place of the largest sum.",
  right: "Drawn often, each word comes with its softmax' probability.",
});
