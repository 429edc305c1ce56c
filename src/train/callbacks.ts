import { z } from "zod";
import { waitFor } from "../base/interrupt";
import type { Data } from "../data/pictures";
import type { Game } from "./game";
import type { History } from "./history";

/** What callbacks see while a game is played. */
export interface TrainingState {
  readonly game: Game;
  readonly history: History;
  readonly data: Data;
  /** Steps made in this call. */
  readonly stepsDone: number;
  /** Steps this call will make. */
  readonly stepsTotal: number;
  readonly batchSize: number;
  /**
   * Steps in a pass over the data, of which each takes `discriminatorSteps` batches; may be broken.
   */
  readonly stepsPerEpoch: number;
  /** Ends the training after the current step. */
  stop(): void;
  /** Whether the training is about to end, because somebody wants it to. */
  readonly isStopping: boolean;
  /**
   * Whether the training of several workers has broken off, perhaps in the middle of a round: the
   * weights may be of no step, and are not to be kept.
   */
  readonly isTorn: boolean;
}

/** Something that watches a training run; every function may be async and is waited for. */
export interface TrainingCallback {
  /** Called before the first step. */
  onStart?(state: TrainingState): void | Promise<void>;
  /** Called after each step. */
  onStep?(state: TrainingState): void | Promise<void>;
  /** After every whole pass over the data. */
  onEpoch?(state: TrainingState): void | Promise<void>;
  /**
   * Called last, after a stop or an error too, for every callback whose `onStart` was called (and
   * may have failed), the last one first. An error in it does not keep the others from ending.
   */
  onEnd?(state: TrainingState, ending: TrainingEnding): void | Promise<void>;
}

const names = ["onStart", "onStep", "onEpoch", "onEnd"] as const;
const isCallback = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  names.every((name) => ["undefined", "function"].includes(typeof Reflect.get(value, name))) &&
  Object.keys(value).every((key) => !/^on[A-Z]/.test(key) || names.some((name) => name === key));
/** An option that is a callback. */
export const callbackOption: z.ZodCustom<TrainingCallback> = z.custom<TrainingCallback>(
  isCallback,
  "expected { onStart, onStep, onEpoch, onEnd }, functions",
);

/** An option that ends a training after its step. */
export const signalOption = z
  .instanceof(AbortSignal, { error: "expected an AbortSignal" })
  .optional();

/** Why a training run ended. `"diverged"`: a loss was NaN or infinite. */
export type TrainingEnding = "finished" | "stopped" | "diverged" | "failed";

/** Ends callbacks, the last one first. Returns what they threw. */
export async function endAll(
  callbacks: readonly TrainingCallback[],
  state: TrainingState,
  ending: TrainingEnding,
): Promise<unknown[]> {
  const errors: unknown[] = [];
  for (const callback of [...callbacks].reverse())
    try {
      await waitFor(callback.onEnd?.(state, ending));
    } catch (error) {
      errors.push(error);
    }
  return errors;
}

/**
 * The first of some errors, the others as its cause; where it has one already, they are printed.
 */
export function firstError([first, ...others]: readonly unknown[]): unknown {
  if (!others.length) return first;
  const suppressed = new AggregateError(others, "and then callbacks failed to end");
  if (first instanceof Error && first.cause === undefined) first.cause = suppressed;
  else console.error(suppressed);
  return first;
}
