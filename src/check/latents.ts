/** Exercises of notebook 6: lengths and ways in latent space. */
import { functionExercise } from "./exercise";

/** How long a vector of so many independent normal numbers is. */
export const latentLength = functionExercise<readonly [size: number]>({
  inputs: ["size"],
  cases: [[1], [32], [100]],
  truth: (size) => Math.sqrt(size),
  tolerance: 0.01,
  mistakes: [
    { gives: (size) => size, hint: "that is the square of the length." },
    { gives: () => 1, hint: "that is one number's. Squares of all numbers add up." },
    { gives: (size) => size / 2, hint: "squares add up; the length is the root of their sum." },
  ],
  hint: "the square of each number is 1 on average. What is the root of the sum of size of them?",
  right: "In 100 dimensions they all lie near a sphere of radius 10; nobody lives in the middle.",
});

type Vector = readonly number[];
type Way = readonly [a: Vector, b: Vector, t: number];

const add = (a: Vector, u: number, b: Vector, v: number): number[] =>
  a.map((value, i) => u * value + v * b[i]!);
const length = (a: Vector): number => Math.hypot(...a);
const angleOf = (a: Vector, b: Vector): number =>
  Math.acos(a.reduce((sum, value, i) => sum + value * b[i]!, 0));
const arc = (a: Vector, b: Vector, t: number): number[] => {
  const angle = angleOf(a, b);
  return add(a, Math.sin((1 - t) * angle), b, Math.sin(t * angle)).map(
    (value) => value / Math.sin(angle),
  );
};

/** A place on the great circle between two vectors of length 1. */
export const greatCircle = functionExercise<Way>({
  inputs: ["a", "b", "t"],
  cases: [
    [[1, 0], [0, 1], 0.5],
    [[1, 0], [0.6, 0.8], 0.25],
    [[0, 0, 1], [-0.8, 0, 0.6], 0.9],
    [[0, 1], [1, 0], 0],
  ],
  truth: arc,
  tolerance: 1e-3,
  mistakes: [
    {
      gives: (a, b, t) => add(a, 1 - t, b, t),
      hint: "that is the straight line: half way it is too short, where G was never trained.",
    },
    {
      gives: (a, b, t) => {
        const straight = add(a, 1 - t, b, t);
        return straight.map((value) => value / length(straight));
      },
      hint: "it lies on the circle, but it does not go evenly: share out the angle, not the chord.",
    },
    { gives: (a, b, t) => arc(b, a, t), hint: "t = 0 is a, and t = 1 is b." },
    {
      gives: (a, b, t) => arc(a, b, t).map((value) => value * Math.sin(angleOf(a, b))),
      hint: "divide by the sine of the whole angle.",
    },
  ],
  hint: "sin((1 - t) w) a + sin(t w) b, divided by sin w; w is the angle: cos w = a · b.",
  right: "This is `interpolateLatents`.",
});

/** Which of several pictures is nearest to one. */
export const nearest = functionExercise<readonly [picture: Vector, others: readonly Vector[]]>({
  inputs: ["picture", "others"],
  cases: [
    [
      [0, 0],
      [
        [-5, 1],
        [1, 1],
        [3, 0],
      ],
    ],
    [[1], [[4], [9], [0.5]]],
    [
      [0.5, 0.5],
      [
        [0.5, 4],
        [1, 1],
        [-9, -9],
      ],
    ],
  ],
  truth: (picture, others) => best(others.map((other) => length(add(picture, 1, other, -1)))),
  mistakes: [
    {
      gives: (picture, others) =>
        Math.min(...others.map((other) => length(add(picture, 1, other, -1)))),
      hint: "that is how far it is. Asked is which one: its place in the list.",
    },
    {
      gives: (picture, others) => best(others.map((other) => -length(add(picture, 1, other, -1)))),
      hint: "that is the one furthest away.",
    },
    {
      gives: (picture, others) =>
        best(others.map((other) => add(picture, 1, other, -1).reduce((a, b) => a + b, 0))),
      hint: "differences of both signs cancel: square them.",
    },
    {
      gives: (picture, others) => best(others.map((other) => Math.abs(picture[0]! - other[0]!))),
      hint: "look at all pixels, not at the first alone.",
    },
  ],
  hint: "sum the squared differences for each, and give the place, 0, 1, …, of the smallest sum.",
  right: "Whoever looks for copies begins here; notebook 8 says what must be asked next.",
});

const best = (values: readonly number[]): number => values.indexOf(Math.min(...values));
