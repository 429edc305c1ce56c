import { join } from "node:path";
import { z } from "zod";
import { meanOfLast } from "../base/mean";
import { readJson, writeJson, type ReadBack } from "../base/readJson";
import type { TrainingEnding, TrainingState } from "../train/trainGan";

/** JSON has no NaN: it is null there. */
const mean = z.number().nullable();
const schema = z.strictObject({
  format: z.literal("ganbook-result"),
  version: z.literal(1),
  ending: z.enum(["finished", "stopped", "diverged", "failed"]),
  step: z.int().min(0),
  /** Wall-clock seconds of all steps. */
  secondsOfSteps: z.number(),
  /** ISO 8601. */
  finished: z.string(),
  /** Means of the last 20 steps. */
  discriminatorLoss: mean,
  generatorLoss: mean,
  realScore: mean,
  fakeScore: mean,
  best: z.strictObject({ step: z.int(), name: z.string(), value: z.number() }).optional(),
  /** What could not be written. */
  writeProblem: z.string().optional(),
});

/** What `result.json` says. */
export type RunResult = Readonly<z.output<typeof schema>>;

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
