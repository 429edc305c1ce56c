import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { startRuntime } from "../../src/runtime/start";
import { augment, augmentationNames, type Augmentation } from "../../src/train/augment";
import type { PenaltyParts } from "../../src/train/losses/loss";
import { lossNames, namedLoss, type LossName } from "../../src/train/losses/named";
import { drawUniforms } from "../../src/runtime/randomTensor";
import { crossEntropy, pack } from "../../src/train/players";
import { assertClose } from "../support/numbers";

interface LossCase {
  loss: LossName;
  target: number;
  real: number[][];
  fake: number[][];
  discriminator: number;
  discriminatorSlopes: [number[][], number[][]];
  generator: number;
  generatorSlope: number[][];
}
interface PenaltyCase {
  penalty: string;
  packing: number;
  weights: [number[][], number[], number[][]];
  value: number;
  slopes: [number[][], number[], number[][]];
}
interface Reference {
  torch: string;
  losses: LossCase[];
  samples: Record<"real" | "fake" | "share" | "noise", number[][]>;
  penalties: PenaltyCase[];
  packed: number[][];
  crossEntropy: { logits: number[][]; classes: number[][]; value: number; slope: number[][] };
  augmentations: {
    name: Augmentation;
    images: number[][][][];
    uniform: number[][];
    changed: number[][][][];
  }[];
}

/** What PyTorch says: made once, by reference/losses.py. */
const reference = JSON.parse(
  readFileSync(join(__dirname, "reference", "losses.json"), "utf8"),
) as Reference;

before(() => startRuntime({ print: false }));

const flat = (numbers: unknown): number[] => [numbers].flat(Infinity) as number[];
const close = (actual: tf.Tensor, expected: unknown, tolerance = 1e-5): void =>
  assertClose(actual.dataSync(), flat(expected), tolerance);

test("PyTorch has been asked for every loss, penalty and augmentation", () => {
  const unique = (names: string[]): string[] => [...new Set(names)].sort();
  assert.deepEqual(unique(reference.losses.map(({ loss }) => loss)), [...lossNames].sort());
  assert.deepEqual(unique(reference.penalties.map(({ penalty }) => penalty.split("(")[0]!)), [
    "0-GP",
    "1-GP",
    "DRAGAN",
    "R1",
    "R2",
  ]);
  assert.deepEqual(
    unique(reference.augmentations.map(({ name }) => name)),
    [...augmentationNames].sort(),
  );
});

for (const one of reference.losses)
  test(`${one.loss}, real target ${one.target}: both losses and their slopes are PyTorch's`, () => {
    const loss = namedLoss(one.loss)!;
    const [real, fake] = [tf.tensor2d(one.real), tf.tensor2d(one.fake)];
    const ofD = (r: tf.Tensor, f: tf.Tensor): tf.Tensor => loss.discriminator(r, f, one.target);
    close(ofD(real, fake), one.discriminator);
    const [byReal, byFake] = tf.grads(ofD)([real, fake]);
    close(byReal!, one.discriminatorSlopes[0]);
    close(byFake!, one.discriminatorSlopes[1]);
    close(loss.generator(fake, real), one.generator);
    close(tf.grad((f) => loss.generator(f, real))(fake), one.generatorSlope);
  });

for (const one of reference.penalties)
  test(`${one.penalty}, packing ${one.packing}: its value and D's slopes are PyTorch's`, () => {
    const { penalty } = namedLoss(`hinge + ${one.penalty}`)!;
    const { real, fake, share, noise } = reference.samples;
    const value = (w: tf.Tensor, b: tf.Tensor, a: tf.Tensor): tf.Tensor => {
      const discriminate = (x: tf.Tensor): tf.Tensor =>
        tf.matMul(tf.tanh(tf.add(tf.matMul(pack(x, one.packing), w as tf.Tensor2D), b)), a);
      const uniform: PenaltyParts["uniform"] = (shape, row = 0) =>
        shape.at(-1) === 1
          ? tf.tensor(share, shape)
          : (assert.equal(row, 0), tf.tensor(noise, shape));
      const parts = { discriminate, real: tf.tensor2d(real), fake: tf.tensor2d(fake), uniform };
      return penalty!.of(parts);
    };
    const weights = one.weights.map((numbers) => tf.tensor(numbers));
    close(value(weights[0]!, weights[1]!, weights[2]!), one.value);
    tf.grads(value)(weights).forEach((slope, i) => close(slope, one.slopes[i], 1e-4));
  });

test("the auxiliary classifier's cross-entropy and its slope are PyTorch's", () => {
  const { logits, classes, value, slope } = reference.crossEntropy;
  const of = (x: tf.Tensor): tf.Tensor => crossEntropy(x, tf.tensor2d(classes));
  close(of(tf.tensor2d(logits)), value);
  close(tf.grad(of)(tf.tensor2d(logits)), slope);
});

test("packed samples lie as in PyTorch", () => {
  close(pack(tf.tensor2d(reference.samples.real), 3), reference.packed);
});

for (const { name, images, uniform, changed } of reference.augmentations)
  test(`${name} of images of side ${images[0]!.length} is that of DiffAugment's code`, () => {
    close(augment(tf.tensor4d(images), [name], tf.tensor2d(uniform)), changed);
  });

test("a penalty's rows of uniform numbers have nothing to do with each other", () => {
  const place = tf.tensor2d(Array<number>(18).fill(7), [9, 2], "int32");
  const rows = [0, 1].map((row) => drawUniforms(place, 0, [4096], row));
  const [first, second] = rows.map((row) => tf.sub(row, 0.5));
  for (const row of rows) close(tf.mean(row), 0.5, 0.02);
  close(tf.div(tf.mean(tf.mul(first!, second!)), 1 / 12), 0, 0.06); // four standard errors
  assertClose(rows[0]!.dataSync(), drawUniforms(place, 0, [4096]).dataSync(), 0);
});
