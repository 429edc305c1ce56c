import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { startRuntime } from "../../src/runtime/start";
import { decisionCurve, decisionSurface } from "../../src/train/inspect2d";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

/** D(x) = sigmoid(weights x + bias). */
const line = (weights: number[], bias: number): tf.LayersModel => {
  const layer = tf.layers.dense({ units: 1, inputShape: [weights.length] });
  const model = tf.sequential({ layers: [layer] });
  layer.setWeights([tf.tensor2d(weights, [weights.length, 1]), tf.tensor1d([bias])]);
  return model;
};
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

test("the map has D's scores: rows along y, columns along x", async () => {
  const { x, y, probability } = await decisionSurface(line([1, 10], 0.5), 2, { resolution: 3 });
  assert.deepEqual(
    [x, y],
    [
      [-2, 0, 2],
      [-2, 0, 2],
    ],
  );
  assertClose(
    probability.flat(),
    y.flatMap((b) => x.map((a) => sigmoid(a + 10 * b + 0.5))),
    1e-6,
  );
  assert.equal((await decisionSurface(line([1, 1], 0), 1)).x.length, 40);
});

test("counted from the middle of all samples a map does not see D's bias", async () => {
  const [real, fake] = [Float32Array.of(1, 3), Float32Array.of(-1, -1, 2, 4)];
  const curve = async (bias: number): Promise<number[]> =>
    (await decisionCurve(line([2], bias), -1, 1, { resolution: 5, around: [real, fake] }))
      .probability;
  const middle = (2 * 2 + 2 * 1) / 2; // means of logits without a bias: 4 and 2
  assertClose(
    await curve(0),
    [-1, -0.5, 0, 0.5, 1].map((x) => sigmoid(2 * x - middle)),
    1e-6,
  );
  assertClose(await curve(5), await curve(0), 1e-6);
  const plain = await decisionCurve(line([2], 5), -1, 1, { resolution: 5 });
  assertClose(plain.probability.slice(0, 1), [sigmoid(3)], 1e-6);
});

test("what D cannot be asked, and what is no option, is said", async () => {
  await assert.rejects(decisionSurface(line([1], 0), 1), /takes one point \[2\] alone, received/);
  await assert.rejects(
    decisionCurve(line([1], 0), 0, 1, { around: [[1]] as never }),
    /decisionCurve: option "around": expected \[real, generated\], two Float32Arrays/,
  );
  await assert.rejects(
    decisionSurface(line([1, 1], 0), 1, { resolution: 1 }),
    /decisionSurface: option "resolution"/,
  );
});
