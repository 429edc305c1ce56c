import { describeValue } from "../base/options";
import type { Game } from "./game";

const rateOf = (optimizer: Game["generatorOptimizer"]): { learningRate: number } =>
  optimizer as unknown as { learningRate: number };

/** Both players' learning rates, Adam's step sizes, as they are now. */
export function learningRates(game: Game): { generator: number; discriminator: number } {
  return {
    generator: rateOf(game.generatorOptimizer).learningRate,
    discriminator: rateOf(game.discriminatorOptimizer).learningRate,
  };
}

/**
 * Changes a player's learning rate, also in the middle of a training run: it counts from the next
 * step on.
 *
 * @throws TypeError when the rate is not a positive number
 */
export function setLearningRate(
  game: Game,
  player: "generator" | "discriminator",
  rate: number,
): void {
  if (!(rate > 0 && Number.isFinite(rate)))
    throw new TypeError(`setLearningRate: expected a number > 0, received ${describeValue(rate)}`);
  rateOf(
    player === "generator" ? game.generatorOptimizer : game.discriminatorOptimizer,
  ).learningRate = rate;
}

/**
 * Changes how often D is updated for each update of G, from the next step on.
 *
 * @throws TypeError when it is not a positive integer
 */
export function setDiscriminatorSteps(game: Game, steps: number): void {
  if (!Number.isInteger(steps) || steps < 1)
    throw new TypeError(
      `setDiscriminatorSteps: expected an integer >= 1, received ${describeValue(steps)}`,
    );
  game.discriminatorSteps = steps;
}
