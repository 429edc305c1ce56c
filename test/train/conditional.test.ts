import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { buildDiscriminator, type BuildDiscriminatorOptions } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { sampleGenerator } from "../../src/build/sample";
import { createDataset } from "../../src/data/dataset";
import { mixture2d } from "../../src/data/mixture2d";
import { inspectGame } from "../../src/doctor/inspect";
import { loadGame } from "../../src/runs/loadGame";
import { recordRun } from "../../src/runs/recordRun";
import { startRuntime } from "../../src/runtime/start";
import { augment } from "../../src/train/augment";
import { createGame, type Game } from "../../src/train/game";
import { discriminatorStep } from "../../src/train/steps";
import { pack } from "../../src/train/players";
import { trainGan } from "../../src/train/trainGan";
import { temporaryFolder } from "../support/temporary";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

const ring = mixture2d({ size: 2000, seed: 1 });
const newGame = (conditioning: NonNullable<BuildDiscriminatorOptions["conditioning"]>): Game =>
  createGame({
    generator: buildGenerator("mlp", { classes: 8, seed: 1 }),
    discriminator: buildDiscriminator("mlp", { classes: 8, conditioning, seed: 1 }),
    learningRate: 2e-3,
    averageDecay: 0.99,
  });

for (const conditioning of [
  "projection",
  "concatenation",
  "auxiliary",
  "projection + auxiliary",
] as const)
  test(`${conditioning}: a conditional game learns to draw what it is told`, async () => {
    const game = newGame(conditioning);
    await trainGan({ game, data: ring, steps: 1500, batchSize: 64 });
    const drawn = await sampleGenerator(game.generator, { count: 400 });
    const right = Array.from(drawn.labels!, (label, i) => {
      const [x, y] = ring.centers[label]!;
      // Half the way to the next.
      return Math.hypot(drawn.samples[2 * i]! - x, drawn.samples[2 * i + 1]! - y) < 0.38;
    }).filter(Boolean).length;
    assert.ok(right > 360, `${right} of 400 lie at the centre that was asked for`);
  });

test("a conditional run is recorded, inspected and loaded again, bit for bit", async () => {
  const folder = temporaryFolder();
  const recorder = recordRun("told", { runs: folder, checkpointEvery: 5, sampleEvery: 5 });
  const game = newGame("projection");
  await trainGan({ game, data: ring, steps: 10, batchSize: 8, callbacks: [recorder] });
  const { holdoutGap, classes } = await inspectGame(game, ring, { samples: 50, holdout: ring });
  assert.ok(Number.isFinite(holdoutGap!.deviations) && classes!.real === 8);
  const again = await loadGame(recorder.folder);
  const draw = async (g: Game): Promise<Float32Array> =>
    (await sampleGenerator(g.average!.generator, { count: 16 })).samples;
  assert.deepEqual(await draw(again.game), await draw(game));
});

test("packing joins parts of a batch along the last axis", async () => {
  assert.deepEqual(pack(tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]), 2).arraySync(), [
    [1, 2, 5, 6],
    [3, 4, 7, 8],
  ]);
  const players = {
    generator: buildGenerator("mlp"),
    discriminator: buildDiscriminator("mlp", { packing: 2 }),
  };
  assert.throws(
    () => createGame(players),
    /expected a discriminator that takes what the generator draws, \[2\], received one for \[4\]/,
  );
  const game = createGame({ ...players, packing: 2 });
  await assert.rejects(trainGan({ game, data: ring, batchSize: 5, steps: 1 }), /a multiple of 2/);
});

test("augmentations move, cut and brighten as they say, and gradients pass through them", () => {
  const image = tf.randomUniform<tf.Rank.R4>([1, 8, 8, 1], -1, 1, "float32", 3);
  const uniform = (...values: number[]): tf.Tensor2D => tf.tensor2d(values, [6, 1]);
  const of = (
    name: "brightness" | "contrast" | "translation" | "cutout",
    ...values: number[]
  ): tf.Tensor4D => augment(image, [name], uniform(...values));
  assertClose(of("brightness", 0.9, 0, 0, 0, 0, 0).dataSync(), tf.add(image, 0.4).dataSync(), 1e-6);
  const mean = tf.mean(image).dataSync()[0]!;
  assertClose(
    of("contrast", 0, 0, 0, 0, 0, 0).dataSync(),
    image.dataSync().map((v) => (v - mean) / 2 + mean),
    1e-6,
  );
  // Shifts of -1, 0 or 1: 0.99 is 1 along a side, 0.5 is 0.
  const moved = of("translation", 0, 0, 0.99, 0.5, 0, 0).dataSync();
  const expected = Array.from({ length: 64 }, (_, i) => (i < 8 ? -1 : image.dataSync()[i - 8]!));
  assertClose(moved, expected, 1e-6);
  const cut = of("cutout", 0, 0, 0, 0, 0.5, 0.5).dataSync();
  assert.equal(cut.filter((value) => value === 0).length, 16);
  assert.ok([27, 28, 35, 36].every((i) => cut[i] === 0));
  const slope = tf.grad((x) =>
    tf.sum(
      augment(
        x as tf.Tensor4D,
        ["translation", "cutout", "contrast", "brightness"],
        uniform(0.1, 0.5, 0.99, 0.5, 0.2, 0.3),
      ),
    ),
  )(image);
  assert.ok(slope.dataSync().some((value) => value !== 0));
});

test("what does not fit is refused, with what was expected", async () => {
  const G = buildGenerator("mlp", { classes: 8 });
  assert.throws(
    () => createGame({ generator: G, discriminator: buildDiscriminator("mlp") }),
    /told of the same classes/,
  );
  assert.throws(
    () => createGame({ generator: G, discriminator: buildDiscriminator("mlp", { classes: 7 }) }),
    /told of the same classes/,
  );
  assert.throws(
    () =>
      createGame({
        generator: G,
        discriminator: buildDiscriminator("mlp", { classes: 8 }),
        augmentation: ["cutout"],
      }),
    /expected images/,
  );
  const game = newGame("projection");
  await assert.rejects(
    discriminatorStep(game, tf.ones([2, 2])),
    /expected a condition \[batch, 8\], received none/,
  );
  const bare = createDataset({ name: "bare", samples: new Float32Array(20), shape: [2] });
  await assert.rejects(
    trainGan({ game, data: bare, batchSize: 2, steps: 1 }),
    /expected data with labels \(or conditions\)/,
  );
});
