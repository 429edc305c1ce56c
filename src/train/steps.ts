import * as tf from "@tensorflow/tfjs";
import type { Game } from "./game";

/** What one update of the discriminator measured, before the update. */
export interface DiscriminatorReport {
  readonly loss: number;
  /** Mean D(x), a probability. */
  readonly realScore: number;
  /** Mean D(G(z)). */
  readonly fakeScore: number;
  readonly gradientNorm: number;
}

/** What one update of the generator measured, before the update. */
export interface GeneratorReport {
  readonly loss: number;
  /** Mean D(G(z)). */
  readonly fakeScore: number;
  readonly gradientNorm: number;
}

/** `count` noise vectors z ~ N(0, I) from the game's own stream: `[count, latentSize]`. */
export function drawNoise(game: Game, count: number): tf.Tensor2D {
  return tf.tensor2d(game.noise.normals(count * game.latentSize), [count, game.latentSize]);
}

/**
 * One update of the discriminator: push D(x) up and D(G(z)) down. The generator does not change.
 *
 * @param real real samples `[batch, ...sampleShape]`
 * @param z noise `[batch, latentSize]`; drawn from the game's stream when left out
 */
export function discriminatorStep(game: Game, real: tf.Tensor, z?: tf.Tensor): DiscriminatorReport {
  const { discriminator, loss, labelSmoothing } = game;
  const [value, realScore, fakeScore, gradientNorm] = update(
    game.discriminatorOptimizer,
    game.discriminatorVariables,
    () => play(game.generator, z ?? drawNoise(game, real.shape[0] ?? 1)),
    (fake) => {
      const realLogits = play(discriminator, real);
      const fakeLogits = play(discriminator, fake);
      return [loss.discriminator(realLogits, fakeLogits, 1 - labelSmoothing), score(realLogits), score(fakeLogits)];
    },
  );
  return { loss: value!, realScore: realScore!, fakeScore: fakeScore!, gradientNorm: gradientNorm! };
}

/**
 * One update of the generator: push D(G(z)) up. The discriminator does not change.
 *
 * @param count how many samples to draw; or `z`, the noise itself `[batch, latentSize]`
 */
export function generatorStep(game: Game, count: number | tf.Tensor): GeneratorReport {
  const [value, fakeScore, gradientNorm] = update(
    game.generatorOptimizer,
    game.generatorVariables,
    () => (typeof count === "number" ? drawNoise(game, count) : count),
    (z) => {
      const fakeLogits = play(game.discriminator, play(game.generator, z));
      return [game.loss.generator(fakeLogits), score(fakeLogits)];
    },
  );
  return { loss: value!, fakeScore: fakeScore!, gradientNorm: gradientNorm! };
}

const play = (model: tf.LayersModel, input: tf.Tensor): tf.Tensor =>
  model.apply(input, { training: true }) as tf.Tensor;
const score = (logits: tf.Tensor): tf.Scalar => tf.mean(tf.sigmoid(logits));

/**
 * Moves `variables` one optimizer step down the first scalar that `objective` returns. Returns all its scalars and the
 * gradient's norm, read from the device at once.
 */
function update(
  optimizer: tf.Optimizer,
  variables: tf.Variable[],
  prepare: () => tf.Tensor,
  objective: (prepared: tf.Tensor) => [tf.Scalar, ...tf.Scalar[]],
): number[] {
  return tf.tidy(() => {
    const prepared = prepare();
    let watched: tf.Scalar[] = [];
    const { value, grads } = tf.variableGrads(() => {
      const [loss, ...others] = objective(prepared);
      watched = others.map((scalar) => tf.keep(scalar));
      return loss;
    }, variables);
    const squares = Object.values(grads).map((gradient) => tf.sum(tf.square(gradient)));
    const norm = tf.sqrt(tf.addN(squares));
    const numbers = Array.from(tf.stack([value, ...watched, norm]).dataSync());
    tf.dispose(watched);
    optimizer.applyGradients(grads);
    return numbers;
  });
}
