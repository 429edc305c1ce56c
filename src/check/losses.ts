/** Exercises of notebook 4: both losses by hand, and a slope by hand. */
import * as tf from "@tensorflow/tfjs";
import { functionExercise } from "./exercise";

const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const mean = (values: readonly number[]): number => sum(values) / values.length;
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const column = (values: readonly number[]): tf.Tensor =>
  tf.tensor2d([...values], [values.length, 1]);

type Logits = readonly [real: readonly number[], fake: readonly number[]];

/** D's loss of the classic game, of logits. */
export const discriminatorLoss = functionExercise<Logits>({
  inputs: ["real", "fake"],
  cases: [
    [
      [2, 1],
      [-1, 0.5],
    ],
    [[0], [0]],
    [
      [-3, 4, 1],
      [2, 2, -5],
    ],
    [[-200], [300]],
  ],
  given: (real, fake) => [column(real), column(fake)],
  truth: (real, fake) => mean(real.map((x) => softplus(-x))) + mean(fake.map(softplus)),
  tolerance: 1e-3,
  mistakes: [
    {
      gives: (real, fake) => mean(real.map(softplus)) + mean(fake.map((x) => softplus(-x))),
      hint: "D's loss is small where real logits are large. Yours is small where D is fooled.",
    },
    {
      gives: (real, fake) => -mean(real.map((x) => softplus(-x))) - mean(fake.map(softplus)),
      hint: "this is what D raises. A loss is what it lowers: mind the sign.",
    },
    {
      gives: (real) => mean(real.map((x) => softplus(-x))),
      hint: "only the real samples count in yours. What shall D say of the fakes?",
    },
    {
      gives: (real, fake) => sum(real.map((x) => softplus(-x))) + sum(fake.map(softplus)),
      hint: "take means: a sum grows with the batch, and so would the steps.",
    },
    {
      gives: (real, fake) => (mean(real.map((x) => softplus(-x))) + mean(fake.map(softplus))) / 2,
      hint: "the two means are added; half of it is another learning rate.",
    },
    {
      gives: (real, fake) =>
        -mean(real.map((x) => Math.log(sigmoid(x)))) -
        mean(fake.map((x) => Math.log(Math.fround(1 - Math.fround(sigmoid(x)))))),
      hint:
        "right, but for sure answers: the sigmoid rounds to 0 or 1, and its logarithm is " +
        "infinite. -log(sigmoid(x)) = softplus(-x) never is.",
    },
  ],
  hint: "-log D(x) for real samples and -log(1 - D(x)) for fakes, each a softplus of the logit.",
  right: "This is `discriminatorStep`'s loss, number by number.",
});

/** G's loss that does not saturate, of logits. */
export const generatorLoss = functionExercise<readonly [fake: readonly number[]]>({
  inputs: ["fake"],
  cases: [[[-1, 0.5]], [[0]], [[-5, -4, 3]], [[-200]]],
  given: (fake) => [column(fake)],
  truth: (fake) => mean(fake.map((x) => softplus(-x))),
  tolerance: 1e-3,
  mistakes: [
    {
      gives: (fake) => -mean(fake.map(softplus)),
      hint: "that is log(1 - D), the game of 2014: flat where D is sure. Take -log D.",
    },
    {
      gives: (fake) => mean(fake.map(softplus)),
      hint: "yours falls when D finds the fakes out. What does G want D to say?",
    },
    { gives: (fake) => -mean(fake.map((x) => softplus(-x))), hint: "mind the sign: G lowers it." },
    { gives: (fake) => sum(fake.map((x) => softplus(-x))), hint: "take the mean of the batch." },
    {
      gives: (fake) => -mean(fake.map((x) => Math.log(Math.fround(sigmoid(x))))),
      hint: "right, but the sigmoid rounds to 0. -log(sigmoid(x)) = softplus(-x) never does.",
    },
  ],
  hint: "-log D(G(z)), a softplus of the logit.",
  right: "Where D is sure of a fake its slope is -1, not 0: G is told most where it is worst.",
});

type Curve = (x: number) => number;
const named = (name: string, curve: Curve): Curve =>
  Object.defineProperty(curve, "name", { value: name });
const slopes: readonly (readonly [curve: Curve, slope: Curve])[] = [
  [named("cube", (x) => x ** 3), (x) => 3 * x ** 2],
  [named("sine", Math.sin.bind(Math)), Math.cos],
  [named("softplus", softplus), sigmoid],
];
const slopeOf = (f: Curve, x: number): number => slopes.find(([curve]) => curve === f)![1](x);

/** A slope by finite differences. */
export const slope = functionExercise<readonly [f: Curve, x: number]>({
  inputs: ["f", "x"],
  cases: [
    [slopes[0]![0], 2],
    [slopes[1]![0], 1],
    [slopes[2]![0], -1],
    [slopes[0]![0], -3],
  ],
  truth: slopeOf,
  tolerance: 2e-3,
  mistakes: [
    { gives: (f, x) => 2 * slopeOf(f, x), hint: "from x - h to x + h it is two steps of h." },
    { gives: (f, x) => slopeOf(f, x) / 2, hint: "from x to x + h it is one step of h, not two." },
    {
      gives: (f, x) => -slopeOf(f, x),
      hint: "the value further right, less the one further left.",
    },
    {
      gives: () => 0,
      tolerance: 1e-12,
      hint: "h is so small that x + h is x. Numbers have 16 digits: 1e-4 or 1e-5 does.",
    },
    {
      gives: () => 0,
      tolerance: 0.02,
      hint: "that is how much f has changed. A slope divides it by how far you went.",
    },
  ],
  hint: "go a little to both sides, h = 1e-4: how much does f change, for each unit of way?",
  right: "If it agrees with `variableGrads`, both are right: nothing else gives the same number.",
});
