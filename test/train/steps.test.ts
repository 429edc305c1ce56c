import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator, type GeneratorPreset } from "../../src/build/generator";
import { startRuntime } from "../../src/runtime/start";
import { classicGame, createGame, type Game } from "../../src/train/game";
import { discriminatorStep, drawNoise, generatorStep } from "../../src/train/steps";
import { countTensors } from "../support/collect";
import { assertClose, finiteDifferences } from "../support/numbers";

before(() => startRuntime({ print: false }));

const weightsOf = (model: tf.LayersModel): number[] =>
  model.getWeights().flatMap((weight) => [...weight.dataSync()]);
const newGame = (preset: GeneratorPreset, options: object = {}): Game =>
  createGame({
    ...classicGame,
    generator: buildGenerator(preset),
    discriminator: buildDiscriminator(preset),
    ...options,
  });

for (const preset of ["seed", "dcgan", "mlp"] as const)
  test(`${preset}: each player's step moves its own trainable weights, all of them`, async () => {
    const game = newGame(preset, { learningRate: 1e-2 });
    const real = tf.randomNormal([
      8,
      ...(game.discriminator.inputs[0]!.shape.slice(1) as number[]),
    ]);
    const moved = async (
      variables: tf.Variable[],
      step: () => Promise<unknown>,
    ): Promise<number> => {
      const first = variables.map((variable) => variable.dataSync().slice());
      await step();
      return variables.filter((variable, i) =>
        variable.dataSync().some((value, j) => value !== first[i]![j]),
      ).length;
    };
    const both = [...game.discriminatorVariables, ...game.generatorVariables];
    assert.equal(await moved(game.generatorVariables, () => discriminatorStep(game, real)), 0);
    assert.equal(
      await moved(game.discriminatorVariables, () => discriminatorStep(game, real)),
      game.discriminatorVariables.length,
    );
    assert.equal(await moved(game.discriminatorVariables, () => generatorStep(game, 8)), 0);
    assert.equal(await moved(both, () => generatorStep(game, 8)), game.generatorVariables.length);
  });

test("a discriminator step reports what finite differences give, and moves by Adam", async () => {
  const generator = buildGenerator("mlp", { hiddenUnits: [3] });
  const discriminator = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: "ones" })],
  });
  const game = createGame({
    ...classicGame,
    generator,
    discriminator,
    learningRate: 0.01,
    labelSmoothing: 0.1,
  });
  const z = tf.tensor2d([0.3, -0.2, 1.1, 0.4], [2, 2]);
  const points = [0.5, 0.1, -0.7, 0.9];
  const fakes = (generator.predict(z) as tf.Tensor).dataSync();
  const softplus = (l: number): number => Math.log1p(Math.exp(l));
  const logits = (w: number[], xs: ArrayLike<number>): number[] =>
    [0, 1].map((i) => w[0]! * xs[2 * i]! + w[1]! * xs[2 * i + 1]! + w[2]!);
  const mean = (values: number[]): number => values.reduce((a, b) => a + b) / values.length;
  const loss = (w: number[]): number =>
    mean(logits(w, points).map((l) => 0.9 * softplus(-l) + 0.1 * softplus(l))) +
    mean(logits(w, fakes).map(softplus));
  const start = [1, 1, 0];
  const slopes = finiteDifferences(loss, start, 1e-4);

  const report = await discriminatorStep(game, tf.tensor2d(points, [2, 2]), z);
  const sigmoid = (l: number): number => 1 / (1 + Math.exp(-l));
  assertClose(
    [report.loss, report.realScore, report.fakeScore, report.gradientNorm],
    [
      loss(start),
      mean(logits(start, points).map(sigmoid)),
      mean(logits(start, fakes).map(sigmoid)),
      Math.hypot(...slopes),
    ],
    1e-4,
  );
  // Adam's first step has the length of the learning rate along every coordinate.
  assertClose(
    weightsOf(discriminator),
    start.map((w, i) => w - 0.01 * Math.sign(slopes[i]!)),
    1e-4,
  );
});

test("a generator step lowers the generator's loss for the same noise", async () => {
  const game = newGame("mlp", { learningRate: 1e-2 });
  const z = drawNoise(game, 64);
  const first = (await generatorStep(game, z)).loss;
  for (let i = 0; i < 20; i++) await generatorStep(game, z);
  assert.ok((await generatorStep(game, z)).loss < first - 0.01);
});

test("steps leave no tensors behind", async () => {
  for (const preset of ["seed", "dcgan", "mlp"] as const) {
    const game = newGame(preset);
    const real = tf.zeros([4, ...(game.discriminator.inputs[0]!.shape.slice(1) as number[])]);
    await discriminatorStep(game, real);
    await generatorStep(game, 4);
    const tensors = await countTensors();
    await discriminatorStep(game, real);
    await generatorStep(game, 4);
    assert.equal(await countTensors(), tensors, preset);
  }
});

test("players that do not fit are refused", () => {
  const mlp = buildGenerator("mlp");
  assert.throws(
    () => createGame({ generator: mlp, discriminator: buildDiscriminator("seed") }),
    /that takes what the generator draws, \[2\], received one for \[28,28,1\]/,
  );
  const head = (units: number, activation?: "sigmoid"): tf.LayersModel =>
    tf.sequential({
      layers: [tf.layers.dense({ units, inputShape: [2], ...(activation && { activation }) })],
    });
  assert.throws(
    () => createGame({ generator: mlp, discriminator: head(3) }),
    /one logit per sample, \[1\], received \[3\]/,
  );
  assert.throws(
    () => createGame({ generator: mlp, discriminator: head(1, "sigmoid") }),
    /expected a discriminator that ends in logits, received one that ends in "sigmoid"/,
  );
  assert.throws(
    () => createGame({ generator: mlp } as never),
    /option "discriminator": expected a tf.LayersModel, received undefined/,
  );
  assert.throws(
    () => newGame("mlp", { loss: "cross-entropy" }),
    /"minimax", "non-saturating", .* or \{ name, .*, generator \}, received "cross-entropy"/,
  );
  assert.throws(
    () => newGame("mlp", { labelSmoothing: 0.5 }),
    /option "labelSmoothing": expected a value < 0.5, received 0.5/,
  );
});
