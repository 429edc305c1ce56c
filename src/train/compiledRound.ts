import * as tf from "@tensorflow/tfjs";
import {
  compileStep,
  type CompiledStep,
  type CompileStepOptions,
} from "../runtime/compile/compileStep";
import { gather } from "../runtime/gather";
import { drawNormals, reserveNormals } from "../runtime/randomTensor";
import { compiledRounds } from "./disposal";
import type { Game } from "./game";
import { findOwnCode } from "./ownCode";
import { takesPlaces, type Places } from "./players";
import { updateDiscriminator, updateGenerator } from "./steps";

/** Tensors that a round takes, in this order. */
export interface RoundInputs {
  /**
   * All samples `[size, ...shape]`, and all conditions `[size, conditionSize]` where the game has
   * them.
   */
  readonly data: readonly tf.Tensor[];
  /** For each of D's updates: the positions of its batch's samples in the data, int32. */
  readonly batches: readonly tf.Tensor1D[];
  /** For each of D's updates and then G's: its noise, from {@link reserveNoise}. */
  readonly noises: readonly tf.Tensor1D[];
  /** For each of D's updates and then G's, where it takes one: from `reservePlaces`. */
  readonly places: readonly Places[];
}

/** A round's inputs as one list. */
export const layOut = ({ data, batches, noises, places }: RoundInputs): tf.Tensor[] => [
  ...data,
  ...batches,
  ...noises,
  ...places,
];

/**
 * A whole round of a game, one call to TensorFlow once it is known: for each batch an update of D,
 * then one of G. The same game always gets the same function. It takes {@link RoundInputs}, laid
 * out: the data stay where TensorFlow is. It gives what the last update of D measured and then what
 * G's did, as one tensor `[7]`. Losses, penalties and layers of your own are watched: a change is
 * noticed whenever it comes.
 */
export function compiledRound(
  game: Game,
  options: Pick<CompileStepOptions, "xla"> = {},
): CompiledStep {
  const known = compiledRounds.get(game);
  if (known) return known;
  const round = (...inputs: tf.Tensor[]): tf.Tensor[] => {
    const samples = inputs.shift()!;
    const conditions = game.conditionSize > 0 ? inputs.shift()! : undefined;
    const perStep = 2 + Number(takesPlaces(game, "discriminator"));
    const steps = Math.floor((inputs.length - 1) / perStep);
    const [batches, noises, places] = [0, steps, 2 * steps + 1].map((start) =>
      inputs.slice(start),
    ) as [tf.Tensor1D[], tf.Tensor1D[], Places[]];
    const shape = [batches[0]!.shape[0], game.latentSize];
    const picked = batches.slice(0, steps).map((positions) => ({
      real: gather(samples, positions),
      condition: conditions && gather(conditions, positions),
    }));
    const judged = picked.map(({ real, condition }, k) =>
      updateDiscriminator(game, real, drawNormals(noises[k]!, shape), {
        condition,
        places: places[k],
      }),
    );
    const placesOfG = takesPlaces(game, "generator") ? places[steps] : undefined;
    return [
      tf.concat([
        judged.at(-1)!,
        updateGenerator(game, drawNormals(noises[steps]!, shape), {
          ...picked.at(-1)!,
          places: placesOfG,
        }),
      ]),
    ];
  };
  const own: CompileStepOptions["own"] = (inputs) => {
    const batches = inputs[game.conditionSize > 0 ? 2 : 1]!;
    return findOwnCode(game, batches.shape[0]);
  };
  const compiledStep = compileStep(round, { ...options, own });
  compiledRounds.set(game, compiledStep);
  return compiledStep;
}

/** Sets aside the noise for one batch from the game's stream, to be drawn inside the round. */
export function reserveNoise(game: Game, count: number): tf.Tensor1D {
  return reserveNormals(game.noise, [count, game.latentSize]);
}
