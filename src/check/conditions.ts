/** Exercises of notebook 9: how players are told, and whether they obey. */
import { functionExercise } from "./exercise";

type Told = readonly [label: number, classes: number];

/** A label as a one-hot vector. */
export const oneHot = functionExercise<Told>({
  inputs: ["label", "classes"],
  cases: [
    [0, 3],
    [3, 10],
    [1, 2],
  ],
  truth: (label, classes) => at(classes, label, 1),
  mistakes: [
    { gives: (label, classes) => at(classes, label - 1, 1), hint: "classes begin at 0." },
    {
      gives: (label, classes) => at(classes, label, label),
      hint: "a 1 says which. With the label itself class 0 would be told nothing.",
    },
    { gives: (label) => label, hint: "a number says that 3 is nearer to 4 than to 8. A vector?" },
    {
      gives: (label, classes) => at(classes, label, 1).map((one) => 1 - one),
      hint: "one is hot, and the others are not.",
    },
  ],
  hint: "as many numbers as classes, all 0 but one.",
  right: "No class is nearer to another: this is all that `classes: 10` tells the players.",
});

const at = (size: number, place: number, value: number): number[] =>
  Array.from({ length: size }, (_, i) => (i === place ? value : 0));

type Vector = readonly number[];
type Seen = readonly [features: Vector, weights: Vector, ofClass: readonly Vector[], label: number];

const dot = (a: Vector, b: Vector): number => a.reduce((sum, one, i) => sum + one * b[i]!, 0);

/** D's logit with a projection: what it says of any sample, and of one of this class. */
export const projection = functionExercise<Seen>({
  inputs: ["features", "weights", "ofClass", "label"],
  cases: [
    [
      [1, 2],
      [0.5, 0.25],
      [
        [1, 0],
        [0, 3],
      ],
      1,
    ],
    [
      [2, -1],
      [1, 1],
      [
        [1, 4],
        [0, 2],
        [5, 5],
      ],
      0,
    ],
    [[1], [0], [[7], [-2]], 1],
  ],
  truth: (features, weights, ofClass, label) =>
    dot(features, weights) + dot(features, ofClass[label]!),
  mistakes: [
    {
      gives: (features, weights) => dot(features, weights),
      hint: "that does not listen to the label at all.",
    },
    {
      gives: (features, _, ofClass, label) => dot(features, ofClass[label]!),
      hint: "that asks only whether it fits the class. Is it real at all?",
    },
    {
      gives: (features, weights, ofClass, label) =>
        dot(features, weights) * dot(features, ofClass[label]!),
      hint: "the two are added: logits are logarithms of chances, and chances multiply.",
    },
    {
      gives: (features, weights, ofClass) =>
        dot(features, weights) + ofClass.reduce((sum, one) => sum + dot(features, one), 0),
      hint: "take the weights of one class, of the label's.",
    },
  ],
  hint: "one product with the features for every sample, one more with the weights of its class.",
  right: "The name: the features are projected on the direction of the class.",
});

type Labels = readonly [asked: readonly number[], named: readonly number[]];
const share = (asked: readonly number[], named: readonly number[]): number =>
  asked.filter((label, i) => label === named[i]).length / asked.length;

/** The share of drawings that a judge names as they were asked for. */
export const agreement = functionExercise<Labels>({
  inputs: ["asked", "named"],
  cases: [
    [
      [1, 2, 3, 4],
      [1, 2, 0, 4],
    ],
    [
      [5, 5],
      [0, 1],
    ],
    [
      [0, 1, 2],
      [2, 1, 0],
    ],
  ],
  truth: share,
  mistakes: [
    { gives: (a, b) => share(a, b) * a.length, hint: "that is how many. Of how many?" },
    { gives: (a, b) => 1 - share(a, b), hint: "that is the share of those that were not obeyed." },
    {
      gives: (a, b) => a.filter((label) => b.includes(label)).length / a.length,
      hint: "compare each drawing with what was asked of it, place by place.",
    },
    { gives: (a, b) => 100 * share(a, b), hint: "a share, 0 … 1, not per cent." },
  ],
  hint: "count the places where both are alike, and divide by the number of places.",
  right: "Real digits have no 1 either: compare with 99.3 % above.",
});
