import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { setLearningRate } from "../train/settings";
import { trainGan, type TrainingCallback, type TrainingRun } from "../train/trainGan";
import type { GameOptions } from "../train/game";
import type { GanLoss } from "../train/losses/loss";
import { namedLoss } from "../train/losses/named";
import { loadGame, type LoadGameOptions } from "./loadRun";
import { RunRecorder, type BestMeasure, type RecorderSettings } from "./recorder";
import { freeFolder } from "./recordRun";

export interface ResumeRunOptions extends Pick<LoadGameOptions, "data" | "loss"> {
  /** Steps to make: always so many more. Default: those that the run has not made yet of its plan. */
  steps?: number;
  callbacks?: readonly TrainingCallback[];
  signal?: AbortSignal;
  /** The measure of the best checkpoint, to go on with it. */
  best?: BestMeasure;
}

/** A training run and the folder that it was recorded in. */
export interface RecordedRun extends TrainingRun {
  readonly folder: string;
}

/**
 * Goes on with a recorded run in its own folder, from the newest sound checkpoint, as if it had never stopped: bit for bit.
 *
 * @throws Error where there is no run or no sound checkpoint, another process plays it, or its plan is done and no `steps`
 *   are given; TypeError when the data or the loss are others
 */
export async function resumeRun(
  folder: string,
  options: ResumeRunOptions = {},
): Promise<RecordedRun> {
  const { steps, callbacks = [], signal, best, ...found } = options;
  const { game, data, config } = await loadGame(folder, found);
  const left = steps ?? config.plannedSteps - game.step;
  if (left <= 0)
    throw new Error(
      `${folder} has made all of its ${config.plannedSteps} steps; pass steps: n to make n more`,
    );
  const recorder = new RunRecorder(
    { folder, game },
    config.recorder as unknown as RecorderSettings,
    best,
  );
  const run = await trainGan({
    game,
    data,
    batchSize: config.batchSize,
    steps: left,
    callbacks: [recorder, ...callbacks],
    ...(signal && { signal }),
  });
  return { ...run, folder };
}

export interface ForkRunOptions extends ResumeRunOptions {
  /** From the game as it was after this step, `"best"` or `"latest"`. */
  from: number | "best" | "latest";
  steps: number;
  /** The new run's name, in the same folder of runs. Default: the old one's and `-fork`. */
  name?: string;
  /** Another loss from here on, as for `createGame`. Default: the run's own. */
  newLoss?: GameOptions["loss"];
  /** Other learning rates from here on. Default: those of then. */
  learningRate?: number | { generator: number; discriminator: number };
}

function findLoss(name: string): GanLoss {
  const loss = namedLoss(name);
  if (!loss) throw new TypeError(`forkRun: expected the name of a loss, received "${name}"`);
  return loss;
}

/**
 * Takes a recorded run at any recorded step and plays on with another loss or rate, as a new run beside it.
 *
 * @throws as `resumeRun`, and Error when the step was not recorded
 */
export async function forkRun(folder: string, options: ForkRunOptions): Promise<RecordedRun> {
  const {
    from,
    steps,
    name,
    newLoss,
    learningRate,
    callbacks = [],
    signal,
    best,
    ...found
  } = options;
  if (!existsSync(folder)) throw new Error(`expected a run at ${folder}, found nothing`);
  const { game: old, data, config } = await loadGame(folder, { ...found, step: from });
  const game = newLoss
    ? { ...old, loss: typeof newLoss === "string" ? findLoss(newLoss) : newLoss }
    : old;
  const rates =
    typeof learningRate === "number"
      ? { generator: learningRate, discriminator: learningRate }
      : learningRate;
  if (rates) {
    setLearningRate(game, "generator", rates.generator);
    setLearningRate(game, "discriminator", rates.discriminator);
  }
  const parent = { folder, step: game.step };
  const place = (): string =>
    freeFolder(dirname(folder), name ?? `${folder.split(/[\\/]/).at(-1)}-fork`);
  const recorder = new RunRecorder(
    place,
    config.recorder as unknown as RecorderSettings,
    best,
    parent,
  );
  const run = await trainGan({
    game,
    data,
    batchSize: config.batchSize,
    steps,
    callbacks: [recorder, ...callbacks],
    ...(signal && { signal }),
  });
  return { ...run, folder: recorder.folder };
}
