import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { compileStep } from "../../src/runtime/compile/compileStep";
import { startRuntime } from "../../src/runtime/start";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

const words = (): tf.Tensor2D =>
  tf.tensor2d(
    [
      [0, 1, 2, 4],
      [3, 3, 1, 0],
    ],
    [2, 4],
    "int32",
  );

test("a step that gathers rows is compiled, and learns as one-hot rows times the matrix do", () => {
  const first = tf.randomNormal([5, 3], 0, 1, "float32", 1);
  const target = tf.randomNormal([2, 4, 3], 0, 1, "float32", 2);
  const learn = (rowsOf: (table: tf.Tensor2D, chosen: tf.Tensor2D) => tf.Tensor): tf.Variable => {
    const table = tf.variable(first.clone());
    const optimizer = tf.train.adam(0.1);
    const step = compileStep((chosen: tf.Tensor, wanted: tf.Tensor) => {
      const loss = (): tf.Scalar =>
        tf.mean(tf.square(tf.sub(rowsOf(table as tf.Tensor2D, chosen as tf.Tensor2D), wanted)));
      const { value, grads } = tf.variableGrads(loss, [table]);
      optimizer.applyGradients(grads as Record<string, tf.Variable>);
      return [value];
    });
    for (let i = 0; i < 6; i++) step(words(), target);
    assert.equal(step.fallback(), undefined);
    return table;
  };
  const gathered = learn((table, chosen) => tf.gather(table, chosen));
  const multiplied = learn((table, chosen) =>
    tf.reshape(
      tf.matMul(tf.reshape(tf.cast(tf.oneHot(chosen, 5), "float32"), [8, 5]), table),
      [2, 4, 3],
    ),
  );
  assertClose(gathered.dataSync(), multiplied.dataSync(), 1e-5);
  assert.ok(tf.max(tf.abs(tf.sub(gathered, first))).dataSync()[0]! > 0.3);
});

test("any axis, batches of indices, integers: as TensorFlow.js documents", () => {
  const table = tf.tensor2d([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  assert.deepEqual(tf.gather(table, [2, 0], 1).arraySync(), [
    [3, 1],
    [6, 4],
  ]);
  const each = tf.tensor2d([[2], [0]], [2, 1], "int32");
  assert.deepEqual(tf.gather(table, each, 1, 1).arraySync(), [[3], [4]]);
  assert.deepEqual(tf.gather(tf.tensor1d([7, 8, 9], "int32"), [2, 1]).arraySync(), [9, 8]);
});

test("a row that is not there is an error that says so, and the next op works", () => {
  const table = tf.ones([2, 3]);
  assert.throws(() => tf.gather(table, [0, 2]), /2 is not in \[0, 2\)/);
  assert.equal(tf.sum(table).dataSync()[0], 6);
});
