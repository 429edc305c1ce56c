import type * as tf from "@tensorflow/tfjs";
import type { Game } from "./game";

/**
 * The averaged generator of a game with `averageDecay`: the one to draw with.
 *
 * @throws TypeError where the game keeps no average
 */
export function averagedGenerator(game: Game): tf.LayersModel {
  if (!game.average)
    throw new TypeError(
      "averagedGenerator: expected a game with an average, received one without; give " +
        "createGame or trainGan averageDecay: 0.999",
    );
  return game.average.generator;
}
