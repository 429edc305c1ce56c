import type * as tf from "@tensorflow/tfjs";
import type { Game } from "./game";

/** The weights that some training moves, and the game it plays. */
const moving = new Map<tf.Variable, Game>();

/**
 * Takes a game's players for one training: two at once would move the same weights, step by step in
 * turns.
 *
 * @returns a function that gives them back
 * @throws Error when another training has them
 */
export function takePlayers(game: Game): () => void {
  const weights = [...game.generatorVariables, ...game.discriminatorVariables];
  const other = weights.map((weight) => moving.get(weight)).find((owner) => owner !== undefined);
  if (other)
    throw new Error(
      "trainGan: expected a game that nobody plays, received one that another training plays " +
        `(it is at step ${other.step}). Wait for that training, or stop it first: with the ` +
        "notebook's stop button, in a script with its `signal`. The usual cause is a cell that " +
        "was run again and has no `await` before trainGan.",
    );
  for (const weight of weights) moving.set(weight, game);
  return () => weights.forEach((weight) => moving.delete(weight));
}
