import * as tf from "@tensorflow/tfjs";
import { isLibraryFunction } from "../base/libraryCode";
import type { OwnCode } from "../runtime/compile/rehearse";
import { computeGradients } from "../runtime/computeGradients";
import type { Game } from "./game";
import type { Penalty } from "./losses/loss";
import {
  discriminatorLoss,
  generatorLoss,
  lossTitle,
  penaltyTitle,
  penaltyValue,
} from "./losses/lossResult";
import { findOwnLayers } from "./ownLayers";

/**
 * The functions and layers of a game that are neither the library's nor TensorFlow.js', each with
 * its gradient, which may be its own too. A game of the library's has none.
 *
 * @param batch samples in a batch, or in a worker's share of it
 * @param workers how many there are, whose logits a loss is given
 */
export function findOwnCode(game: Game, batch: number, workers = 1): OwnCode[] {
  const { loss, packing, labelSmoothing, generator, discriminator } = game;
  const logits = { shape: [(workers * batch) / packing, 1], dtype: "float32" } as const;
  const found: OwnCode[] = [];
  if (!isLibraryFunction(loss, "discriminator"))
    found.push({
      title: lossTitle("discriminator", loss),
      inputs: [logits, logits],
      compute: (real, fake) =>
        follow(() => discriminatorLoss(loss, real, fake, 1 - labelSmoothing), [real, fake]),
    });
  if (!isLibraryFunction(loss, "generator"))
    found.push({
      title: lossTitle("generator", loss),
      inputs: [logits, logits],
      compute: (fake, real) => follow(() => generatorLoss(loss, fake, real), [fake, real]),
    });
  if (loss.penalty && !isLibraryFunction(loss.penalty, "of"))
    found.push(penaltyCode(loss.penalty, game, batch));
  return [
    ...found,
    ...[generator, discriminator].flatMap(findOwnLayers).map((layer) => layerCode(layer, batch)),
  ];
}

/** A penalty, on a discriminator that is sum of w x^2. */
function penaltyCode(penalty: Penalty, { generator, packing }: Game, batch: number): OwnCode {
  const shape = generator.outputs[0]!.shape.slice(1) as number[];
  const samples = { shape: [batch, ...shape], dtype: "float32" } as const;
  return {
    title: penaltyTitle(penalty),
    inputs: [samples, samples, { shape, dtype: "float32" }],
    compute: (real, fake, weight) => {
      const discriminate = (x: tf.Tensor): tf.Tensor =>
        tf.sum(tf.reshape(tf.mul(weight, tf.square(x)), [batch / packing, -1]), 1, true);
      const uniform = (sides: number[]): tf.Tensor => tf.fill(sides, 0.5);
      const parts = { discriminate, real: real, fake: fake, uniform };
      return follow(() => penaltyValue(penalty, parts), [weight]);
    },
  };
}

/** A layer, in training mode. */
function layerCode(layer: tf.layers.Layer, batch: number): OwnCode {
  const given = layer.inboundNodes[0]!.inputTensors;
  const inputs = given.map(({ shape, dtype }) => ({
    shape: shape.map((side, axis) => side ?? (axis === 0 ? batch : 1)),
    dtype,
  }));
  return {
    title: `the layer "${layer.name}" (${layer.getClassName()})`,
    inputs,
    compute: (...tensors) =>
      follow(
        () => {
          const outputs = layer.call(tensors.length > 1 ? tensors : tensors[0]!, {
            training: true,
          });
          return [outputs]
            .flat()
            .reduce((sum, output) => tf.add(sum, tf.sum(output)), tf.scalar(0));
        },
        tensors.filter(({ dtype }) => dtype === "float32"),
      ),
  };
}

/** A value, and its slopes. */
function follow(compute: () => tf.Tensor, along: tf.Tensor[]): tf.Tensor[] {
  if (!along.length) return [compute()];
  const { value, grads } = computeGradients(compute, along);
  return [value, ...grads.flatMap((slope) => slope ?? [])];
}
