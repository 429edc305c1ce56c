import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { startRuntime } from "../../src/runtime/start";
import { assertClose, finiteDifferences } from "../support/numbers";

before(() => startRuntime({ print: false }));

const at = [-2, -0.5, 0.7, 3];
const value = (f: (x: tf.Tensor) => tf.Tensor, x: number[]): number =>
  tf.tidy(() => f(tf.tensor1d(x)).dataSync()[0]!);

for (const [name, activation] of [
  ["relu", (x: tf.Tensor) => tf.relu(x)],
  ["leaky relu", (x: tf.Tensor) => tf.leakyRelu(x, 0.2)],
] as const) {
  const f = (x: tf.Tensor): tf.Tensor =>
    tf.sum(tf.mul(activation(tf.mul(x, x.add(0.3))), tf.range(1, 5)));

  test(`${name}: the gradient equals finite differences`, () => {
    assertClose(
      tf.grad(f)(tf.tensor1d(at)).dataSync(),
      finiteDifferences((x) => value(f, x), at, 1e-2),
      2e-3,
    );
  });

  test(`${name}: the gradient's gradient too, as gradient penalties need it`, () => {
    const penalty = (x: tf.Tensor): tf.Tensor => tf.sum(tf.square(tf.grad(f)(x)));
    assertClose(
      tf.grad(penalty)(tf.tensor1d(at)).dataSync(),
      finiteDifferences((x) => value(penalty, x), at, 1e-2),
      5e-3,
    );
  });
}

test("the forward results are TensorFlow.js' own", () => {
  assertClose(tf.relu(tf.tensor1d(at)).dataSync(), [0, 0, 0.7, 3]);
  assertClose(tf.leakyRelu(tf.tensor1d(at), 0.2).dataSync(), [-0.4, -0.1, 0.7, 3]);
});
