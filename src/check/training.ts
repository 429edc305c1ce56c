/** Exercises of notebook 5: what tells a collapse, and a curve that can be read. */
import { functionExercise } from "./exercise";

type Pictures = readonly (readonly number[])[];

const square = (x: number): number => x * x;
const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const apart = (a: readonly number[], b: readonly number[]): number =>
  Math.sqrt(total(a.map((value, i) => square(value - b[i]!))));
const distances = (pictures: Pictures): number[] =>
  pictures.flatMap((a, i) => pictures.slice(i + 1).map((b) => apart(a, b)));

/** The mean distance of all pairs of pictures: near 0 when G has collapsed. */
export const variety = functionExercise<readonly [pictures: Pictures]>({
  inputs: ["pictures"],
  cases: [
    [
      [
        [0, 0],
        [3, 4],
        [0, 8],
      ],
    ],
    [
      [
        [1, 1],
        [1, 1],
      ],
    ],
    [[[0], [1], [5], [6]]],
  ],
  truth: (pictures) => total(distances(pictures)) / distances(pictures).length,
  mistakes: [
    {
      gives: (pictures) => (2 * total(distances(pictures))) / square(pictures.length),
      hint: "a picture is no pair with itself: its distance of 0 must not count.",
    },
    {
      gives: (pictures) => total(distances(pictures)),
      hint: "a sum grows with the number of pictures: take the mean over the pairs.",
    },
    {
      gives: (pictures) => {
        const steps = pictures.slice(1).map((picture, i) => apart(picture, pictures[i]!));
        return total(steps) / steps.length;
      },
      hint: "that compares neighbours only. How many pairs have three pictures?",
    },
    {
      gives: (pictures) => total(distances(pictures).map(square)) / distances(pictures).length,
      hint: "a distance is the root of the sum of squares.",
    },
  ],
  hint: "for all pairs i < j: the root of the summed squares of their differences; then the mean.",
  right: "Of the collapsed game's drawings it is near 0, whatever the losses say.",
});

function smooth(values: readonly number[], keep: number, start: number): number[] {
  let mean = start;
  return values.map((value) => (mean = keep * mean + (1 - keep) * value));
}

/** A curve smoothed by an exponential moving average that begins at the first value. */
export const smoothed = functionExercise<readonly [values: readonly number[], keep: number]>({
  inputs: ["values", "keep"],
  cases: [
    [[1, 2, 3], 0.5],
    [[4, 0, 0, 0], 0.9],
    [[2], 0.99],
  ],
  truth: (values, keep) => smooth(values, keep, values[0]!),
  mistakes: [
    {
      gives: (values, keep) => smooth(values, 1 - keep, values[0]!),
      hint: "keep is the part of the old mean, not of the new value.",
    },
    {
      gives: (values, keep) => smooth(values, keep, 0),
      hint: "a mean that begins at 0 is too low for a long time. Where does the curve begin?",
    },
    { gives: (values) => values, hint: "that is the curve itself." },
    {
      gives: (values, keep) =>
        values.map((value, i) => keep * values[Math.max(0, i - 1)]! + (1 - keep) * value),
      hint: "it goes on from the mean before, not from the value before.",
    },
  ],
  hint: "mean = keep * mean + (1 - keep) * value, for one value after the other.",
  right: "The same average, of weights, is `averageDecay` in notebook 6.",
});
