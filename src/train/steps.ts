import * as tf from "@tensorflow/tfjs";
import { drawUniforms, randomNormal, reservePlace } from "../runtime/randomTensor";
import { updateAverage } from "./average";
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
  return randomNormal(game.noise, [count, game.latentSize]) as tf.Tensor2D;
}

/**
 * One update of the discriminator: push D(x) up and D(G(z)) down. The generator does not change.
 *
 * @param real real samples `[batch, ...sampleShape]`
 * @param z noise `[batch, latentSize]`; drawn from the game's stream when left out
 */
export async function discriminatorStep(game: Game, real: tf.Tensor, z?: tf.Tensor): Promise<DiscriminatorReport> {
  return discriminatorReport(await readNumbers(tf.tidy(() => updateDiscriminator(game, real, z ?? drawNoise(game, real.shape[0] ?? 1), reservePenalty(game, real.size))))); // prettier-ignore
}

/**
 * One update of the generator: push D(G(z)) up. The discriminator does not change.
 *
 * @param count how many samples to draw; or `z`, the noise itself `[batch, latentSize]`
 * @param real as many real samples; only relativistic losses need them
 */
export async function generatorStep(game: Game, count: number | tf.Tensor, real?: tf.Tensor): Promise<GeneratorReport> {
  return generatorReport(await readNumbers(tf.tidy(() => updateGenerator(game, typeof count === "number" ? drawNoise(game, count) : count, real)))); // prettier-ignore
}

/** Sets aside random numbers for a penalty on so many values, where the loss has one: their place in the game's stream. */
export function reservePenalty({ loss, penaltyNoise }: Game, length: number): tf.Tensor1D | undefined {
  return loss.penalty && reservePlace(penaltyNoise, length);
}

/** D's update without reading anything back: `[loss, D(x), D(G(z)), gradient norm]`. */
export function updateDiscriminator(game: Game, real: tf.Tensor, z: tf.Tensor, place?: tf.Tensor1D): tf.Tensor1D {
  const { generator, discriminator, discriminatorVariables, loss, labelSmoothing } = game;
  const fake = play(generator, z);
  const measured = update(game.discriminatorOptimizer, discriminatorVariables, () => {
    const realLogits = play(discriminator, real);
    const fakeLogits = play(discriminator, fake);
    const judged = loss.discriminator(realLogits, fakeLogits, 1 - labelSmoothing);
    const discriminate = (samples: tf.Tensor): tf.Tensor => play(discriminator, samples);
    const penalty = loss.penalty?.of({ discriminate, real, fake, uniform: (shape) => drawUniforms(place!, shape) });
    return [penalty ? tf.add(judged, penalty) : judged, score(realLogits), score(fakeLogits)];
  });
  const { clip } = loss;
  if (clip !== undefined) for (const variable of discriminatorVariables) variable.assign(tf.clipByValue(variable, -clip, clip)); // prettier-ignore
  return measured;
}

/** G's update without reading anything back: `[loss, D(G(z)), gradient norm]`. */
export function updateGenerator(game: Game, z: tf.Tensor, real?: tf.Tensor): tf.Tensor1D {
  const { discriminator, generator, loss } = game;
  if (loss.isRelativistic && !real)
    throw new TypeError(
      `generatorStep: expected real samples, which the loss "${loss.name}" compares with, received none`,
    );
  const measured = update(game.generatorOptimizer, game.generatorVariables, () => {
    const fakeLogits = play(discriminator, play(generator, z));
    const realLogits = loss.isRelativistic ? play(discriminator, real!) : fakeLogits;
    return [loss.generator(fakeLogits, realLogits), score(fakeLogits)];
  });
  if (game.average) updateAverage(game.average);
  return measured;
}

/** Names the numbers of {@link updateDiscriminator}. */
export function discriminatorReport(numbers: readonly number[]): DiscriminatorReport {
  const [loss, realScore, fakeScore, gradientNorm] = numbers as [number, number, number, number];
  return { loss, realScore, fakeScore, gradientNorm };
}

/** Names the numbers of {@link updateGenerator}. */
export function generatorReport(numbers: readonly number[]): GeneratorReport {
  const [loss, fakeScore, gradientNorm] = numbers as [number, number, number];
  return { loss, fakeScore, gradientNorm };
}

/** A tensor's numbers; frees it. */
async function readNumbers(measured: tf.Tensor): Promise<number[]> {
  const numbers = Array.from(await measured.data());
  measured.dispose();
  return numbers;
}

const play = (model: tf.LayersModel, input: tf.Tensor): tf.Tensor =>
  model.apply(input, { training: true }) as tf.Tensor;
const score = (logits: tf.Tensor): tf.Scalar => tf.mean(tf.sigmoid(logits));

/**
 * Moves `variables` one optimizer step down the first scalar that `objective` returns. Returns all its scalars and the
 * gradient's norm as one tensor.
 */
function update(
  optimizer: tf.Optimizer,
  variables: tf.Variable[],
  objective: () => [tf.Scalar, ...tf.Scalar[]],
): tf.Tensor1D {
  let watched: tf.Scalar[] = [];
  const { value, grads } = tf.variableGrads(() => {
    const [loss, ...others] = objective();
    watched = others.map((scalar) => tf.keep(scalar));
    return loss;
  }, variables);
  const squares = Object.values(grads).map((gradient) => tf.sum(tf.square(gradient)));
  const measured = tf.stack([value, ...watched, tf.sqrt(squares.reduce((a, b) => tf.add(a, b)))]) as tf.Tensor1D;
  tf.dispose(watched);
  optimizer.applyGradients(grads);
  return measured;
}
