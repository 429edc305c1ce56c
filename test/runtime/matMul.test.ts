import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { startRuntime } from "../../src/runtime/start";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

test("a product of matrices has the numbers and the shape it has by hand", () => {
  const [a, b] = [
    [1, 2, 3, 4, 5, 6],
    [7, 8, 9, 10, 11, 12],
  ];
  const cases: [number[], number[], boolean, boolean, number[], number[]][] = [
    [[2, 3], [3, 2], false, false, [2, 2], [58, 64, 139, 154]],
    [[2, 3], [2, 3], false, true, [2, 2], [50, 68, 122, 167]],
    [[3, 2], [3, 2], true, false, [2, 2], [89, 98, 116, 128]],
    [[1, 2, 3], [3, 2], false, false, [1, 2, 2], [58, 64, 139, 154]],
    [[1, 1, 2, 3], [1, 1, 3, 2], false, false, [1, 1, 2, 2], [58, 64, 139, 154]],
    [[2, 1, 3], [2, 3, 1], false, false, [2, 1, 1], [50, 167]],
  ];
  for (const [shapeA, shapeB, transposeA, transposeB, shape, expected] of cases) {
    const product = tf.matMul(tf.tensor(a, shapeA), tf.tensor(b, shapeB), transposeA, transposeB);
    assert.deepEqual(product.shape, shape);
    assertClose(product.dataSync(), expected, 1e-6);
  }
});

test("integers, which TensorFlow.js multiplies as it always did, still work", () => {
  const product = tf.matMul(
    tf.tensor2d([[1, 2]], [1, 2], "int32"),
    tf.tensor2d([[3], [4]], [2, 1], "int32"),
  );
  assert.deepEqual([...product.dataSync()], [11]);
});
