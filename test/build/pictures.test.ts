import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { groupedConv2d } from "../../src/build/groupedConv2d";
import { countHalvings } from "../../src/build/pictureShape";
import { createDataset } from "../../src/data/dataset";
import { startRuntime } from "../../src/runtime/start";
import { roundOf } from "../../src/train/round";
import { trainGan } from "../../src/train/trainGan";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

const presets = ["dcgan", "resnet", "r3gan"] as const;
const numbers = (model: tf.LayersModel, x: tf.Tensor): Float32Array =>
  (model.predictOnBatch(x) as tf.Tensor).dataSync<"float32">();

test("a picture is halved while both sides are even and have four pixels or more after it", () => {
  const times = (height: number, width = height): number => countHalvings([height, width, 1]);
  assert.deepEqual(
    [16, 20, 24, 28, 32, 36, 64, 100, 128, 256].map((side) => times(side)),
    [2, 2, 2, 2, 3, 2, 4, 2, 5, 6],
  );
  assert.equal(times(16, 24), 2);
  assert.equal(times(64, 20), 2);
});

for (const preset of presets)
  test(`"${preset}" draws and judges pictures of any size, in colour, packed and told`, () => {
    for (const sampleShape of [
      [16, 16, 4],
      [32, 32, 3],
      [20, 64, 1],
    ]) {
      const small = { widths: [4, 4, 8, 8, 8].slice(0, countHalvings(sampleShape) + 1) };
      if (preset === "dcgan") small.widths.pop();
      const options = { sampleShape, ...small, classes: 3 };
      const generator = buildGenerator(preset, options);
      const discriminator = buildDiscriminator(preset, { ...options, packing: 2 });
      assert.deepEqual(generator.outputs[0]!.shape, [null, ...sampleShape]);
      const [height, width, channels] = sampleShape as [number, number, number];
      assert.deepEqual(discriminator.inputs[0]!.shape, [null, height, width, 2 * channels]);
      const drawn = generator.predict([
        tf.randomNormal([4, generator.inputs[0]!.shape[1]!]),
        tf.oneHot([0, 1, 2, 0], 3),
      ]) as tf.Tensor;
      assert.ok(tf.all(tf.isFinite(drawn)).dataSync()[0]);
    }
  });

test("the larger presets are the papers': channels by resolution", () => {
  const kernels = (model: tf.LayersModel): string[] =>
    model.layers.flatMap((layer) => {
      const [kernel] = layer.getWeights();
      return kernel && kernel.rank === 4 ? [kernel.shape.join("x")] : [];
    });
  const sampleShape = [64, 64, 3];
  // PyTorch's DCGAN tutorial with ngf = ndf = 64; transposed kernels are [h, w, outputs, inputs].
  assert.deepEqual(kernels(buildGenerator("dcgan", { sampleShape })), [
    "4x4x256x512",
    "4x4x128x256",
    "4x4x64x128",
    "4x4x3x64",
  ]);
  assert.deepEqual(kernels(buildDiscriminator("dcgan", { sampleShape })), [
    "4x4x3x64",
    "4x4x64x128",
    "4x4x128x256",
    "4x4x256x512",
  ]);
  const narrow = kernels(buildDiscriminator("dcgan", { sampleShape, widths: [8, 16, 16, 8] }));
  assert.deepEqual(narrow, ["4x4x3x8", "4x4x8x16", "4x4x16x16", "4x4x16x8"]);
});

test("shapes and widths that do not fit are refused, with what would", () => {
  for (const [sampleShape, message] of [
    [[30, 32, 1], 'option "sampleShape.0": expected a multiple of 4, received 30'],
    [[16, 12, 1], 'option "sampleShape.1": expected a value >= 16, received 12'],
    [[260, 32, 3], 'option "sampleShape.0": expected a value <= 256, received 260'],
    [[32, 32], "expected [height, width, channels], such as [64, 64, 3], received an array"],
    [[32, 32, 0], 'option "sampleShape.2": expected a value >= 1, received 0'],
  ] as const)
    for (const build of [buildGenerator, buildDiscriminator])
      assert.throws(
        () => build("dcgan", { sampleShape }),
        (error: Error) => error instanceof TypeError && error.message.includes(message),
      );
  assert.throws(() => buildGenerator("r3gan", { widths: [8, 8] }), {
    name: "TypeError",
    message:
      '"r3gan": expected 3 widths for pictures of 28 x 28 (the finest first), received [8,8]',
  });
});

/** Numbers that the reference makes up, too. */
function setWeights(model: tf.LayersModel): void {
  const made = model.getWeights().map(({ shape, size }, k) => {
    const fanIn = shape.length > 1 ? size / shape.at(-1)! : 10;
    const values = Float32Array.from({ length: size }, (_, i) =>
      Math.sin(0.1 * (i + 1) ** 2 + k + 1),
    );
    return tf.div(tf.tensor(values, shape), Math.sqrt(fanIn));
  });
  model.setWeights(made);
}

test('"r3gan" computes what the paper\'s networks do, in NumPy', () => {
  const path = join(__dirname, "reference", "r3gan.json");
  const wanted = JSON.parse(readFileSync(path, "utf8")) as { drawn: number[]; logits: number[] };
  const shape = { sampleShape: [16, 16, 3], widths: [16, 16, 32] };
  const generator = buildGenerator("r3gan", { ...shape, latentSize: 8 });
  const discriminator = buildDiscriminator("r3gan", shape);
  [generator, discriminator].forEach(setWeights);
  const z = tf.tensor2d(
    Array.from({ length: 16 }, (_, i) => Math.cos(i)),
    [2, 8],
  );
  const drawn = numbers(generator, z).filter((_, i) => i % 7 === 0);
  assert.ok(wanted.drawn.some((value) => Math.abs(value) > 0.1));
  assertClose(drawn, wanted.drawn, 2e-5);
  const length = 2 * 16 * 16 * 3;
  const pixels = Float32Array.from({ length }, (_, i) => Math.sin(0.1 * i));
  assertClose(numbers(discriminator, tf.tensor(pixels, [2, 16, 16, 3])), wanted.logits, 2e-5);
});

test('"r3gan" starts by fix-up: blocks as the identity, the rest by inputs and depth', () => {
  const shape = { sampleShape: [16, 16, 3], widths: [64, 64, 64] };
  const spread = (model: tf.LayersModel, name: RegExp): number[] =>
    model.layers
      .filter((layer) => name.test(layer.name))
      .map((layer) => {
        const [kernel] = layer.getWeights();
        return Math.sqrt(tf.mean(tf.square(kernel!)).dataSync()[0]!);
      });
  const near = (found: number[], wanted: number): void => {
    assert.ok(found.length > 0);
    for (const value of found)
      assert.ok(Math.abs(value / wanted - 1) < 0.1, `${value} for ${wanted}`);
  };
  for (const build of [buildGenerator, buildDiscriminator]) {
    const model = build("r3gan", shape);
    assert.deepEqual(new Set(spread(model, /_last$/)), new Set([0]));
    const gain = Math.sqrt(2 / (1 + 0.2 ** 2)) * 6 ** -0.25; // 6 blocks, R3GAN/Networks.py
    near(spread(model, /_first$/), gain / Math.sqrt(64));
    near(spread(model, /_middle$/), gain / Math.sqrt(16 * 9));
  }
  near(spread(buildGenerator("r3gan", shape), /^dense/), 1 / 8); // of 64 numbers
  near(spread(buildGenerator("r3gan", shape), /basis/i), 1);
  near(spread(buildDiscriminator("r3gan", shape), /project/i), 1 / 4);
});

for (const preset of presets)
  test(`"${preset}" at 32 x 32 in colour plays compiled, with both penalties`, async () => {
    const sampleShape = [32, 32, 3];
    const widths = preset === "dcgan" ? [4, 8, 8] : [4, 8, 8, 8];
    const samples = Float32Array.from({ length: 16 * 32 * 32 * 3 }, (_, i) => Math.sin(i / 50));
    const { game, history } = await trainGan({
      generator: buildGenerator(preset, { sampleShape, widths }),
      discriminator: buildDiscriminator(preset, { sampleShape, widths }),
      data: createDataset({ name: "waves", samples, shape: sampleShape }),
      steps: 5,
      batchSize: 4,
    });
    assert.equal(roundOf(game).fallback(), undefined);
    assert.ok(history.discriminatorLoss.every(Number.isFinite));
    assert.ok(history.generatorGradientNorm.every((norm) => norm > 0));
    game.dispose();
  });

test("groups that do not divide the channels are refused when the layer is built", () => {
  const layer = groupedConv2d({ filters: 6, groups: 4 });
  assert.throws(() => layer.apply(tf.ones([1, 4, 4, 8])), {
    name: "TypeError",
    message: "groupedConv2d: expected groups that divide 8 channels and 6 filters, received 4",
  });
});
