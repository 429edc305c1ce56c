import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { gather } from "../../src/runtime/gather";
import { startRuntime } from "../../src/runtime/start";

before(() => startRuntime({ print: false }));

test("the samples at some positions come whole, in that order, also twice", () => {
  const samples = tf.tensor3d([1, 2, 3, 4, 5, 6], [3, 2, 1]);
  const gathered = gather(samples, tf.tensor1d([2, 0, 2], "int32"));
  assert.deepEqual(gathered.shape, [3, 2, 1]);
  assert.deepEqual([...gathered.dataSync()], [5, 6, 1, 2, 5, 6]);
});

test("on the CPU a position outside of the data is an error that names it", () => {
  const samples = tf.tensor2d([1, 2], [2, 1]);
  assert.throws(
    () => gather(samples, tf.tensor1d([5], "int32")).dataSync(),
    /indices\[0\] = 5 is not in \[0, 2\)/,
  );
});
