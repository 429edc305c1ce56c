import { existsSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { z } from "zod";
import { defineOptions, positiveInteger } from "../base/options";
import { callbackOption, signalOption } from "../train/callbacks";
import { gameSchema, type Game, type GameOptions } from "../train/game";
import { readGameState, writeGameState } from "../train/gameState";
import { findLoss } from "../train/losses/lossOption";
import { recallHistory, setLearningRate } from "../train/changeGame";
import { trainGan, type TrainingCallback, type TrainingRun } from "../train/trainGan";
import { workersOption } from "../train/workersOption";
import type { Workers } from "../runtime/collectives/workers";
import { bestOption, readBest, type BestMeasure } from "./best";
import { freeFolder, runName } from "./folder";
import { foundSchema, loadGame, makeGame, type LoadGameOptions } from "./loadGame";
import { RunRecorder } from "./recorder";
import type { Unsaved } from "./unsaved";

export interface ResumeRunOptions extends Omit<LoadGameOptions, "step"> {
  /**
   * Steps to make: always so many more. Default: those that the run has not made yet of its plan.
   */
  steps?: number;
  /** As for `trainGan`; the recorder comes before them. Default none. */
  callbacks?: readonly TrainingCallback[];
  /** Ends the training after the current step. */
  signal?: AbortSignal;
  /** The measure of the best checkpoint, to go on with it. */
  best?: BestMeasure;
  /** As for `trainGan`. Default: this process plays alone. */
  workers?: Workers;
}

/** A training run and the folder that it was recorded in. */
export interface RecordedRun extends TrainingRun {
  readonly folder: string;
  /** What could not be saved; missing where the last state is on the disk. */
  readonly unsaved?: Unsaved;
}

const resumeSchema = foundSchema.extend({
  steps: positiveInteger.optional(),
  callbacks: z.array(callbackOption).default([]),
  signal: signalOption,
  best: bestOption,
  workers: workersOption.optional(),
});
const readResumeOptions = defineOptions("resumeRun", resumeSchema);

/**
 * Goes on with a recorded run in its own folder, from the newest sound checkpoint, as if it had
 * never stopped: bit for bit. It never goes back: that is what `forkRun` is for.
 *
 * @throws TypeError on a wrong option, or when the data or the loss are others; Error where there
 *   is no run or no sound checkpoint, somebody else plays it, or its plan is done and no `steps`
 *   are given
 */
export async function resumeRun(
  folder: string,
  options: ResumeRunOptions = {},
): Promise<RecordedRun> {
  const { steps, best, callbacks, signal, workers, ...found } = readResumeOptions(options);
  const { game, data, config } = await loadGame(folder, found);
  const left = steps ?? config.plannedSteps - game.step;
  if (left <= 0)
    throw new Error(
      `${folder} has made all of its ${config.plannedSteps} steps; pass steps: n to make n more`,
    );
  const { value: known } = readBest(folder);
  if (known && !best)
    console.warn(
      `${folder}: its best checkpoint was chosen by "${known.name}"; no later one will be, ` +
        "unless you pass it as best: { name, measure }",
    );
  const recorder = new RunRecorder({ choose: () => folder, settings: config.recorder, best, game });
  return play(recorder, { game, data, config }, { steps: left, callbacks, signal, workers });
}

interface Play {
  workers?: Workers | undefined;
  steps: number;
  callbacks: readonly TrainingCallback[];
  signal: AbortSignal | undefined;
}

async function play(
  recorder: RunRecorder,
  { game, data, config }: Awaited<ReturnType<typeof loadGame>>,
  { steps, callbacks, signal, workers }: Play,
): Promise<RecordedRun> {
  const run = await trainGan({
    game,
    data,
    batchSize: config.batchSize,
    steps,
    callbacks: [recorder, ...callbacks], // what they are told is recorded already
    ...(signal && { signal }),
    ...(workers && { workers }),
  });
  const { folder, unsaved } = recorder;
  return { ...run, folder, ...(unsaved && { unsaved }) };
}

export interface ForkRunOptions extends ResumeRunOptions {
  /** From the game as it was after this step, `"best"` or `"latest"`. */
  from: number | "best" | "latest";
  /** Steps to make. */
  steps: number;
  /** The new run's name, in the same folder of runs. Default: the old one's and `-fork`. */
  name?: string;
  /** Another loss from here on, as for `createGame`. Default: the run's own. */
  newLoss?: GameOptions["loss"];
  /** Other learning rates from here on. Default: those of then. */
  learningRate?: number | { generator: number; discriminator: number };
}

const forkSchema = resumeSchema.extend({
  from: z.union([z.int().min(0), z.enum(["best", "latest"])]),
  steps: positiveInteger,
  name: runName.optional(),
  newLoss: gameSchema.shape.loss.unwrap().optional(),
  learningRate: gameSchema.shape.learningRate.unwrap().optional(),
});
const readForkOptions = defineOptions("forkRun", forkSchema);

/**
 * Takes a recorded run at any recorded step and plays on with another loss or rate, as a new run
 * beside it.
 *
 * @throws TypeError on a wrong option, or when the data or the loss are others; Error where there
 *   is no run or no sound checkpoint, or the step was not recorded
 */
export async function forkRun(folder: string, options: ForkRunOptions): Promise<RecordedRun> {
  const { from, steps, name, newLoss, learningRate, callbacks, signal, best, workers, ...found } =
    readForkOptions(options);
  if (!existsSync(folder)) throw new Error(`expected a run at ${folder}, found nothing`);
  const { game: old, data, config } = await loadGame(folder, { ...found, step: from });
  const game = newLoss
    ? withState(old, await makeGame(folder, config, findLoss(newLoss), found.layers))
    : old;
  if (learningRate !== undefined)
    for (const player of ["generator", "discriminator"] as const)
      setLearningRate(
        game,
        player,
        typeof learningRate === "number" ? learningRate : learningRate[player],
      );
  const parent = { folder, step: game.step };
  const place = resolve(folder);
  const choose = (): string => freeFolder(dirname(folder), name ?? `${basename(place)}-fork`);
  const { recorder: settings, notes, firstWeights } = config;
  const parts = { choose, settings, best, parent, notes, ...(firstWeights && { firstWeights }) };
  const recorder = new RunRecorder(parts);
  return play(recorder, { game, data, config }, { steps, callbacks, signal, workers });
}

/** Puts a new game into the state of an old one; they share nothing. */
function withState(old: Game, game: Game): Game {
  writeGameState(game, readGameState(old));
  recallHistory(game, old.history);
  return game;
}
