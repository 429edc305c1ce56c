import type * as tf from "@tensorflow/tfjs";
import {
  compileWatched,
  type CompiledStep,
  type CompileStepOptions,
} from "../runtime/compile/compileStep";
import { drawNormals, reserveNormals } from "../runtime/randomTensor";
import { compiledRounds } from "./disposal";
import type { Game } from "./game";
import { findOwnCode } from "./ownCode";
import { reservePlaces, type Places } from "./players";
import { updateDiscriminator, updateGenerator } from "./steps";

/** The random numbers of one update, set aside in the game's streams. */
export interface UpdateNoise {
  /** Those of z `[batch, latentSize]`. */
  readonly z: tf.Tensor1D;
  /** Those of the penalty and the augmentation, where the game has one. */
  readonly places: Places | undefined;
}

/** What a round takes. */
export interface RoundInputs {
  /** For each of D's updates, in their order; G's update has the last one's samples, too. */
  readonly updates: readonly {
    /** `[batch, ...shape]` */
    readonly real: tf.Tensor;
    /** `[batch, conditionSize]`, where the game is conditional. */
    readonly condition: tf.Tensor | undefined;
    readonly noise: UpdateNoise;
  }[];
  /** For G's update. */
  readonly noise: UpdateNoise;
}

/** What the last update of D, and G's, measured: `updateDiscriminator`, `updateGenerator`. */
export interface RoundResults {
  readonly discriminator: tf.Tensor1D;
  readonly generator: tf.Tensor1D;
}

/** A whole round of a game: for each batch an update of D, then one of G. */
function round(game: Game, { updates, noise }: RoundInputs): RoundResults {
  const { real, condition } = updates.at(-1)!;
  const draw = ({ z }: UpdateNoise): tf.Tensor => drawNormals(z, [real.shape[0], game.latentSize]);
  const judged = updates.map((update) =>
    updateDiscriminator(game, update.real, draw(update.noise), {
      condition: update.condition,
      places: update.noise.places,
    }),
  );
  const generator = updateGenerator(game, draw(noise), { real, condition, places: noise.places });
  return { discriminator: judged.at(-1)!, generator };
}

/** A round as a compiled step. */
export type CompiledRound = CompiledStep<[RoundInputs], RoundResults>;

/**
 * A game's round, one call to TensorFlow once it is known. Losses, penalties and layers of your own
 * are watched: a change is noticed whenever it comes.
 */
export function compileRound(game: Game, options: CompileStepOptions = {}): CompiledRound {
  return compileWatched((inputs: RoundInputs) => round(game, inputs), {
    ...options,
    own: ({ updates }) => findOwnCode(game, updates[0]!.real.shape[0]),
  });
}

/** The round that a game is trained with, always the same. */
export function roundOf(game: Game): CompiledRound {
  const known = compiledRounds.get(game);
  if (known) return known as CompiledRound;
  const compiled = compileRound(game);
  compiledRounds.set(game, compiled);
  return compiled;
}

/**
 * Sets aside the random numbers of one update with a batch of so many samples of so many values.
 */
export function reserveNoise(
  game: Game,
  player: "discriminator" | "generator",
  batch: number,
  length: number,
): UpdateNoise {
  return {
    z: reserveNormals(game.noise, [batch, game.latentSize]),
    places: reservePlaces(game, player, batch, length),
  };
}
