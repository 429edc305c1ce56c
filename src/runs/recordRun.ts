import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { defineOptions, parseOptions } from "../base/options";
import { bestOption, type BestMeasure } from "./best";
import { freeFolder, runName } from "./folder";
import { RunRecorder } from "./recorder";
import { recorderSchema, type RecorderOptions } from "./settings";

export interface RecordRunOptions extends RecorderOptions {
  /** The folder that holds all runs. Default `"runs"`. */
  runs?: string;
  /** What decides the best checkpoint. Default: none is. */
  best?: BestMeasure;
  /** More to keep in the run's settings, as JSON; `compareRuns` shows it. Default none. */
  notes?: Readonly<Record<string, unknown>>;
}

/** Whether a value comes back as it is when it is written as JSON. */
function isJson(value: unknown): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value);
  } catch {
    return false; // a circle, or a BigInt
  }
}

const schema = recorderSchema.extend({
  runs: z.string().min(1).default("runs"),
  best: bestOption,
  notes: z
    .record(z.string(), z.unknown())
    .refine(isJson, "expected JSON: texts, finite numbers, booleans, lists and objects of them")
    .default({}),
});
const readOptions = defineOptions("recordRun", schema);

/**
 * Records a training run into `runs/<name>`: its settings, a line of numbers a step, pictures,
 * checkpoints, the result (the format: src/runs/README.md). Pass it to `trainGan` in `callbacks`;
 * `resumeRun` goes on from there after any stop.
 *
 * A name that exists is never overwritten: the run goes to `<name>-2` and so on; `.folder` says
 * where. The same recorder goes on with the same game.
 *
 * @throws TypeError on a wrong name or option; Error, when training starts, where the folder cannot
 *   be made
 */
export function recordRun(name: string, options: RecordRunOptions = {}): RunRecorder {
  const { runs, best, notes, ...settings } = readOptions(options);
  parseOptions("recordRun", z.object({ name: runName }), { name });
  return new RunRecorder({ choose: () => freeFolder(runs, name), settings, best, notes });
}
