import { join } from "node:path";
import { z } from "zod";
import { readJson, writeJson, type ReadBack } from "../base/readJson";
import type { TrainingState } from "../train/trainGan";

/** What decides which checkpoint is the best. */
export interface BestMeasure {
  readonly name: string;
  /** Default `"lower"`. */
  readonly better?: "lower" | "higher";
  /** Measures the game: at each checkpoint. */
  readonly measure: (state: TrainingState) => number | Promise<number>;
}

const isFunction = (value: unknown): boolean => typeof value === "function";
/** What decides the best checkpoint, as an option. */
export const bestOption = z
  .strictObject({
    name: z.string(),
    better: z.enum(["lower", "higher"]).default("lower"),
    measure: z.custom<BestMeasure["measure"]>(isFunction, "expected a function of the training"),
  })
  .optional();

const schema = z.strictObject({ step: z.int().min(0), name: z.string(), value: z.number() });

/** The best checkpoint so far, as `best.json` has it. */
export interface Best {
  readonly step: number;
  /** The measure's. */
  readonly name: string;
  readonly value: number;
}

/** The path of a run's `best.json`. */
export const bestFile = (folder: string): string => join(folder, "best.json");

/** The best checkpoint of a run, if it has been measured. */
export const readBest = (folder: string): ReadBack<Best> => readJson(bestFile(folder), schema);

export function writeBest(folder: string, best: Best): void {
  writeJson(bestFile(folder), best);
}

/**
 * Whether a measured value takes the place of the best so far; a number that is none never does.
 */
export function isBetter(value: number, known: Best | undefined, better = "lower"): boolean {
  if (!Number.isFinite(value)) return false;
  return !known || (better === "lower" ? value < known.value : value > known.value);
}
