import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { startRuntime } from "../../src/runtime/start";
import { r1Penalty } from "../../src/train/losses/penalties";

before(() => startRuntime({ print: false }));

test("3-D max-pooling gives its slope to one value of each window", () => {
  const layer = tf.layers.maxPooling3d({ poolSize: 2 });
  const slopeAt = (values: number[]): number[] => {
    const sum = (x: tf.Tensor): tf.Scalar => tf.sum(layer.apply(x) as tf.Tensor);
    return Array.from(
      tf
        .grad(sum)(tf.tensor(values, [1, 2, 2, 2, 1]))
        .dataSync(),
    );
  };
  assert.deepEqual(slopeAt([0.5, 0.500005, 0, 0, 0, 0, 0, 0]), [0, 1, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual(slopeAt(Array<number>(8).fill(0)), [1, 0, 0, 0, 0, 0, 0, 0]);
});

test("R1 of a flat volume under 3-D max-pooling is that of one value", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.maxPooling3d({ poolSize: 2, inputShape: [2, 2, 2, 1] }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 1, kernelInitializer: "ones" }),
    ],
  });
  const real = tf.fill([4, 2, 2, 2, 1], -1);
  const discriminate = (x: tf.Tensor): tf.Tensor => model.apply(x, { training: true }) as tf.Tensor;
  const parts = { discriminate, real, fake: real, uniform: (shape: number[]) => tf.zeros(shape) };
  assert.equal(r1Penalty(2).of(parts).dataSync()[0], 1);
});
