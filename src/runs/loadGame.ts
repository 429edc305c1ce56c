import { z } from "zod";
import { defineOptions } from "../base/options";
import { printMessage } from "../base/output";
import { dataOption, type Data } from "../data/pictures";
import { loadData, type DataSource } from "../data/source";
import { recallHistory, setDiscriminatorSteps, setLearningRate } from "../train/changeGame";
import { createGame, type Game } from "../train/game";
import { writeGameState } from "../train/gameState";
import type { History } from "../train/history";
import type { GanLoss } from "../train/losses/loss";
import { canBeNamed, namedLoss } from "../train/losses/named";
import type { LayerClass } from "../train/ownLayers";
import { trainGan } from "../train/trainGan";
import { useNewest } from "./checkpoint";
import { readConfig, type RunConfig } from "./config";
import { checkSameData } from "./describeRun";
import { modelOf } from "./models";
import { findStep, stepOption } from "./findStep";
import { readNumbers } from "./numbers";

export interface LoadGameOptions {
  /** The step to load, `"latest"` or `"best"`. Default `"latest"`. */
  step?: number | "latest" | "best";
  /** The run's data, where they are none that `loadData` can load. */
  data?: Data | undefined;
  /** The run's loss, where it is your own. */
  loss?: GanLoss | undefined;
  /**
   * The classes of the run's own layers, where `tf.serialization.registerClass` does not know them.
   * Default none.
   */
  layers?: readonly LayerClass[] | undefined;
}

const isLoss = (value: unknown): boolean => typeof value === "object" && value !== null;
const isClass = (value: unknown): boolean =>
  typeof value === "function" && typeof Reflect.get(value, "className") === "string";
/** Options of every function that loads a run's game. */
export const foundSchema = z.strictObject({
  data: dataOption.optional(),
  loss: z.custom<GanLoss>(isLoss, "expected a loss, { name, discriminator, generator }").optional(),
  layers: z.array(z.custom<LayerClass>(isClass, "expected a class of layers")).default([]),
});
const loadGameSchema = foundSchema.extend({
  step: stepOption,
});
const readOptions = defineOptions("loadGame", loadGameSchema);

/**
 * The game of a recorded run as it was after a step, bit for bit. A step without a checkpoint is
 * played again from the one before, with the learning rates of then.
 *
 * @throws TypeError on a wrong option, or when data or loss are missing or others; Error where
 *   there is no run, step or sound checkpoint
 */
export async function loadGame(
  folder: string,
  options: LoadGameOptions = {},
): Promise<{ game: Game; data: Data; config: RunConfig }> {
  const given = readOptions(options);
  const { config, problem } = readConfig(folder);
  if (problem) console.warn(problem);
  const data = await findData(folder, config, given.data);
  const wanted = findStep(folder, given.step);
  const game = await makeGame(folder, config, findLoss(folder, config, given.loss), given.layers);
  useNewest(folder, ({ state }) => writeGameState(game, state), wanted);
  const { history, problems } = readNumbers(folder, wanted ?? game.step);
  for (const text of problems) console.warn(text);
  recallHistory(game, history);
  if (wanted !== undefined && wanted > game.step)
    await replay(folder, { game, data, config }, history, wanted);
  return { game, data, config };
}

/** A game of a run's settings, with first weights. */
export async function makeGame(
  folder: string,
  config: RunConfig,
  loss: GanLoss,
  layers: readonly LayerClass[],
): Promise<Game> {
  const generator = await modelOf(folder, config, config.generator, layers);
  const discriminator = await modelOf(folder, config, config.discriminator, layers);
  return createGame({ ...config.game, loss, generator, discriminator });
}

/** Plays on to a recorded step, each step with the settings that it had. */
async function replay(
  folder: string,
  { game, data, config }: { game: Game; data: Data; config: RunConfig },
  history: History,
  wanted: number,
): Promise<void> {
  const recorded = history.step.at(-1) ?? 0;
  if (recorded < wanted)
    throw new Error(
      `${folder}: expected a step up to ${recorded}, the last that was recorded, received ` +
        `${wanted}`,
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

async function findData(
  folder: string,
  { data: wanted }: RunConfig,
  given: Data | undefined,
): Promise<Data> {
  if (!given && !wanted.source)
    throw new TypeError(
      `${folder}: expected the run's data "${wanted.name}" in the options; only datasets ` +
        "that loadData can load are found again",
    );
  const data = given ?? (await loadData(wanted.source as DataSource, wanted.codes));
  await checkSameData(folder, wanted, data);
  return data;
}

function findLoss(folder: string, config: RunConfig, given: GanLoss | undefined): GanLoss {
  const { name, isOwn } = { name: config.game.loss, isOwn: config.own.loss };
  const isOld = config.version === 1;
  const loss = given ?? (isOwn ? undefined : namedLoss(name));
  if (isOld && !given && loss)
    printMessage(
      `${folder} was recorded in version 1, which does not say whether its loss "${name}" is the ` +
        "library's: it is taken to be. Where it was yours, pass it as loss.",
      "warn",
    );
  if (loss?.name === name && (isOld || canBeNamed(loss) !== isOwn)) return loss;
  const received = !given
    ? "none"
    : `${canBeNamed(given) ? "the library's" : "your own"} "${given.name}"`;
  const expected =
    isOwn || !namedLoss(name)
      ? `the run's own loss "${name}" in the options`
      : `the library's loss "${name}" (leave the option out)`;
  throw new TypeError(`${folder}: expected ${expected}, received ${received}`);
}
