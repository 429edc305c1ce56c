import * as tf from "@tensorflow/tfjs";
import { describeValue, requireInteger } from "../base/options";
import { placesTensor, randomNormal } from "../runtime/randomTensor";
import { requireUndisposed } from "./disposal";
import type { Game } from "./game";
import { reservePlaces } from "./players";
import { annealedTensor, updateDiscriminator, updateGenerator } from "./updates";

/** What one update of the discriminator measured, before the update. */
export interface DiscriminatorReport {
  readonly loss: number;
  /** Mean score of the real samples, as in {@link History}. */
  readonly realScore: number;
  /** The same of the generated ones. */
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

/**
 * `count` noise vectors z ~ N(0, I) from the game's own stream: `[count, latentSize]`.
 *
 * @throws RangeError where `count` is no whole number; Error when the game has been disposed
 */
export function drawNoise(game: Game, count: number): tf.Tensor2D {
  requireUndisposed("drawNoise", game);
  requireInteger("drawNoise", "count", count);
  return randomNormal(game.noise, [count, game.latentSize]) as tf.Tensor2D;
}

/**
 * One update of the discriminator: push D(x) up and D(G(z)) down. The generator does not change.
 *
 * @param real real samples `[batch, ...sampleShape]`
 * @param z noise `[batch, latentSize]`; drawn from the game's stream when left out
 * @param condition what the players of a conditional game are told of each real sample, `[batch,
 *   conditionSize]`; G draws the same
 * @throws TypeError when the rows or the condition are not of the game's size; Error when the game
 *   has been disposed
 */
export async function discriminatorStep(
  game: Game,
  real: tf.Tensor,
  z?: tf.Tensor,
  condition?: tf.Tensor,
): Promise<DiscriminatorReport> {
  requireUndisposed("discriminatorStep", game);
  checkRows("discriminatorStep", "real samples", real, sampleShapeOf(game));
  if (z) checkRows("discriminatorStep", "noise", z, [game.latentSize]);
  checkTold("discriminatorStep", game, condition);
  const batch = real.shape[0] ?? 1;
  const measured = tf.tidy(() =>
    updateDiscriminator(game, real, z ?? drawNoise(game, batch), {
      condition,
      places: placesTensor(reservePlaces(game, "discriminator", batch, real.size / batch)),
      annealed: annealedTensor(game),
    }),
  );
  return discriminatorReport(await readNumbers(measured));
}

/**
 * One update of the generator: push D(G(z)) up. The discriminator does not change.
 *
 * @param count how many samples to draw; or `z`, the noise itself `[batch, latentSize]`
 * @param real as many real samples; only relativistic losses need them
 * @param condition what to draw in a conditional game, `[batch, conditionSize]`: that of the real
 *   samples
 * @throws TypeError when the rows or the condition are not of the game's size; RangeError where a
 *   count is no whole number from 1 on; Error when the game has been disposed
 */
export async function generatorStep(
  game: Game,
  count: number | tf.Tensor,
  real?: tf.Tensor,
  condition?: tf.Tensor,
): Promise<GeneratorReport> {
  requireUndisposed("generatorStep", game);
  if (typeof count === "number") requireInteger("generatorStep", "count", count);
  else checkRows("generatorStep", "a count or noise", count, [game.latentSize]);
  if (real) checkRows("generatorStep", "real samples", real, sampleShapeOf(game));
  checkTold("generatorStep", game, condition);
  const batch = typeof count === "number" ? count : count.shape[0];
  const measured = tf.tidy(() =>
    updateGenerator(game, typeof count === "number" ? drawNoise(game, count) : count, {
      real,
      condition,
      places: placesTensor(reservePlaces(game, "generator", batch, 0)),
      annealed: annealedTensor(game),
    }),
  );
  return generatorReport(await readNumbers(measured));
}

const sampleShapeOf = ({ generator }: Game): tf.Shape => generator.outputs[0]!.shape.slice(1);

/** Rows of a shape, one at least. */
function checkRows(where: string, what: string, rows: unknown, shape: tf.Shape): void {
  const given = rows instanceof tf.Tensor ? (rows as tf.Tensor).shape : undefined;
  if (given && given[0]! > 0 && String(given.slice(1)) === String(shape)) return;
  throw new TypeError(
    `${where}: expected ${what} [batch, ${shape.join(", ")}], received ` +
      (given ? JSON.stringify(given) : describeValue(rows)),
  );
}

function checkTold(where: string, { conditionSize }: Game, condition: tf.Tensor | undefined): void {
  const given = condition?.shape[1] ?? 0;
  if (given !== conditionSize)
    throw new TypeError(
      `${where}: expected a condition [batch, ` +
        `${conditionSize}]${conditionSize ? "" : " (none: the game is not conditional)"}, ` +
        `received ${condition ? JSON.stringify(condition.shape) : "none"}`,
    );
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
export async function readNumbers(measured: tf.Tensor): Promise<number[]> {
  const numbers = Array.from(await measured.data());
  measured.dispose();
  return numbers;
}
