import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { buildDiscriminator } from "../../src/build/discriminator";
import { dropoutLayer } from "../../src/build/dropout";
import { buildGenerator, type GeneratorPreset } from "../../src/build/generator";
import { spectralNorm } from "../../src/build/spectralNorm";
import { startRuntime } from "../../src/runtime/start";
import { createGame, type Game, type GameOptions } from "../../src/train/game";
import { lossNames, namedLoss } from "../../src/train/losses/named";
import { r1Penalty, withPenalty } from "../../src/train/losses/penalties";
import { findOwnCode } from "../../src/train/ownCode";

before(() => startRuntime({ print: false }));

const batchSize = 10;
const gameOf = (players: Partial<GameOptions>): Game =>
  createGame({
    generator: buildGenerator("mlp"),
    discriminator: buildDiscriminator("mlp"),
    ...players,
  });

test("a game of the library's and TensorFlow.js' own code has nothing to look at", () => {
  const presets: GeneratorPreset[] = ["mlp", "seed", "dcgan", "resnet"];
  const games = [
    ...lossNames.map((loss) => gameOf({ loss })),
    gameOf({ loss: "hinge + R1(0.1) + 0-GP(1)" }),
    gameOf({ loss: withPenalty(withPenalty(namedLoss("hinge")!, r1Penalty(3)), r1Penalty(1)) }),
    ...presets.map((preset) =>
      gameOf({ generator: buildGenerator(preset), discriminator: buildDiscriminator(preset) }),
    ),
    gameOf({
      discriminator: buildDiscriminator("mlp", { spectralNorm: true, minibatchDeviation: true }),
    }),
    gameOf({
      generator: buildGenerator("text", { sampleShape: [8, 27] }),
      discriminator: buildDiscriminator("text", { sampleShape: [8, 27] }),
    }),
    gameOf({
      discriminator: tf.sequential({
        layers: [
          tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [2] })] }),
          tf.layers.leakyReLU({ alpha: 0.1 }),
          tf.layers.batchNormalization(),
          dropoutLayer({ rate: 0.1 }),
          spectralNorm(tf.layers.dense({ units: 1 })),
        ],
      }),
    }),
  ];
  for (const game of games) assert.deepEqual(findOwnCode(game, batchSize), [], game.loss.name);
});

/** TensorFlow.js' dense layer, made over. */
const StockDense = tf.layers.dense({ units: 1 }).constructor as typeof tf.layers.Layer;
class Dense extends StockDense {
  static readonly className = "OwnDense";
}
const ownDense = (units: number): tf.layers.Layer => new Dense({ units } as object);

test("own layers are found in models in models, in wrappers, and behind hooks", () => {
  tf.serialization.registerClass(Dense);
  const find = (layer: tf.layers.Layer): number =>
    findOwnCode(
      gameOf({
        discriminator: tf.sequential({
          layers: [
            tf.layers.reshape({ targetShape: [2], inputShape: [2] }),
            layer,
            tf.layers.dense({ units: 1 }),
          ],
        }),
      }),
      batchSize,
    ).length;
  const inner = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [2] })] });
  assert.equal(find(inner), 0);
  assert.equal(find(tf.layers.dense({ units: 2 })), 0);
  assert.equal(find(ownDense(2)), 1);
  assert.equal(find(spectralNorm(ownDense(2))), 1);
  inner.add(ownDense(2));
  assert.equal(find(inner), 1);
  const hooked = tf.layers.dense({ units: 2 });
  hooked.setCallHook(() => undefined);
  assert.equal(find(hooked), 1);
});
