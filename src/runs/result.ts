import { join } from "node:path";
import { z } from "zod";
import { meanOfLast } from "../base/mean";
import { readJson, writeJson, type ReadBack } from "../base/readJson";
import type { TrainingEnding, TrainingState } from "../train/trainGan";
import type { Best } from "./best";

/** JSON has no NaN: it is null there. */
const mean = z.number().nullable();
const schema = z.strictObject({
  format: z.literal("ganbook-result"),
  version: z.literal(1),
  ending: z.enum(["finished", "stopped", "diverged", "failed"]),
  step: z.int().min(0),
  secondsOfSteps: z.number(),
  finished: z.string(),
  discriminatorLoss: mean,
  generatorLoss: mean,
  realScore: mean,
  fakeScore: mean,
  best: z.strictObject({ step: z.int(), name: z.string(), value: z.number() }).optional(),
  writeProblem: z.string().optional(),
});

/** What `result.json` says; means of the last 20 steps, `null` where they are no numbers. */
export interface RunResult {
  readonly format: "ganbook-result";
  readonly version: 1;
  readonly ending: TrainingEnding;
  readonly step: number;
  /** Wall-clock seconds of all steps. */
  readonly secondsOfSteps: number;
  /** ISO 8601. */
  readonly finished: string;
  readonly discriminatorLoss: number | null;
  readonly generatorLoss: number | null;
  readonly realScore: number | null;
  readonly fakeScore: number | null;
  readonly best?: Best | undefined;
  /** What could not be written. */
  readonly writeProblem?: string | undefined;
}

/** The path of a run's `result.json`. */
export const resultFile = (folder: string): string => join(folder, "result.json");

/** A run's result; none while it goes on and after it was killed. */
export const readResult = (folder: string): ReadBack<RunResult> =>
  readJson(resultFile(folder), schema);

export function writeResult(
  folder: string,
  { game, history }: TrainingState,
  ending: TrainingEnding,
  more: Pick<RunResult, "best" | "writeProblem">,
): void {
  const last = (values: readonly number[]): number => meanOfLast(values, 20);
  const result: RunResult = {
    format: "ganbook-result",
    version: 1,
    ending,
    step: game.step,
    secondsOfSteps: history.secondsPerStep.reduce((sum, seconds) => sum + seconds, 0),
    finished: new Date().toISOString(),
    discriminatorLoss: last(history.discriminatorLoss),
    generatorLoss: last(history.generatorLoss),
    realScore: last(history.realScore),
    fakeScore: last(history.fakeScore),
    ...more,
  };
  writeJson(resultFile(folder), result, 1);
}
