import * as tf from "@tensorflow/tfjs";
import { shapeOf } from "./checkPlayers";
import { isGone, requireUndisposed } from "./disposal";
import type { Game } from "./game";

/**
 * D's probability of "real" on a square grid: `probability[row][column]` at `(x[column], y[row])`.
 */
export interface Surface {
  readonly x: number[];
  readonly y: number[];
  readonly probability: number[][];
}

/**
 * What D believes of each point of the square [-reach, reach]², as `plotDecision2d` wants it.
 *
 * @param resolution points per side; default 40
 * @throws TypeError when D takes other than one point of the plane; Error when it has been disposed
 */
export async function decisionSurface(
  discriminator: tf.LayersModel,
  reach: number,
  resolution = 40,
): Promise<Surface> {
  const x = Array.from(
    { length: resolution },
    (_, i) => -reach + (2 * reach * i) / (resolution - 1),
  );
  const points = x.flatMap((b) => x.flatMap((a) => [a, b]));
  const flat = await believe("decisionSurface", discriminator, points, 2);
  const probability = x.map((_, row) => flat.slice(row * resolution, (row + 1) * resolution));
  return { x, y: x, probability };
}

/**
 * D's probability of "real" along the line from `from` to `to`, as `plotDensity1d` wants it.
 *
 * @throws TypeError when D takes other than one number; Error when it has been disposed
 */
export async function decisionCurve(
  discriminator: tf.LayersModel,
  from: number,
  to: number,
  resolution = 200,
): Promise<{ x: number[]; probability: number[] }> {
  const x = Array.from(
    { length: resolution },
    (_, i) => from + ((to - from) * i) / (resolution - 1),
  );
  return { x, probability: await believe("decisionCurve", discriminator, x, 1) };
}

/** D's probability of "real" for each point, `[points, size]` numbers. */
async function believe(
  caller: string,
  discriminator: tf.LayersModel,
  points: readonly number[],
  size: number,
): Promise<number[]> {
  if (isGone(discriminator))
    throw new Error(
      `${caller}: expected a discriminator that can be asked, received one that has been ` +
        "disposed; ask before the game is disposed, or make a new one with buildDiscriminator",
    );
  if (discriminator.inputs.length > 1 || discriminator.inputs[0]!.shape[1] !== size)
    throw new TypeError(
      `${caller}: expected a discriminator that takes one point [${size}] alone, received ` +
        `one for ${discriminator.inputs.map(shapeOf).join(" and ")}`,
    );
  const probability = tf.tidy(() =>
    tf.sigmoid(
      discriminator.predict(tf.tensor2d([...points], [points.length / size, size])) as tf.Tensor,
    ),
  );
  const numbers = Array.from(await probability.data());
  probability.dispose();
  return numbers;
}

/**
 * Where each generated point would move to lower the generator's loss: -dL_G/dx for points `[n,
 * 2]`, the arrows of `plotDecision2d`. It is what the generator learns from, before its own weights
 * turn it into a step.
 *
 * @param real as many real points; only relativistic losses need them
 * @throws TypeError without the real points that the loss needs; Error when the game has been
 *   disposed
 */
export async function fakeGradients(
  game: Game,
  points: Float32Array,
  real?: Float32Array,
): Promise<{ points: Float32Array; steps: Float32Array }> {
  requireUndisposed("fakeGradients", game);
  const steps = tf.tidy(() => {
    const fakes = tf.tensor2d(points, [points.length / 2, 2]);
    const judge = (x: tf.Tensor): tf.Tensor =>
      game.discriminator.apply(x, { training: false }) as tf.Tensor;
    if (game.loss.isRelativistic && real?.length !== points.length)
      throw new TypeError(
        `fakeGradients: expected ${points.length / 2} real points, which the loss ` +
          `"${game.loss.name}" compares with, received ${(real?.length ?? 0) / 2}`,
      );
    const loss = (x: tf.Tensor): tf.Tensor => {
      const logits = judge(x);
      return game.loss.generator(
        logits,
        game.loss.isRelativistic ? judge(tf.tensor2d(real!, x.shape as [number, number])) : logits,
      );
    };
    return tf.neg(tf.grad(loss)(fakes));
  });
  const numbers = Float32Array.from(await steps.data());
  steps.dispose();
  return { points, steps: numbers };
}
