import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { startRuntime } from "../../src/runtime/start";
import type { GanLoss } from "../../src/train/losses/loss";
import { minimaxLoss } from "../../src/train/losses/minimax";
import { nonSaturatingLoss } from "../../src/train/losses/nonSaturating";
import { assertClose, finiteDifferences } from "../support/numbers";

before(() => startRuntime({ print: false }));

const real = [-2, 0.3, 1.7];
const fake = [0.4, -1.1, 2.2];
const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));
const mean = (values: number[]): number => values.reduce((a, b) => a + b) / values.length;
const column = (values: number[]): tf.Tensor => tf.tensor2d(values, [values.length, 1]);
const closedForms = {
  discriminator: (target: number) =>
    -mean(real.map((l) => target * Math.log(sigmoid(l)) + (1 - target) * Math.log(1 - sigmoid(l)))) -
    mean(fake.map((l) => Math.log(1 - sigmoid(l)))),
  minimax: () => mean(fake.map((l) => Math.log(1 - sigmoid(l)))),
  "non-saturating": () => -mean(fake.map((l) => Math.log(sigmoid(l)))),
};

for (const loss of [minimaxLoss, nonSaturatingLoss]) {
  test(`${loss.name}: both losses equal their formulas, with and without label smoothing`, () => {
    for (const target of [1, 0.9])
      assertClose(loss.discriminator(column(real), column(fake), target).dataSync(), [
        closedForms.discriminator(target),
      ]);
    assertClose(loss.generator(column(fake)).dataSync(), [closedForms[loss.name as "minimax"]()]);
  });

  test(`${loss.name}: gradients equal finite differences`, () => {
    const value = (f: () => tf.Tensor): number => tf.tidy(() => f().dataSync()[0]!);
    const slope = (f: (x: tf.Tensor) => tf.Tensor, at: number[]): Float32Array =>
      tf.tidy(() => tf.grad(f)(column(at)).dataSync() as Float32Array);
    assertClose(
      slope((x) => loss.discriminator(x, column(fake), 0.9), real),
      finiteDifferences((x) => value(() => loss.discriminator(column(x), column(fake), 0.9)), real, 1e-2),
      2e-3,
    );
    assertClose(
      slope((x) => loss.generator(x), fake),
      finiteDifferences((x) => value(() => loss.generator(column(x))), fake, 1e-2),
      2e-3,
    );
  });
}

test("losses stay finite where the sigmoid rounds to 0 or 1", () => {
  const extremes = column([-200, 200]);
  const all = (loss: GanLoss): number[] =>
    [loss.discriminator(extremes, extremes, 1), loss.generator(extremes)].map((scalar) => scalar.dataSync()[0]!);
  assertClose([...all(minimaxLoss), ...all(nonSaturatingLoss)], [200, -100, 200, 100]);
});

test("where D is sure of a fake, the minimax gradient vanishes and the non-saturating one does not", () => {
  const slope = (loss: GanLoss): number =>
    Math.abs(
      tf
        .grad((x) => loss.generator(x))(column([-12]))
        .dataSync()[0]!,
    );
  assert.ok(slope(minimaxLoss) < 1e-5 && slope(nonSaturatingLoss) > 0.99);
});
