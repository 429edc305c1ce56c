import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Dataset } from "../data/dataset";
import { loadData, type DataSource } from "../data/source";
import { createGame, type Game } from "../train/game";
import { writeGameState } from "../train/gameState";
import type { History } from "../train/history";
import type { GanLoss } from "../train/losses/loss";
import { namedLoss } from "../train/losses/named";
import { setDiscriminatorSteps, setLearningRate } from "../train/settings";
import { trainGan, type TrainingEnding } from "../train/trainGan";
import { listCheckpoints, newestCheckpoint } from "./checkpoint";
import { checkSameData, modelOf, readConfig, type RunConfig } from "./config";
import { readFrames, type Frame } from "./frames";
import { readMetrics } from "./metrics";
import { readBest, type Best } from "./recorder";

/** What `result.json` says. */
export interface RunResult {
  readonly ending: TrainingEnding;
  readonly step: number;
  /** Wall-clock seconds of all steps. */
  readonly secondsOfSteps: number;
}

/** A recorded run, as numbers. */
export interface Run {
  readonly folder: string;
  readonly config: RunConfig;
  readonly history: History;
  /** Steps with a checkpoint. */
  readonly checkpoints: readonly number[];
  /** What the generator drew, from the same latent vectors each time. */
  readonly frames: readonly Frame[];
  readonly best?: Best;
  /** Missing while a run goes on, and after it was killed. */
  readonly result?: RunResult;
}

/**
 * Reads a run's folder; TensorFlow is not needed.
 *
 * @throws Error where there is no run, or one of another format version
 */
export function loadRun(folder: string): Run {
  const config = readConfig(folder);
  const [metrics, result] = [join(folder, "metrics.jsonl"), join(folder, "result.json")];
  const best = readBest(folder);
  return {
    folder,
    config,
    history: readMetrics(metrics),
    checkpoints: listCheckpoints(folder).map(({ step }) => step),
    frames: readFrames(folder),
    ...(best && { best }),
    ...(existsSync(result) && { result: JSON.parse(readFileSync(result, "utf8")) as RunResult }),
  };
}

export interface LoadGameOptions {
  /** The step to load, `"latest"` (default) or `"best"`. */
  step?: number | "latest" | "best";
  /** The run's data, where they are not a dataset that `loadData` can load. */
  data?: Dataset;
  /** The run's loss, where it is your own. */
  loss?: GanLoss;
}

/**
 * The game of a recorded run as it was after a step, bit for bit. A step without a checkpoint is played again from the one
 * before, with the learning rates of then.
 *
 * @throws Error where there is no run, step or sound checkpoint; TypeError when data or loss are missing or others
 */
export async function loadGame(
  folder: string,
  options: LoadGameOptions = {},
): Promise<{ game: Game; data: Dataset; config: RunConfig }> {
  const config = readConfig(folder);
  const data = findData(folder, config, options.data);
  const wanted = findStep(folder, options.step ?? "latest");
  const state = newestCheckpoint(folder, wanted);
  const { loss, ...settings } = config.game;
  const game = createGame({
    ...settings,
    loss: findLoss(folder, loss, options.loss),
    generator: await modelOf(config.generator),
    discriminator: await modelOf(config.discriminator),
  });
  writeGameState(game, state);
  const history = readMetrics(join(folder, "metrics.jsonl"), wanted ?? state.step);
  for (const [name, values] of Object.entries(game.history) as [keyof History, number[]][])
    values.push(...history[name].slice(0, countUntil(history, state.step)));
  if (wanted !== undefined && wanted > state.step)
    await replay(folder, { game, data, config }, history, wanted);
  return { game, data, config };
}

/** Plays on to a recorded step, each step with the settings that it had. */
async function replay(
  folder: string,
  { game, data, config }: { game: Game; data: Dataset; config: RunConfig },
  history: History,
  wanted: number,
): Promise<void> {
  const recorded = history.step.at(-1) ?? 0;
  if (recorded < wanted)
    throw new Error(
      `${folder}: expected a step up to ${recorded}, the last that was recorded, received ${wanted}`,
    );
  const prepare = (): void => {
    const i = history.step.indexOf(game.step + 1);
    if (i < 0) return; // it is the last
    setLearningRate(game, "generator", history.generatorLearningRate[i]!);
    setLearningRate(game, "discriminator", history.discriminatorLearningRate[i]!);
    setDiscriminatorSteps(game, history.discriminatorSteps[i]!);
  };
  const callbacks = [{ onStart: prepare, onStep: prepare }];
  await trainGan({ game, data, batchSize: config.batchSize, steps: wanted - game.step, callbacks });
  if (game.step !== wanted)
    throw new Error(`${folder}: stopped at step ${game.step} on the way to step ${wanted}`);
}

const countUntil = ({ step }: History, last: number): number =>
  step.filter((number) => number <= last).length;

function findStep(folder: string, step: number | "latest" | "best"): number | undefined {
  if (step === "latest") return undefined;
  if (step !== "best") return step;
  const best = readBest(folder);
  if (!best)
    throw new Error(
      `${folder}: expected a best checkpoint, found none; record the run with { best: … }`,
    );
  return best.step;
}

function findData(
  folder: string,
  { data: wanted }: RunConfig,
  given: Dataset | undefined,
): Dataset {
  if (!given && !wanted.source)
    throw new TypeError(
      `${folder}: expected the run's data "${wanted.name}" in the options; only datasets of loadMnist, mixture2d and loadIdx are found again`,
    );
  const data = given ?? loadData(wanted.source as DataSource);
  checkSameData(folder, wanted, data);
  return data;
}

function findLoss(folder: string, name: string, given: GanLoss | undefined): GanLoss {
  const loss = given ?? namedLoss(name);
  if (loss?.name === name) return loss;
  throw new TypeError(
    `${folder}: expected the run's own loss "${name}" in the options, received ${given ? `"${given.name}"` : "none"}`,
  );
}
