import * as tf from "@tensorflow/tfjs";
import type { StreamPlace } from "../base/random";
import { drawOwnRows } from "../runtime/collectives/share";
import { drawUniforms } from "../runtime/randomTensor";
import { augment } from "./augment";
import type { Game } from "./game";

/** What D says of samples. */
export interface Judged {
  /** `[batch / packing, 1]` */
  readonly logits: tf.Tensor;
  /** `[batch, conditionSize]`, of an auxiliary classifier. */
  readonly classLogits?: tf.Tensor;
}

/** What G draws in training: z `[batch, latentSize]`, and the condition where the game has one. */
export function drawSamples({ generator }: Game, z: tf.Tensor, condition?: tf.Tensor): tf.Tensor {
  return generator.apply(condition ? [z, condition] : z, { training: true }) as tf.Tensor;
}

/** What D says of samples as they are (already augmented), in training. */
export function judge(game: Game, samples: tf.Tensor, condition?: tf.Tensor): Judged {
  const { discriminator, packing } = game;
  const inputs = [
    samples,
    ...(condition && discriminator.inputs.length > 1 ? [condition] : []),
  ].map((x) => pack(x, packing));
  const outputs = discriminator.apply(inputs.length > 1 ? inputs : inputs[0]!, {
    training: true,
  }) as tf.Tensor | tf.Tensor[];
  const [logits, classLogits] = Array.isArray(outputs) ? outputs : [outputs];
  return { logits: logits!, ...(classLogits && { classLogits }) };
}

/**
 * Joins `count` parts of a batch along the last axis: `[batch, ..., n]` -> `[batch / count, ...,
 * count n]`.
 */
export function pack(x: tf.Tensor, count: number): tf.Tensor {
  return count === 1 ? x : tf.concat(tf.split(x, count, 0), -1);
}

/** The cross-entropy of class logits with one-hot classes: a mean over the batch. */
export function crossEntropy(classLogits: tf.Tensor, classes: tf.Tensor): tf.Scalar {
  return tf.neg(tf.mean<tf.Scalar>(tf.sum(tf.mul(classes, tf.logSoftmax(classLogits)), -1)));
}

/**
 * Where an update's random numbers begin, from `placesTensor`: first those of the penalty, then
 * of the real and of the generated images' augmentation.
 */
export type Places = tf.Tensor2D;

/**
 * Sets aside random numbers in the game's stream for one update with a batch of so many samples of
 * so many values: the {@link Places}, or none where the game needs none.
 *
 * @param player G's update has no penalty
 */
export function reservePlaces(
  game: Game,
  player: "discriminator" | "generator",
  batch: number,
  length: number,
): (StreamPlace | undefined)[] {
  const { loss, augmentation, penaltyNoise } = game;
  const penalised = player === "discriminator" && loss.penalty !== undefined;
  const augmented = augmentation.length > 0;
  if (!penalised && !augmented) return [];
  return [penalised && batch * length, augmented && 6 * batch, augmented && 6 * batch].map(
    (words) => (words === false ? undefined : penaltyNoise.reserve(words)),
  );
}

/** What D is shown of real (1) or generated (2) samples. */
export function show(
  { augmentation }: Game,
  samples: tf.Tensor,
  place: 1 | 2,
  places?: Places,
): tf.Tensor {
  if (!augmentation.length) return samples;
  const draw = (shape: number[]): tf.Tensor => drawUniforms(places!, place, shape);
  const uniform = drawOwnRows([6, samples.shape[0]], draw, 1) as tf.Tensor2D;
  return augment(samples as tf.Tensor4D, augmentation, uniform);
}
