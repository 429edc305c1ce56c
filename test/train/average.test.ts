import assert from "node:assert/strict";
import { before, test } from "node:test";
import type * as tf from "@tensorflow/tfjs";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { mixture2d } from "../../src/data/mixture2d";
import { startRuntime } from "../../src/runtime/start";
import { averagedGenerator } from "../../src/train/averagedGenerator";
import { createGame } from "../../src/train/game";
import { trainGan } from "../../src/train/trainGan";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

test("the averaged generator follows the weights by hand: a warm-up, then the decay", async () => {
  const small = { hiddenUnits: [4] };
  const game = createGame({
    generator: buildGenerator("mlp", small),
    discriminator: buildDiscriminator("mlp", small),
    averageDecay: 0.6,
    learningRate: 1e-2,
  });
  const weightsOf = (model: tf.LayersModel): number[] =>
    model.getWeights().flatMap((weight) => [...weight.dataSync()]);
  let mean = weightsOf(game.generator);
  assert.deepEqual(weightsOf(game.average!.generator), mean);
  for (let t = 0; t < 12; t++) {
    await trainGan({ game, data: mixture2d({ size: 100 }), batchSize: 10, steps: 1 });
    const weights = weightsOf(game.generator);
    const decay = Math.min(0.6, (1 + t) / (10 + t));
    mean = mean.map((value, i) => decay * value + (1 - decay) * weights[i]!);
    assertClose(weightsOf(game.average!.generator), mean, 1e-5);
  }
});

test("the averaged generator is given, and asked for where there is none", () => {
  const [generator, discriminator] = [buildGenerator("mlp"), buildDiscriminator("mlp")];
  const game = createGame({ generator, discriminator, averageDecay: 0.9 });
  assert.equal(averagedGenerator(game), game.average!.generator);
  const without = createGame({
    generator: buildGenerator("mlp"),
    discriminator: buildDiscriminator("mlp"),
  });
  assert.throws(
    () => averagedGenerator(without),
    /TypeError: averagedGenerator: expected a game with an average, received one without; give /,
  );
});
