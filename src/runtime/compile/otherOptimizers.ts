/**
 * Optimizers other than Adam: their settings, such as the learning rate, are numbers in the ops
 * that they ask for, so that a recording holds as long as they stay.
 */
import * as tf from "@tensorflow/tfjs";
import { andRestore } from "../../base/interrupt";

/** An optimizer that took part in a recorded step, and its settings then. */
export interface OtherOptimizer {
  readonly optimizer: tf.Optimizer;
  readonly settings: string;
  /** How many steps it has counted while it was recorded. */
  readonly steps: number;
}

/** What TensorFlow.js keeps protected of an optimizer. */
interface Counting {
  incrementIterations(): void;
}

const settingsOf = (optimizer: tf.Optimizer): string => JSON.stringify(optimizer.getConfig());

/** Whether its settings are those of the recording. */
export const isAsRecorded = ({ optimizer, settings }: OtherOptimizer): boolean =>
  settingsOf(optimizer) === settings;

/** Counts the steps that it does not count itself, as its JavaScript is not run. */
export function countSteps({ optimizer, steps }: OtherOptimizer): void {
  for (let i = 0; i < steps; i++) (optimizer as unknown as Counting).incrementIterations();
}

/** `instanceof` takes any optimizer for an Adam. */
const isAdam = (optimizer: tf.Optimizer): boolean =>
  Object.prototype.isPrototypeOf.call(tf.AdamOptimizer.prototype, optimizer);

/** Somebody's own class is seen in `minimize`, TensorFlow.js' also where it is given gradients. */
const places = [
  [tf.Optimizer.prototype, "minimize"],
  [tf.RMSPropOptimizer.prototype, "applyGradients"],
  [tf.AdagradOptimizer.prototype, "applyGradients"],
  [tf.AdadeltaOptimizer.prototype, "applyGradients"],
  [tf.AdamaxOptimizer.prototype, "applyGradients"],
] as const;

/**
 * Runs `work`, and writes down each optimizer in it but Adam, whose settings are inputs of its own
 * op.
 */
export function watchOthers<T>(others: OtherOptimizer[], work: () => T): T {
  const before = new Map<tf.Optimizer, { settings: string; iterations: number }>();
  const restore = places.map(([prototype, name]) => {
    const method = Object.getOwnPropertyDescriptor(prototype, name)!;
    const stock = method.value as (...given: unknown[]) => unknown;
    const watched = function (this: tf.Optimizer, ...given: unknown[]): unknown {
      if (!isAdam(this) && !before.has(this))
        before.set(this, { settings: settingsOf(this), iterations: this.iterations });
      return stock.apply(this, given);
    };
    Object.defineProperty(prototype, name, { ...method, value: watched });
    return () => Object.defineProperty(prototype, name, method);
  });
  return andRestore(work, () => {
    restore.forEach((one) => one());
    for (const [optimizer, { settings, iterations }] of before)
      others.push({ optimizer, settings, steps: optimizer.iterations - iterations });
  });
}
