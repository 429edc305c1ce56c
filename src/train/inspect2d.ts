import * as tf from "@tensorflow/tfjs";
import type { Game } from "./game";

/** D's probability of "real" on a square grid: `probability[row][column]` at `(x[column], y[row])`. */
export interface Surface {
  readonly x: number[];
  readonly y: number[];
  readonly probability: number[][];
}

/**
 * What D believes of each point of the square [-reach, reach]², as `plotDecision2d` wants it.
 *
 * @param resolution points per side; default 40
 */
export function decisionSurface(discriminator: tf.LayersModel, reach: number, resolution = 40): Surface {
  const x = Array.from({ length: resolution }, (_, i) => -reach + (2 * reach * i) / (resolution - 1));
  const points = x.flatMap((b) => x.flatMap((a) => [a, b]));
  const probability = tf.tidy(() => {
    const logits = discriminator.predict(tf.tensor2d(points, [resolution * resolution, 2])) as tf.Tensor;
    return tf.reshape(tf.sigmoid(logits), [resolution, resolution]).arraySync() as number[][];
  });
  return { x, y: x, probability };
}

/** D's probability of "real" along the line from `from` to `to`, as `plotDensity1d` wants it. */
export function decisionCurve(
  discriminator: tf.LayersModel,
  from: number,
  to: number,
  resolution = 200,
): { x: number[]; probability: number[] } {
  const x = Array.from({ length: resolution }, (_, i) => from + ((to - from) * i) / (resolution - 1));
  const probability = tf.tidy(() =>
    Array.from(tf.sigmoid(discriminator.predict(tf.tensor2d(x, [resolution, 1])) as tf.Tensor).dataSync()),
  );
  return { x, probability };
}

/**
 * Where each generated point would move to lower the generator's loss: -dL_G/dx for points `[n, 2]`, the arrows of
 * `plotDecision2d`. It is what the generator learns from, before its own weights turn it into a step.
 */
export function fakeGradients(game: Game, points: Float32Array): { points: Float32Array; steps: Float32Array } {
  const steps = tf.tidy(() => {
    const fakes = tf.tensor2d(points, [points.length / 2, 2]);
    const loss = (x: tf.Tensor): tf.Tensor =>
      game.loss.generator(game.discriminator.apply(x, { training: false }) as tf.Tensor);
    return tf.neg(tf.grad(loss)(fakes)).dataSync();
  });
  return { points, steps: Float32Array.from(steps) };
}
