import { z } from "zod";
import { defineOptions, positiveInteger, positiveNumber } from "../base/options";
import { setLearningRate } from "./changeGame";
import type { TrainingCallback, TrainingState } from "./trainGan";

export interface AnnealRatesOptions {
  /** Both players' learning rate at step 0. */
  from: number;
  /** And from step `steps` on. */
  to: number;
  steps: number;
}

/** The options of `annealRates`. */
export const annealSchema = z.strictObject({
  from: positiveNumber,
  to: positiveNumber,
  steps: positiveInteger,
});
const readOptions = defineOptions("annealRates", annealSchema);

/**
 * Lowers both learning rates along half a cosine, from the first step of the game to step `steps`,
 * so that the players come to rest. The rate depends on the game's step alone: a run that goes on
 * later goes on with the right one.
 *
 * @throws TypeError on a wrong option
 */
export function annealRates(options: AnnealRatesOptions): TrainingCallback {
  const { from, to, steps } = readOptions(options);
  const set = ({ game }: TrainingState): void => {
    const share = (1 + Math.cos(Math.PI * Math.min(1, game.step / steps))) / 2;
    for (const player of ["generator", "discriminator"] as const)
      setLearningRate(game, player, to + (from - to) * share);
  };
  return { onStart: set, onStep: set };
}
