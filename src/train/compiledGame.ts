import type * as tf from "@tensorflow/tfjs";
import { compileStep, type CompiledStep } from "../runtime/compile/compileStep";
import type { Game } from "./game";
import { updateDiscriminator, updateGenerator } from "./steps";

/** A game's two updates, each one call to TensorFlow once it is known. */
export interface CompiledGame {
  /** (real, z) -> `[loss, D(x), D(G(z)), gradient norm]`. */
  readonly discriminator: CompiledStep;
  /** (z) -> `[loss, D(G(z)), gradient norm]`. */
  readonly generator: CompiledStep;
}

const compiled = new WeakMap<Game, CompiledGame>();

/** The compiled updates of a game; the same game always gets the same ones. */
export function compiledGame(game: Game): CompiledGame {
  const known = compiled.get(game);
  if (known) return known;
  const made: CompiledGame = {
    discriminator: compileStep((real, z) => [updateDiscriminator(game, real, z)], optionsFor(game.discriminatorOptimizer)), // prettier-ignore
    generator: compileStep((z) => [updateGenerator(game, z)], optionsFor(game.generatorOptimizer)),
  };
  compiled.set(game, made);
  return made;
}

/** Adam's settings are numbers in JavaScript, so the graph holds them as constants; its step count is kept there too. */
function optionsFor(optimizer: tf.AdamOptimizer): Parameters<typeof compileStep>[1] {
  const counting = optimizer as unknown as { incrementIterations(): void };
  return { key: () => JSON.stringify(optimizer.getConfig()), afterReplay: () => counting.incrementIterations() };
}
