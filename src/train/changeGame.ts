/** The only file that changes a game; the steps change its players' weights. */
import { describeValue } from "../base/options";
import { randomStream } from "../base/random";
import { adamState } from "../runtime/adam";
import { requireUndisposed } from "./disposal";
import type { Annealed, Game } from "./game";
import { measurements, placeAfter, type GrowingHistory, type History } from "./history";

type Changing = { -readonly [K in keyof Game]: Game[K] };
const changing = (game: Game): Changing => game;
/** The history that a game owns. */
const growing = (game: Game): GrowingHistory => game.history as GrowingHistory;
/** The numbers of one step. */
export type StepNumbers = { readonly [K in keyof History]: number };

/**
 * Both players' learning rates, Adam's step sizes, as they are now.
 *
 * @throws Error when the game has been disposed
 */
export function learningRates(game: Game): { generator: number; discriminator: number } {
  requireUndisposed("learningRates", game);
  return {
    generator: adamState(game.generatorOptimizer).learningRate,
    discriminator: adamState(game.discriminatorOptimizer).learningRate,
  };
}

/** @throws TypeError when a rate is no positive number */
export function checkRate(caller: string, rate: number): void {
  if (!(rate > 0 && Number.isFinite(rate)))
    throw new TypeError(`${caller}: expected a number > 0, received ${describeValue(rate)}`);
}

/**
 * Changes a player's learning rate, also in the middle of a training run: it counts from the next
 * step on.
 *
 * @throws TypeError when the rate is not a positive number, or there is no such player; Error when
 *   the game has been disposed
 */
export function setLearningRate(
  game: Game,
  player: "generator" | "discriminator",
  rate: number,
): void {
  checkRate("setLearningRate", rate);
  if (player !== "generator" && player !== "discriminator")
    throw new TypeError(
      `setLearningRate: expected "generator" or "discriminator", received ${describeValue(player)}`,
    );
  requireUndisposed("setLearningRate", game);
  adamState(game[`${player}Optimizer`]).learningRate = rate;
}

/**
 * Changes how often D is updated for each update of G, from the next step on.
 *
 * @throws TypeError when it is not a positive integer; Error when the game has been disposed
 */
export function setDiscriminatorSteps(game: Game, steps: number): void {
  if (!Number.isInteger(steps) || steps < 1)
    throw new TypeError(
      `setDiscriminatorSteps: expected an integer >= 1, received ${describeValue(steps)}`,
    );
  requireUndisposed("setDiscriminatorSteps", game);
  changing(game).discriminatorSteps = steps;
}

/** Changes Adam's decay of the squared gradient's mean, of both players, from the next step on. */
export function setBeta2(game: Game, beta2: number): void {
  for (const player of ["generator", "discriminator"] as const)
    adamState(game[`${player}Optimizer`]).beta2 = beta2;
}

/** Changes numbers that a game began with, from the next step on. */
export function setAnnealed(game: Game, change: Partial<Annealed>): void {
  const { annealed, average } = game;
  const begun = { penaltyFactor: 1, averageDecay: average?.decay ?? 0 };
  changing(game).annealed = { ...begun, ...annealed, ...change };
}

/** Counts a step that has been played, with what was measured. */
export function countStep(game: Game, numbers: Omit<StepNumbers, "step">): void {
  const step = game.step + 1;
  changing(game).step = step;
  const all: StepNumbers = { ...numbers, step };
  for (const name of measurements) growing(game)[name].push(all[name]);
}

/** Puts a game at another step: its history is cut there, its noise goes on from there. */
export function moveTo(
  game: Game,
  at: Readonly<{ step: number; noisePosition: number; penaltyPosition: number }>,
): void {
  Object.assign(changing(game), {
    noise: randomStream(game.seed, "noise", at.noisePosition),
    penaltyNoise: randomStream(game.seed, "penalty", at.penaltyPosition),
    step: at.step,
  });
  const kept = placeAfter(game.history, at.step);
  for (const name of measurements) growing(game)[name].length = kept;
}

/** Gives a game the history of the steps before its own, which another program or game played. */
export function recallHistory(game: Game, history: History): void {
  const known = placeAfter(history, game.step);
  for (const name of measurements)
    for (let i = 0; i < known; i++) growing(game)[name].push(history[name][i]!);
}
