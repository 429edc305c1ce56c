import assert from "node:assert/strict";
import { before, test } from "node:test";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { mixture2d } from "../../src/data/mixture2d";
import { startRuntime } from "../../src/runtime/start";
import { annealRates } from "../../src/train/annealRates";
import { trainGan } from "../../src/train/trainGan";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

test("rates follow half a cosine of the game's step", async () => {
  const small = { hiddenUnits: [4] };
  const data = mixture2d({ size: 100 });
  const callbacks = [annealRates({ from: 1e-2, to: 1e-3, steps: 8 })];
  const { game } = await trainGan({
    generator: buildGenerator("mlp", small),
    discriminator: buildDiscriminator("mlp", small),
    data,
    batchSize: 10,
    steps: 5,
    callbacks,
  });
  await trainGan({ game, data, batchSize: 10, steps: 5, callbacks });
  const expected = Array.from(
    { length: 10 },
    (_, step) => 1e-3 + (9e-3 * (1 + Math.cos((Math.PI * Math.min(8, step)) / 8))) / 2,
  );
  assertClose(game.history.generatorLearningRate, expected, 1e-9);
  assertClose(game.history.discriminatorLearningRate, expected, 1e-9);
  assert.throws(
    () => annealRates({ from: 0, to: 1, steps: 1 }),
    /annealRates: option "from": expected a value > 0/,
  );
});
