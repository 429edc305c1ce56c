import * as tf from "@tensorflow/tfjs";
import { compileStep, type CompiledStep, type CompileStepOptions } from "../runtime/compile/compileStep";
import { gather } from "../runtime/gather";
import { drawNormals, reserveNormals } from "../runtime/randomTensor";
import type { Game } from "./game";
import { updateDiscriminator, updateGenerator } from "./steps";

const compiled = new WeakMap<Game, CompiledStep>();

/**
 * A whole round of a game, one call to TensorFlow once it is known: for each batch an update of D, then one of G. The same
 * game always gets the same function. It takes all samples `[size, ...shape]`, the positions of each batch's samples in
 * them (int32), as many noises and one more for G, from {@link reserveNoise}, and where the loss has a penalty as many
 * places from `reservePenalty`: the data stay where TensorFlow is. It gives what the last update of D measured and then what G's did, as one tensor `[7]`.
 */
export function compiledRound(game: Game, options: CompileStepOptions = {}): CompiledStep {
  const known = compiled.get(game);
  if (known) return known;
  const round = compileStep((samples, ...inputs) => {
    const steps = (inputs.length - 1) / (game.loss.penalty ? 3 : 2);
    const [batches, noises, places] = [0, steps, 2 * steps + 1].map((start) => inputs.slice(start)) as [tf.Tensor1D[], tf.Tensor1D[], tf.Tensor1D[]]; // prettier-ignore
    const shape = [batches[0]!.shape[0], game.latentSize];
    const real = batches.slice(0, steps).map((indices) => gather(samples, indices));
    const judged = real.map((x, k) => updateDiscriminator(game, x, drawNormals(noises[k]!, shape), places[k]));
    return [tf.concat([judged.at(-1)!, updateGenerator(game, drawNormals(noises[steps]!, shape), real.at(-1))])];
  }, options);
  compiled.set(game, round);
  return round;
}

/** Sets aside the noise for one batch from the game's stream, to be drawn inside the round. */
export function reserveNoise(game: Game, count: number): tf.Tensor1D {
  return reserveNormals(game.noise, [count, game.latentSize]);
}
