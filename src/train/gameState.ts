import * as tf from "@tensorflow/tfjs";
import type { StoredTensor } from "../base/tensorFile";
import { adamSlots, adamState, type AdamState } from "../runtime/adam";
import {
  checkRate,
  learningRates,
  moveTo,
  setDiscriminatorSteps,
  setLearningRate,
} from "./changeGame";
import { requireUndisposed } from "./disposal";
import type { Game } from "./game";

/**
 * Everything of a game that changes while it is played, but its history. Data are in the order of
 * their names' numbers.
 */
export interface GameState {
  readonly step: number;
  /** How many 32-bit words of the noise stream have been drawn. */
  readonly noisePosition: number;
  /** The same of the penalties' and augmentations' stream. */
  readonly penaltyPosition: number;
  readonly learningRate: { readonly generator: number; readonly discriminator: number };
  readonly discriminatorSteps: number;
  /** Updates made by each optimizer. */
  readonly iterations: { readonly generator: number; readonly discriminator: number };
  /** Weights, Adam's moments and powers, and the averaged weights. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

const players = ["generator", "discriminator"] as const;
const adamOf = (game: Game, player: (typeof players)[number]): AdamState =>
  adamState(game[`${player}Optimizer`]);

/**
 * Every variable of the game under the name it has in a state. Adam's moments are made where there
 * are none yet.
 */
function variablesOf(game: Game): Map<string, tf.Variable> {
  const named = new Map<string, tf.Variable>();
  for (const player of players) {
    game[player].weights.forEach((weight, i) =>
      named.set(`${player}/${i}`, weight.read() as tf.Variable),
    );
    const adam = adamOf(game, player);
    adamSlots(adam, game[`${player}Variables`]).forEach(([, mean, square], i) => {
      named.set(`${player}/adam/mean/${i}`, mean);
      named.set(`${player}/adam/square/${i}`, square);
    });
    named.set(`${player}/adam/beta1Power`, adam.accBeta1);
    named.set(`${player}/adam/beta2Power`, adam.accBeta2);
  }
  game.average?.pairs.forEach(({ mean }, i) => named.set(`average/${i}`, mean));
  if (game.average) named.set("average/steps", game.average.steps);
  return named;
}

/**
 * A copy of the game's state.
 *
 * @throws Error when the game has been disposed
 */
export function readGameState(game: Game): GameState {
  requireUndisposed("readGameState", game);
  const tensors = new Map<string, StoredTensor>();
  for (const [name, variable] of variablesOf(game))
    tensors.set(name, { shape: variable.shape, values: variable.dataSync<"float32">().slice() });
  return {
    step: game.step,
    noisePosition: game.noise.position,
    penaltyPosition: game.penaltyNoise.position,
    learningRate: learningRates(game),
    discriminatorSteps: game.discriminatorSteps,
    iterations: {
      generator: game.generatorOptimizer.iterations,
      discriminator: game.discriminatorOptimizer.iterations,
    },
    tensors,
  };
}

/**
 * Puts a game into a state it, or a game with the same players, was in: from there it goes on bit
 * for bit. The history is cut at the state's step.
 *
 * @throws Error, before anything has changed, when the state belongs to other players, or the game
 *   has been disposed; TypeError when one of its rates is none
 */
export function writeGameState(game: Game, state: GameState): void {
  requireUndisposed("writeGameState", game);
  const variables = variablesOf(game);
  const names = new Set([...variables.keys(), ...state.tensors.keys()]);
  for (const name of names) {
    const [wanted, given] = [variables.get(name)?.shape, state.tensors.get(name)?.shape];
    if (String(wanted) !== String(given))
      throw new Error(
        `expected a state of the same players, received another: ${name} is ` +
          `${describeShape(wanted)} in the game and ${describeShape(given)} in the state`,
      );
  }
  for (const player of players) checkRate("writeGameState", state.learningRate[player]);
  tf.tidy(() => {
    for (const [name, variable] of variables) {
      const { shape, values } = state.tensors.get(name)!;
      variable.assign(tf.tensor(values.slice(), [...shape], variable.dtype));
    }
  });
  for (const player of players) {
    setLearningRate(game, player, state.learningRate[player]);
    adamOf(game, player).iterations_ = state.iterations[player];
  }
  setDiscriminatorSteps(game, state.discriminatorSteps);
  moveTo(game, state);
}

const describeShape = (shape: readonly number[] | undefined): string =>
  shape ? JSON.stringify(shape) : "missing";
