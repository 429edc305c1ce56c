/** What the players of a game are given to look at them. */
import * as tf from "@tensorflow/tfjs";
import { drawLatents } from "../build/latent";
import { sampleGenerator } from "../build/sample";
import { conditionsOf, oneHot } from "../data/conditions";
import type { Dataset } from "../data/dataset";
import type { Game } from "../train/game";
import { pack } from "../train/players";

/**
 * Samples of the generator; one that takes conditions other than labels is told those of real
 * samples.
 */
export function drawLike(game: Game, count: number, seed: number, real: Dataset): Promise<Dataset> {
  if (!real.conditions) return sampleGenerator(game.generator, { count, seed });
  const rows = Float32Array.from(
    { length: count * game.conditionSize },
    (_, i) => real.conditions![i % real.conditions!.length]!,
  );
  return sampleGenerator(game.generator, { count, seed, conditions: rows });
}

const tensorOf = (data: Dataset): tf.Tensor => tf.tensor(data.samples, [data.size, ...data.shape]);
/** What the players are told of the samples; nothing where the game is not conditional. */
const toldOf = ({ conditionSize }: Game, data: Dataset): tf.Tensor[] =>
  conditionSize > 0
    ? [tf.tensor2d(conditionsOf(data, conditionSize), [data.size, conditionSize])]
    : [];

/** What the generator draws from: latents, and the classes in turn. */
export function drawn(
  { latentSize, conditionSize }: Game,
  samples: number,
  seed: number,
): tf.Tensor[] {
  const labels = Array.from({ length: samples }, (_, i) => i % Math.max(1, conditionSize));
  return [
    tf.tensor(drawLatents(samples, latentSize, seed), [samples, latentSize]),
    ...(conditionSize > 0
      ? [tf.tensor2d(oneHot(labels, conditionSize), [samples, conditionSize])]
      : []),
  ];
}

/**
 * What D takes: real samples, some packed together where it judges several at once, and generated
 * ones.
 */
export function shown(game: Game, ...sets: Dataset[]): tf.Tensor[] {
  return tf.tidy(() => {
    const told = game.discriminator.inputs.length > 1;
    const inputs = sets.map((set) =>
      [tensorOf(set), ...(told ? toldOf(game, set) : [])].map((x) =>
        pack(tf.slice(x, 0, x.shape[0] - (x.shape[0] % game.packing)), game.packing),
      ),
    );
    return inputs[0]!.map((_, i) => tf.concat(inputs.map((input) => input[i]!)));
  });
}

/** D's logits of samples. */
export function logits(game: Game, data: Dataset): Float32Array {
  return tf.tidy(() => {
    const outputs = game.discriminator.predictOnBatch(shown(game, data));
    return (Array.isArray(outputs) ? outputs[0]! : outputs).dataSync<"float32">();
  });
}
