import { z } from "zod";
import { defineOptions, positiveInteger, positiveNumber } from "../base/options";
import { setAnnealed, setBeta2, setLearningRate } from "./changeGame";
import type { TrainingCallback, TrainingState } from "./trainGan";

/** How a number changes along half a cosine. */
export interface Annealing {
  /** At step 0. */
  from: number;
  /** From step `steps` on. */
  to: number;
}

export interface AnnealRatesOptions {
  /** Both players' learning rate at step 0. */
  from: number;
  /** And from step `steps` on. */
  to: number;
  steps: number;
  /** Adam's beta2, of both players. Default: it stays. */
  beta2?: Annealing;
  /** What the loss' penalties are multiplied with. Default: they stay. */
  penaltyFactor?: Annealing;
  /** The averaged generator's decay, where the game has one. Default: it stays. */
  averageDecay?: Annealing;
}

const share = z.number().min(0).lt(1);
const shares = z.strictObject({ from: share, to: share });
const factor = z.number().min(0);
/** The options of `annealRates`. */
export const annealSchema = z.strictObject({
  from: positiveNumber,
  to: positiveNumber,
  steps: positiveInteger,
  beta2: shares.optional(),
  penaltyFactor: z.strictObject({ from: factor, to: factor }).optional(),
  averageDecay: shares.optional(),
});
const readOptions = defineOptions("annealRates", annealSchema);

/**
 * Lowers both learning rates along half a cosine, from the first step of the game to step `steps`,
 * so that the players come to rest; and other numbers as well, as R3GAN does it
 * (https://arxiv.org/abs/2501.05441, table 6, and its train.py: the rate from 2e-4 to 5e-5, beta2
 * from 0.9 to 0.99, penalties to a tenth, a longer and longer average). They depend on the game's
 * step alone: a run that goes on later with the same callback goes on with the right ones.
 *
 * @throws TypeError on a wrong option, or, when the training starts, where there is no penalty or
 *   average to change
 */
export function annealRates(options: AnnealRatesOptions): TrainingCallback {
  const { from, to, steps, beta2, penaltyFactor, averageDecay } = readOptions(options);
  const check = ({ game }: TrainingState): void => {
    const missing =
      (penaltyFactor &&
        !game.loss.penalty &&
        `a loss with a penalty, such as "hinge + R1(0.1)", received "${game.loss.name}"`) ||
      (averageDecay &&
        !game.average &&
        "a game with an averageDecay, received one without; give createGame one");
    if (missing) throw new TypeError(`annealRates: expected ${missing}`);
  };
  const set = ({ game }: TrainingState): void => {
    const left = (1 + Math.cos(Math.PI * Math.min(1, game.step / steps))) / 2;
    const now = (change: Annealing): number => change.to + (change.from - change.to) * left;
    for (const player of ["generator", "discriminator"] as const)
      setLearningRate(game, player, now({ from, to }));
    if (beta2) setBeta2(game, now(beta2));
    if (penaltyFactor || averageDecay)
      setAnnealed(game, {
        ...(penaltyFactor && { penaltyFactor: now(penaltyFactor) }),
        ...(averageDecay && { averageDecay: now(averageDecay) }),
      });
  };
  return {
    onStart(state) {
      check(state);
      set(state);
    },
    onStep: set,
  };
}
