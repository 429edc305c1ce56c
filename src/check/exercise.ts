import * as tf from "@tensorflow/tfjs";
import { describeError } from "../base/describeError";
import { agree, copyOf, inShort, numbersOf, type Numbers } from "./values";

/** What a check says of an answer. */
export interface Verdict {
  readonly isRight: boolean;
  /** Where it is not right: what was expected, what came, and a hint; never the answer. */
  readonly says: string;
}

/** Looks at an answer, whatever it is; never throws. */
export type Look = (answer: unknown) => Verdict;

/** An answer that is often given, and what to think about then. */
export interface Mistake<Inputs extends readonly unknown[]> {
  /** What it gives, for the same inputs. */
  readonly gives: (...inputs: Inputs) => Numbers;
  readonly hint: string;
  /** Default: that of the exercise. */
  readonly tolerance?: number;
}

/** An exercise whose answer is a function. */
export interface FunctionExercise<Inputs extends readonly unknown[]> {
  /** The names of the inputs, for messages. */
  readonly inputs: readonly string[];
  /** The inputs that are tried. */
  readonly cases: readonly Inputs[];
  readonly truth: (...inputs: Inputs) => Numbers;
  /** What the answer is called with, where it is not the inputs themselves: tensors of them. */
  readonly given?: (...inputs: Inputs) => readonly unknown[];
  readonly mistakes: readonly Mistake<Inputs>[];
  /** Where no known mistake fits. */
  readonly hint: string;
  /** What follows from the right answer. */
  readonly right: string;
  /** How far a number may be away, as a part of the truth, or of 1 where that is more. */
  readonly tolerance?: number;
}

export const wrong = (says: string, hint: string): Verdict => ({
  isRight: false,
  says: `${says}\n  hint: ${hint}`,
});
export const right = (says: string): Verdict => ({ isRight: true, says });

/** What was made of one case, or why nothing. */
type Outcome = { readonly numbers: number[] } | { readonly problem: Verdict };

/** Makes the look of an exercise whose answer is a function. */
export function functionExercise<Inputs extends readonly unknown[]>(
  exercise: FunctionExercise<Inputs>,
): Look {
  const { inputs, cases, truth, mistakes, hint, tolerance = 1e-4 } = exercise;
  return (answer) => {
    if (typeof answer !== "function") {
      const form = `(${inputs.join(", ")}) => …`;
      return wrong(`expected a function ${form}, received ${safely(answer)}`, `begin with ${form}`);
    }
    const outcomes = cases.map((values) => tried(exercise, answer as Answer, values));
    for (const outcome of outcomes) if ("problem" in outcome) return outcome.problem;
    const received = outcomes.map((outcome) => (outcome as { numbers: number[] }).numbers);
    const isLike = (other: (...inputs: Inputs) => Numbers, within: number): boolean =>
      cases.every((values, i) => agree(received[i]!, [other(...values)].flat(), within));
    if (isLike(truth, tolerance)) return right(exercise.right);
    const off = cases.findIndex(
      (values, i) => !agree(received[i]!, [truth(...values)].flat(), tolerance),
    );
    const known = mistakes.find((mistake) => isLike(mistake.gives, mistake.tolerance ?? tolerance));
    const isEmpty = received.every((numbers) => numbers.every(Number.isNaN));
    return wrong(
      `${described(exercise, cases[off]!)}: expected ${inShort(truth(...cases[off]!))}, ` +
        `received ${shown(received[off]!)}`,
      known?.hint ?? (isEmpty ? "write yours where the cell has NaN or an empty list" : hint),
    );
  };
}

type Answer = (...inputs: unknown[]) => unknown;

const shown = (numbers: readonly number[]): string =>
  numbers.length === 1 ? inShort(numbers[0]) : numbers.length ? inShort(numbers) : "no number";

function tried<Inputs extends readonly unknown[]>(
  exercise: FunctionExercise<Inputs>,
  answer: Answer,
  values: Inputs,
): Outcome {
  const { truth, given = (...inputs: Inputs) => inputs } = exercise;
  const where = described(exercise, values);
  const numbers = Array.isArray(truth(...values)) ? "a list of numbers" : "a number";
  let received: unknown;
  try {
    const found = tf.tidy(() => {
      received = answer(...given(...copyOf(values)).map(copyOf));
      const list = numbersOf(received);
      return { list, what: list ? "" : inShort(received) };
    });
    if (found.list) return { numbers: found.list };
    if (received instanceof Promise) received.catch(() => undefined);
    const fix =
      received instanceof Promise
        ? "leave out async: the check does not wait"
        : received === undefined
          ? "does it return what it has worked out? { } after => wants a return"
          : `give back ${numbers}`;
    return { problem: wrong(`${where}: expected ${numbers}, received ${found.what}`, fix) };
  } catch (thrown) {
    const says = `${where}: expected ${numbers}, but it threw "${describeError(thrown)}"`;
    return { problem: wrong(says, "run it by itself in a cell with these inputs") };
  }
}

const described = <Inputs extends readonly unknown[]>(
  { inputs }: FunctionExercise<Inputs>,
  values: Inputs,
): string => `for ${inputs.map((name, i) => `${name} = ${inShort(values[i])}`).join(", ")}`;

/** An exercise whose answer is one number. */
export interface NumberExercise {
  readonly truth: number;
  readonly mistakes: readonly { readonly gives: number; readonly hint: string }[];
  readonly hint: string;
  readonly right: string;
}

/** Makes the look of an exercise whose answer is one number, right within half a percent. */
export function numberExercise({ truth, mistakes, hint, right: so }: NumberExercise): Look {
  const tolerance = 0.005;
  return (answer) => {
    const [received, ...more] = numbersSafely(answer) ?? [];
    if (received === undefined || more.length)
      return wrong(`expected one number, received ${safely(answer)}`, hint);
    if (agree([received], [truth], tolerance)) return right(so);
    const known = mistakes.find(({ gives }) => agree([received], [gives], tolerance));
    const nothing = Number.isNaN(received) ? "write yours in place of NaN" : hint;
    return wrong(`expected another number, received ${inShort(received)}`, known?.hint ?? nothing);
  };
}

function numbersSafely(value: unknown): number[] | undefined {
  try {
    return numbersOf(value);
  } catch {
    return undefined;
  }
}

/** In short, whatever it is: objects may throw when they are looked at. */
export function safely(value: unknown): string {
  try {
    return inShort(value);
  } catch {
    return "something that cannot be looked at";
  }
}
