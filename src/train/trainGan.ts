import { z } from "zod";
import { onInterrupt, waitFor } from "../base/interrupt";
import { defineOptions, positiveInteger } from "../base/options";
import { dataOption, type Data } from "../data/pictures";
import {
  callbackOption,
  endAll,
  firstError,
  signalOption,
  type TrainingCallback,
  type TrainingEnding,
  type TrainingState,
} from "./callbacks";
import type { Workers } from "../runtime/collectives/workers";
import { requireRuntime } from "../runtime/start";
import { checkData } from "./checkData";
import { requireUndisposed } from "./disposal";
import { drawBatches } from "./drawBatches";
import { createGame, gameSchema, type Game, type GameOptions } from "./game";
import type { History } from "./history";
import { takePlayers } from "./playing";
import { breather, playRound } from "./playRound";
import { noCluster, workersOption } from "./workersOption";

export interface TrainingOptions {
  /** What G is to learn to draw, in the shape that both players have. */
  data: Data;
  /**
   * Passes over the data. Default 100. A step takes `discriminatorSteps` batches, so that with k of
   * them an epoch has 1 / k as many steps.
   */
  epochs?: number;
  /**
   * Generator updates to make, instead of `epochs`. They are always so many more, also when a game
   * goes on.
   */
  steps?: number;
  /** Default 100. */
  batchSize?: number;
  /** Told of the start, each step, each epoch and the end, in this order. Default none. */
  callbacks?: readonly TrainingCallback[];
  /** Ends the training after the current step. */
  signal?: AbortSignal;
  /**
   * The workers that play this game together, each in a process of its own, with its share of every
   * batch: from `joinCluster` of `ganbook/scale`. Default: this process plays alone.
   */
  workers?: Workers;
  /** No option: the error says how one game is played on many machines. Default none. */
  cluster?: unknown;
}

export type { TrainingCallback, TrainingEnding, TrainingState };

/** A game to go on with, which keeps the loss and all else that it was made with. */
export type SameGameOptions = { readonly [K in keyof GameOptions]?: never } & { game: Game };

/** Players for a new game, or a game to go on with. */
export type TrainGanOptions = TrainingOptions &
  ((GameOptions & { game?: never }) | SameGameOptions);

/** What a training run leaves. */
export interface TrainingRun {
  /** The game, to look at or to go on with: `trainGan({ game, data, epochs })`. */
  readonly game: Game;
  /** The game's whole history. */
  readonly history: History;
  readonly ending: TrainingEnding;
}

const trainingShape = {
  data: dataOption,
  epochs: positiveInteger.default(100),
  steps: positiveInteger.optional(),
  batchSize: positiveInteger.default(100),
  callbacks: z.array(callbackOption).default([]),
  signal: signalOption,
  workers: workersOption.optional(),
  cluster: noCluster,
};
const newGameSchema = gameSchema.extend(trainingShape);
const readNewGame = defineOptions("trainGan", newGameSchema);
const sameGameSchema = z.strictObject({
  ...trainingShape,
  game: z.custom<Game>((value) => (value as Game)?.noise !== undefined, "expected a game"),
});
const readSameGame = defineOptions("trainGan", sameGameSchema);

/**
 * Plays the adversarial game: for every batch, `discriminatorSteps` updates of D, then one of G.
 *
 * Yields to the event loop between rounds, so that a notebook stays alive. The notebook's stop
 * button ends it after the current step; a second press fails the cell.
 *
 * @returns the game, its history and why it ended; also after a stop
 * @throws TypeError or RangeError on wrong options, before anything is trained; Error when the
 *   runtime has not been started, the game has been disposed or is being trained; what a callback
 *   throws
 */
export async function trainGan(options: TrainGanOptions): Promise<TrainingRun> {
  requireRuntime("trainGan");
  const { game, training } = prepare(options);
  requireUndisposed("trainGan", game);
  const { data, batchSize, callbacks, signal, workers } = training;
  checkData(game, data, batchSize, workers);
  const batches = drawBatches(game, data, batchSize, workers);
  const stepsPerEpoch = (): number => batches.stepsPerEpoch / game.discriminatorSteps;
  const epochsOver = (): number =>
    Math.floor((game.step * game.discriminatorSteps) / batches.stepsPerEpoch);
  const stepsTotal = training.steps ?? Math.ceil(training.epochs * stepsPerEpoch());
  const start = game.step;

  let ending: TrainingEnding = "failed";
  let stopped = false;
  let isTorn = false;
  let isOver = false; // of several workers: all of them know that one wants to stop
  const mustStop = (): boolean => stopped || signal?.aborted === true;
  const stop = (): void => void (stopped = true);
  const state: TrainingState = {
    game,
    history: game.history,
    data,
    get stepsDone() {
      // Fewer than before when a callback has gone back to an earlier state.
      return game.step - start;
    },
    stepsTotal,
    batchSize,
    get stepsPerEpoch() {
      return stepsPerEpoch();
    },
    stop,
    get isStopping() {
      return mustStop();
    },
    get isTorn() {
      return isTorn;
    },
  };
  // From here on Node's own SIGINT cannot break in and leave the game taken.
  await Promise.resolve();
  const giveBack = takePlayers(game);
  const release = onInterrupt(stop);
  const breathe = breather();
  const begun: TrainingCallback[] = [];
  const errors: unknown[] = [];
  try {
    for (const callback of callbacks) {
      begun.push(callback);
      await waitFor(callback.onStart?.(state));
    }
    while (state.stepsDone < stepsTotal && !(workers ? isOver : mustStop())) {
      const before = epochsOver();
      requireUndisposed("trainGan", game);
      isOver = await playRound(game, { batches, breathe, workers, wantsToStop: mustStop() });
      const isEpoch = epochsOver() > before;
      for (const callback of callbacks) await waitFor(callback.onStep?.(state));
      if (isEpoch) for (const callback of callbacks) await waitFor(callback.onEpoch?.(state));
      if (hasDiverged(game.history)) break;
    }
    if (hasDiverged(game.history)) ending = "diverged";
    else ending = state.stepsDone === stepsTotal ? "finished" : "stopped";
  } catch (error) {
    isTorn = workers !== undefined; // another may have died in the middle of a round
    errors.push(error);
  } finally {
    release();
    await batches.end();
  }
  errors.push(...(await endAll(begun, state, ending)));
  giveBack();
  if (errors.length) throw firstError(errors);
  return { game, history: game.history, ending };
}

/** Whether the last step's losses are no numbers. */
export function hasDiverged({ discriminatorLoss, generatorLoss }: History): boolean {
  return (
    discriminatorLoss.length > 0 &&
    !Number.isFinite(discriminatorLoss.at(-1)! + generatorLoss.at(-1)!)
  );
}

type Training = z.output<z.ZodObject<typeof trainingShape>>;

function prepare(options: TrainGanOptions): { game: Game; training: Training } {
  if (typeof options === "object" && options !== null && "game" in options) {
    const { game, ...training } = readSameGame(options);
    return { game, training };
  }
  const { data, epochs, steps, batchSize, callbacks, signal, workers, cluster, ...players } =
    readNewGame(options);
  return {
    game: createGame(players),
    training: { data, epochs, steps, batchSize, callbacks, signal, workers, cluster },
  };
}
