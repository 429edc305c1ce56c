import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { buildDiscriminator, type BuildDiscriminatorOptions } from "../../src/build/discriminator";
import {
  buildGenerator,
  type BuildGeneratorOptions,
  type GeneratorPreset,
} from "../../src/build/generator";
import { batchStream } from "../../src/data/batches";
import { conditionsOf } from "../../src/data/conditions";
import { takeSamples } from "../../src/data/samples";
import { balanceRows, encodeTable } from "../../src/tables";
import { createGrammar, sampleSentences } from "../../src/data/grammar";
import { loadMnist } from "../../src/data/mnist";
import { samplePeople } from "../../src/data/people";
import { mixture2d } from "../../src/data/mixture2d";
import { startRuntime } from "../../src/runtime/start";
import { roundOf } from "../../src/train/round";
import { classicGame, createGame, type Game, type GameOptions } from "../../src/train/game";
import { discriminatorStep, generatorStep } from "../../src/train/steps";
import { trainGan } from "../../src/train/trainGan";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

const digits = loadMnist({ seed: 1 }).all;
const ring = mixture2d({ size: 1000, seed: 1 });

for (const preset of ["seed", "dcgan", "mlp"] as const)
  for (const loss of ["non-saturating", "minimax"] as const)
    test(`${preset}, ${loss}: 50 compiled steps equal 50 steps op by op`, async () => {
      const data = preset === "mlp" ? ring : digits;
      const newGame = (): Game =>
        createGame({
          generator: buildGenerator(preset, { seed: 1 }),
          discriminator: buildDiscriminator(preset, { seed: 1 }),
          loss,
          seed: 2,
          labelSmoothing: 0.1,
        });
      const steps = 50;
      const { game, history } = await trainGan({ game: newGame(), data, steps, batchSize: 10 });
      assert.equal(roundOf(game).fallback(), undefined);
      assert.equal(game.generatorOptimizer.iterations, steps);

      const byHand = newGame();
      const { batch } = batchStream(data, 10, 2);
      for (let step = 0; step < steps; step++) {
        const real = tf.tensor(batch(step), [10, ...data.shape]);
        const judged = await discriminatorStep(byHand, real);
        const drawn = await generatorStep(byHand, 10);
        real.dispose();
        assertClose(
          [
            history.discriminatorLoss[step]!,
            history.generatorLoss[step]!,
            history.realScore[step]!,
            history.fakeScore[step]!,
          ],
          [judged.loss, drawn.loss, judged.realScore, judged.fakeScore],
          1e-5,
        );
        assertClose(
          [history.discriminatorGradientNorm[step]!, history.generatorGradientNorm[step]!],
          [judged.gradientNorm, drawn.gradientNorm],
          1e-3,
        );
      }
    });

test("two updates of D a round, compiled, take two batches and equal two by hand", async () => {
  const newGame = (): Game =>
    createGame({
      ...classicGame,
      generator: buildGenerator("mlp", { seed: 1 }),
      discriminator: buildDiscriminator("mlp", { seed: 1 }),
      seed: 3,
      discriminatorSteps: 2,
    });
  const { game, history } = await trainGan({
    game: newGame(),
    data: ring,
    steps: 20,
    batchSize: 10,
  });
  assert.equal(roundOf(game).fallback(), undefined);
  const byHand = newGame();
  const { batch } = batchStream(ring, 10, 3);
  for (let step = 0; step < 20; step++) {
    await discriminatorStep(byHand, tf.tensor(batch(2 * step), [10, 2]));
    const judged = await discriminatorStep(byHand, tf.tensor(batch(2 * step + 1), [10, 2]));
    const drawn = await generatorStep(byHand, 10);
    assertClose(
      [history.discriminatorLoss[step]!, history.generatorLoss[step]!],
      [judged.loss, drawn.loss],
      1e-5,
    );
  }
});

test("a game played by hand after compiled steps goes on from the same weights", async () => {
  const game = createGame({
    ...classicGame,
    generator: buildGenerator("mlp"),
    discriminator: buildDiscriminator("mlp"),
    learningRate: 1e-2,
  });
  await trainGan({ game, data: ring, steps: 30 });
  const weights = game.generator.getWeights().map((weight) => weight.dataSync().slice());
  await generatorStep(game, 16);
  assert.ok(
    game.generator
      .getWeights()
      .some((weight, i) => weight.dataSync().some((value, j) => value !== weights[i]![j])),
  );
});

test("a learning rate that changes between calls is used from then on", async () => {
  const game = createGame({
    generator: buildGenerator("mlp"),
    discriminator: buildDiscriminator("mlp"),
  });
  await trainGan({ game, data: ring, steps: 10 });
  const still = game.generator.getWeights().map((weight) => weight.dataSync().slice());
  (game.generatorOptimizer as unknown as { learningRate: number }).learningRate = 0;
  await trainGan({ game, data: ring, steps: 10 });
  game.generator
    .getWeights()
    .forEach((weight, i) => assertClose(weight.dataSync(), still[i]!, 1e-7));
});

const words = sampleSentences(createGrammar(), { size: 200 });
const people = encodeTable(samplePeople({ size: 200 }));
const rows = balanceRows(people);
const rowOptions = { classes: people.conditionSize, sampleShape: people.shape };
const variants: [
  string,
  GeneratorPreset,
  BuildGeneratorOptions,
  BuildDiscriminatorOptions,
  Partial<GameOptions>,
][] = [
  ["projection", "mlp", { classes: 8 }, { classes: 8 }, {}],
  [
    "concatenated classes, packed by 2",
    "mlp",
    { classes: 8 },
    { classes: 8, conditioning: "concatenation", packing: 2 },
    { packing: 2 },
  ],
  [
    "an auxiliary classifier",
    "mlp",
    { classes: 8 },
    { classes: 8, conditioning: "auxiliary" },
    { auxiliaryWeight: 0.5 },
  ],
  [
    "spectral norm and minibatch deviation",
    "mlp",
    {},
    { spectralNorm: true, minibatchDeviation: true },
    {},
  ],
  ["conditional images", "dcgan", { classes: 10 }, { classes: 10 }, {}],
  ["resnet", "resnet", {}, {}, {}],
  [
    "words, drawn with Gumbel noise",
    "text",
    { sampleShape: [8, 27] },
    { sampleShape: [8, 27] },
    {},
  ],
  [
    "rows of a table, told a category",
    "mlp",
    { ...rowOptions, spans: people.spans },
    { ...rowOptions, conditioning: "concatenation" },
    {},
  ],
  [
    "augmented images",
    "dcgan",
    {},
    {},
    { augmentation: ["brightness", "contrast", "translation", "cutout"], discriminatorSteps: 2 },
  ],
];
for (const [name, preset, ofGenerator, ofDiscriminator, ofGame] of variants)
  test(`${name}: compiled steps equal steps op by op, penalised or not`, async () => {
    const size = ofGenerator.classes ?? 0;
    const data =
      preset === "text" ? words : ofGenerator.spans ? rows : preset === "mlp" ? ring : digits;
    for (const loss of ["hinge", "relativistic-paired + R1(0.1) + R2(0.1)"] as const) {
      const newGame = (): Game =>
        createGame({
          ...ofGame,
          generator: buildGenerator(preset, { ...ofGenerator, seed: 1 }),
          discriminator: buildDiscriminator(preset, { ...ofDiscriminator, seed: 1 }),
          loss,
          seed: 2,
        });
      const steps = 8;
      const { game, history } = await trainGan({ game: newGame(), data, steps, batchSize: 4 });
      assert.equal(roundOf(game).fallback(), undefined);
      const byHand = newGame();
      const { indices } = batchStream(data, 4, 2);
      for (let step = 0; step < steps; step++) {
        let judged = { loss: NaN };
        let [x, condition]: (tf.Tensor | undefined)[] = [];
        for (let k = 0; k < game.discriminatorSteps; k++) {
          const some = takeSamples(data, indices(step * game.discriminatorSteps + k));
          x = tf.tensor(some.samples, [4, ...data.shape]);
          condition = size > 0 ? tf.tensor2d(conditionsOf(some, size), [4, size]) : undefined;
          judged = await discriminatorStep(byHand, x, undefined, condition);
        }
        const drawn = await generatorStep(byHand, 4, x, condition);
        assertClose(
          [history.discriminatorLoss[step]!, history.generatorLoss[step]!],
          [judged.loss, drawn.loss],
          1e-4,
        );
      }
    }
  });
