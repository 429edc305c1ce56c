/** Exercises of notebook 2: the range, the batches and the kinds of data. */
import { functionExercise } from "./exercise";

/** A byte, 0 … 255, as a pixel, -1 … 1. */
export const toPixel = functionExercise<readonly [byte: number]>({
  inputs: ["byte"],
  cases: [[0], [255], [127.5], [51]],
  truth: (byte) => byte / 127.5 - 1,
  mistakes: [
    { gives: (byte) => byte / 255, hint: "that goes from 0 to 1. The range is twice as wide." },
    { gives: (byte) => byte / 255 - 1, hint: "that goes from -1 to 0: it is too narrow by half." },
    { gives: (byte) => byte / 128 - 1, hint: "what becomes of 255, the largest byte?" },
    { gives: (byte) => 1 - byte / 127.5, hint: "0 is to become -1. Yours is upside down." },
  ],
  hint: "a straight line: 0 has to become -1, and 255 has to become 1.",
  right: "The same range as tanh: now D cannot tell a drawing by its range alone.",
});

/** How many whole batches one pass over the data has. */
export const stepsPerEpoch = functionExercise<readonly [samples: number, batch: number]>({
  inputs: ["samples", "batch"],
  cases: [
    [8000, 100],
    [10_000, 64],
    [50, 50],
    [99, 100],
  ],
  truth: (samples, batch) => Math.floor(samples / batch),
  mistakes: [
    { gives: (samples, batch) => samples / batch, hint: "a step needs a whole batch." },
    {
      gives: (samples, batch) => Math.ceil(samples / batch),
      hint: "the last batch of a pass may not be full: here it is left out.",
    },
    {
      gives: (samples, batch) => Math.round(samples / batch),
      hint: "rounding up counts a batch that is not full.",
    },
    {
      gives: (samples, batch) => samples * batch,
      hint: "more samples, more steps; larger batches?",
    },
  ],
  hint: "how many times can a whole batch be taken out of the samples?",
  right: "100 epochs of 10,000 digits in batches of 100 are 10,000 steps: notebook 5.",
});

const countsOf = (labels: readonly number[], classes: number): number[] =>
  Array.from({ length: classes }, (_, kind) => labels.filter((label) => label === kind).length);

/** The share of each class among labels. */
export const classShares = functionExercise<readonly [labels: readonly number[], classes: number]>({
  inputs: ["labels", "classes"],
  cases: [
    [[0, 1, 1, 2], 3],
    [[2, 2, 2, 0, 2], 4],
    [[1], 2],
  ],
  truth: (labels, classes) => countsOf(labels, classes).map((count) => count / labels.length),
  mistakes: [
    { gives: countsOf, hint: "these are counts. A share is a part of all labels." },
    {
      gives: (labels, classes) => countsOf(labels, classes).map((count) => count / classes),
      hint: "divide by the number of labels, not of classes.",
    },
    {
      gives: (labels) =>
        [...new Set(labels)]
          .sort()
          .map((kind) => countsOf(labels, kind + 1)[kind]! / labels.length),
      hint: "a class that never occurs has a share as well: 0.",
    },
  ],
  hint: "one number for each class 0, 1, …, in this order; together they are 1.",
  right: "A generator that has lost a digit has a 0 here: notebook 8 counts it this way.",
});
