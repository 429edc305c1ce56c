import type * as tf from "@tensorflow/tfjs";
import {
  compileWatched,
  type CompiledStep,
  type CompileStepOptions,
} from "../runtime/compile/compileStep";
import { drawOwnRows, withShare, type Share } from "../runtime/collectives/share";
import type { Workers } from "../runtime/collectives/workers";
import { countPlaces, drawNormals, placesTensor } from "../runtime/randomTensor";
import { compiledRounds } from "./disposal";
import type { Game } from "./game";
import { findOwnCode } from "./ownCode";
import { reservePlaces, type Places } from "./players";
import { updateDiscriminator, updateGenerator } from "./updates";

/**
 * Where the random numbers of one update begin, set aside in the game's streams: the {@link
 * Places}, where the game has a penalty or an augmentation, and last those of z `[batch,
 * latentSize]`.
 */
export type UpdateNoise = Places;

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
  /** Where the game is annealed, from `annealedTensor`. */
  readonly annealed?: tf.Tensor1D | undefined;
  /** Of one of several workers: 1 where it wants to stop after this round, else 0. */
  readonly vote?: tf.Scalar | undefined;
}

/** What the last update of D, and G's, measured: `updateDiscriminator`, `updateGenerator`. */
export interface RoundResults {
  readonly discriminator: tf.Tensor1D;
  readonly generator: tf.Tensor1D;
}

/** A whole round of a game: for each batch an update of D, then one of G. */
function round(game: Game, { updates, noise, annealed, vote }: RoundInputs): RoundResults {
  const { real, condition } = updates.at(-1)!;
  const draw = (places: UpdateNoise): tf.Tensor =>
    drawOwnRows([real.shape[0], game.latentSize], (shape) =>
      drawNormals(places, countPlaces(places) - 1, shape),
    );
  const judged = updates.map((update) =>
    updateDiscriminator(game, update.real, draw(update.noise), {
      condition: update.condition,
      places: update.noise,
      annealed,
    }),
  );
  const generator = updateGenerator(game, draw(noise), {
    real,
    condition,
    places: noise,
    annealed,
    vote,
  });
  return { discriminator: judged.at(-1)!, generator };
}

/** A round as a compiled step. */
export type CompiledRound = CompiledStep<[RoundInputs], RoundResults>;

/**
 * A game's round, one call to TensorFlow once it is known. Losses, penalties and layers of your own
 * are watched: a change is noticed whenever it comes.
 */
export function compileRound(
  game: Game,
  options: CompileStepOptions = {},
  workers?: Workers,
): CompiledRound {
  const shareOf = ({ updates }: RoundInputs): Share | undefined =>
    workers && { workers, rows: updates[0]!.real.shape[0], parts: game.packing };
  const count = workers?.count ?? 1;
  return compileWatched(
    (inputs: RoundInputs) => withShare(shareOf(inputs), () => round(game, inputs)),
    {
      ...options,
      own: ({ updates }) => findOwnCode(game, updates[0]!.real.shape[0], count),
    },
  );
}

/** The round that a game is trained with, always the same for the same workers. */
export function roundOf(game: Game, workers?: Workers): CompiledRound {
  const known = compiledRounds.get(game) as KnownRound | undefined;
  if (known?.workers === workers && known) return known.round;
  known?.dispose();
  const compiled = compileRound(game, {}, workers);
  const entry: KnownRound = { round: compiled, workers, dispose: () => compiled.dispose() };
  compiledRounds.set(game, entry);
  return compiled;
}

interface KnownRound {
  readonly round: CompiledRound;
  readonly workers: Workers | undefined;
  dispose(): void;
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
  return placesTensor([
    ...reservePlaces(game, player, batch, length),
    game.noise.reserve(batch * game.latentSize),
  ]);
}
