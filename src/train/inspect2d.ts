import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { defineOptions } from "../base/options";
import { shapeOf } from "./checkPlayers";
import { isGone, requireUndisposed } from "./disposal";
import type { Game } from "./game";

/** D's score on a square grid: `probability[row][column]` at `(x[column], y[row])`. */
export interface Surface {
  readonly x: number[];
  readonly y: number[];
  /** Sigmoids of D's logits, less the middle where one was asked for. */
  readonly probability: number[][];
}

interface AroundOption {
  /**
   * Real and generated samples, `[n, size]` numbers each: logits count from the middle of their two
   * means. For relativistic losses, whose D is free to add any number to all logits. Default: they
   * count from 0, which is right for cross-entropy.
   */
  around?: readonly [Float32Array, Float32Array];
}

export interface DecisionSurfaceOptions extends AroundOption {
  /** Points along each side. Default 40. */
  resolution?: number;
}

export interface DecisionCurveOptions extends AroundOption {
  /** Points along the line. Default 200. */
  resolution?: number;
}

const isPair = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((samples) => samples instanceof Float32Array && samples.length > 0);
const decisionSchema = z.strictObject({
  resolution: z.int().min(2),
  around: z
    .custom<readonly [Float32Array, Float32Array]>(
      isPair,
      "expected [real, generated], two Float32Arrays with samples",
    )
    .optional(),
});

const readSurfaceOptions = defineOptions(
  "decisionSurface",
  decisionSchema.extend({ resolution: decisionSchema.shape.resolution.default(40) }),
);
const readCurveOptions = defineOptions(
  "decisionCurve",
  decisionSchema.extend({ resolution: decisionSchema.shape.resolution.default(200) }),
);

/**
 * What D believes of each point of the square [-reach, reach]², as `plotDecision2d` wants it.
 *
 * @throws TypeError on a wrong option, or when D takes other than one point of the plane; Error
 *   when it has been disposed
 */
export async function decisionSurface(
  discriminator: tf.LayersModel,
  reach: number,
  options: DecisionSurfaceOptions = {},
): Promise<Surface> {
  const { resolution, around } = readSurfaceOptions(options);
  const x = along(-reach, reach, resolution);
  const points = x.flatMap((b) => x.flatMap((a) => [a, b]));
  const flat = await believe("decisionSurface", discriminator, points, 2, around);
  const probability = x.map((_, row) => flat.slice(row * resolution, (row + 1) * resolution));
  return { x, y: x, probability };
}

/**
 * What D believes along the line from `from` to `to`, as `plotDensity1d` wants it.
 *
 * @throws TypeError on a wrong option, or when D takes other than one number; Error when it has
 *   been disposed
 */
export async function decisionCurve(
  discriminator: tf.LayersModel,
  from: number,
  to: number,
  options: DecisionCurveOptions = {},
): Promise<{ x: number[]; probability: number[] }> {
  const { resolution, around } = readCurveOptions(options);
  const x = along(from, to, resolution);
  return { x, probability: await believe("decisionCurve", discriminator, x, 1, around) };
}

const along = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

/** D's scores of points, `[points, size]` numbers. */
async function believe(
  caller: string,
  discriminator: tf.LayersModel,
  points: readonly number[],
  size: number,
  around: AroundOption["around"],
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
  const scores = tf.tidy(() => {
    const logits = (values: Float32Array): tf.Tensor =>
      discriminator.predict(tf.tensor2d(values, [values.length / size, size])) as tf.Tensor;
    const middle = around
      ? tf.div(
          around.map((values) => tf.mean(logits(values))).reduce((a, b) => tf.add(a, b)),
          2,
        )
      : 0;
    return tf.sigmoid(tf.sub(logits(Float32Array.from(points)), middle));
  });
  const numbers = Array.from(await scores.data());
  scores.dispose();
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
