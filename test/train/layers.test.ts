import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { createDataset, type Dataset } from "../../src/data/dataset";
import { startRuntime } from "../../src/runtime/start";
import { roundOf } from "../../src/train/round";
import { classicGame, createGame, defaultLoss, type Game } from "../../src/train/game";
import type { GanLoss } from "../../src/train/losses/loss";
import { lossNames, namedLoss } from "../../src/train/losses/named";
import { trainGan } from "../../src/train/trainGan";
import { discriminatorWith, layerCases, refusedCases } from "../support/layerCases";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

const sizeOf = (shape: number[]): number => shape.reduce((a, b) => a * b);
const samplesOf = (shape: number[]): Dataset =>
  createDataset({
    name: "waves",
    shape,
    samples: Float32Array.from({ length: 8 * sizeOf(shape) }, (_, i) => Math.sin(i * 1.3) + 1.5),
  });
const generatorOf = (shape: number[]): tf.LayersModel =>
  tf.sequential({
    layers: [
      tf.layers.dense({
        inputShape: [3],
        units: sizeOf(shape),
        kernelInitializer: tf.initializers.glorotUniform({ seed: 4 }),
      }),
      tf.layers.reshape({ targetShape: shape }),
    ],
  });

/** The default loss, read in the middle of the step, which cannot be compiled. */
const plain = namedLoss(defaultLoss)!;
const readBack: GanLoss = {
  ...plain,
  generator(fake, real) {
    const value = plain.generator(fake, real);
    value.dataSync();
    return value;
  },
};

for (const [name, layer] of Object.entries(layerCases))
  test(`${name}: trains in the classic and the default game, compiled as op by op`, async () => {
    const { shape } = layer;
    const data = samplesOf(shape);
    const games = {
      classic: createGame({
        ...classicGame,
        generator: generatorOf(shape),
        discriminator: discriminatorWith(layer),
      }),
      standard: createGame({
        generator: generatorOf(shape),
        discriminator: discriminatorWith(layer),
      }),
      slow: createGame({
        generator: generatorOf(shape),
        discriminator: discriminatorWith(layer),
        loss: readBack,
      }),
    };
    const { standard, slow } = games;
    if (!layer.isRandom) slow.discriminator.setWeights(standard.discriminator.getWeights());
    for (const game of Object.values<Game>(games)) {
      const before = game.discriminatorVariables.map((variable) => [...variable.dataSync()]);
      const { history } = await trainGan({ game, data, batchSize: 4, steps: 5 });
      assert.ok(history.discriminatorLoss.every(Number.isFinite));
      const moved = game.discriminatorVariables.some((variable, i) =>
        variable.dataSync().some((value, j) => value !== before[i]![j]),
      );
      assert.ok(moved, "the discriminator learns");
    }
    if (layer.isRandom) return;
    assert.equal(roundOf(standard).fallback(), undefined);
    for (const key of ["discriminatorLoss", "generatorLoss", "discriminatorGradientNorm"] as const)
      assertClose(standard.history[key], slow.history[key], 1e-5);
  });

for (const [name, layer] of Object.entries(refusedCases))
  test(`${name} in a discriminator is refused at once, by a message that says why`, () => {
    const generator = generatorOf(layer.shape);
    for (const game of [classicGame, {}])
      assert.throws(
        () => createGame({ ...game, generator, discriminator: discriminatorWith(layer) }),
        layer.message,
      );
  });

test("a layer without a second slope is named, with the losses that can play it", async () => {
  class Responses extends tf.layers.Layer {
    static readonly className = "Responses";
    override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
      return tf.localResponseNormalization([inputs].flat()[0] as tf.Tensor4D);
    }
  }
  const layer = { shape: [4, 4, 2], make: () => new Responses({}) };
  const players = () => ({
    generator: generatorOf(layer.shape),
    discriminator: discriminatorWith(layer),
  });
  const able = lossNames.filter((name) => !namedLoss(name)!.penalty).join('", "');
  const message = new RegExp(
    'whose slope can be taken twice, received one in which the layer "\\w+" ' +
      `\\(Responses\\) fails.*LRNGrad.*penalty.*can play "${able}"`,
  );
  assert.throws(() => createGame(players()), message);
  const data = samplesOf(layer.shape);
  const { history } = await trainGan({
    ...players(),
    loss: "relativistic-paired",
    data,
    batchSize: 4,
    steps: 2,
  });
  assert.ok(history.discriminatorLoss.every(Number.isFinite));
});

test("a player without weights to train is refused", () => {
  const still = (shape: number[], to: number[]): tf.LayersModel =>
    tf.sequential({ layers: [tf.layers.reshape({ inputShape: shape, targetShape: to })] });
  const learns = (units: number): tf.LayersModel =>
    tf.sequential({ layers: [tf.layers.dense({ inputShape: [1], units })] });
  assert.throws(
    () => createGame({ generator: learns(1), discriminator: still([1], [1]) }),
    /expected a discriminator with weights to train, received one without; add a layer/,
  );
  assert.throws(
    () => createGame({ generator: still([1], [1]), discriminator: learns(1) }),
    /expected a generator with weights to train, received one without/,
  );
});
