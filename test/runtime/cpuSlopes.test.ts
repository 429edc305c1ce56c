import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { startRuntime } from "../../src/runtime/start";

before(() => startRuntime({ backend: "cpu", print: false }));

test("in plain JavaScript the slope of up-sampling is each sample's own", () => {
  for (const [batch, height, width, channels, size] of [
    [2, 1, 1, 1, [2, 2]],
    [3, 2, 3, 2, [2, 3]],
    [4, 3, 2, 1, [3, 3]],
  ] as const) {
    const layer = tf.layers.upSampling2d({ size: [...size] });
    const shape = [batch, height, width, channels];
    const weights = tf.randomNormal([batch, height * size[0], width * size[1], channels]);
    const slope = tf.grad((x: tf.Tensor) => tf.sum(tf.mul(layer.apply(x) as tf.Tensor, weights)))(
      tf.zeros(shape),
    );
    // A pixel is shown size[0] x size[1] times: its slope is the sum of their weights.
    const parts = tf.reshape(weights, [batch, height, size[0], width, size[1], channels]);
    const expected = tf.sum(parts, [2, 4]);
    assert.ok(tf.max(tf.abs(tf.sub(slope, expected))).dataSync()[0]! < 1e-5, String(shape));
  }
});
