import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { startRuntime } from "../../src/runtime";
import { nodeBackend } from "../../src/runtime/compile/nodeBackend";
import {
  addUpAll,
  computeTogether,
  drawOwnRows,
  gatherAlike,
  meanOfWorkers,
  ownPositions,
  withShare,
} from "../../src/runtime/collectives/share";
import { serverDef } from "../../src/runtime/collectives/serverDef";
import type { Workers } from "../../src/runtime/collectives/workers";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

/** Two workers in one process: each sum is of this one's and of what the other would say. */
function pair(index: number, other: (x: tf.Tensor, key: string) => tf.Tensor): Workers {
  return { index, count: 2, batchStatistics: "all", sum: (x, key) => tf.add(x, other(x, key)) };
}

const numbers = (x: tf.Tensor): number[] => Array.from(x.dataSync());

test("alone, nothing is asked of anybody", () => {
  const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
  assert.equal(gatherAlike([x])[0], x);
  assert.equal(addUpAll([x])[0], x);
  assert.equal(meanOfWorkers(x), x);
  assert.equal(
    computeTogether(x, (all) => all),
    x,
  );
});

test("workers draw, between them, what one would have drawn, packed or not", () => {
  const draw = (shape: number[]): tf.Tensor =>
    tf.reshape(
      tf.range(
        0,
        shape.reduce((a, b) => a * b),
      ),
      shape,
    );
  const quiet = (index: number): Workers => pair(index, (x) => x);
  // 8 samples, judged two at once: sample i with sample i + 4.
  const rows = [0, 1].map((index) =>
    withShare({ workers: quiet(index), rows: 4, parts: 2 }, () => numbers(drawOwnRows([4], draw))),
  );
  assert.deepEqual(rows, [
    [0, 1, 4, 5],
    [2, 3, 6, 7],
  ]);
  assert.deepEqual(
    [0, 1].map((index) => [
      ...ownPositions(Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7), quiet(index), 2),
    ]),
    rows,
  );
  // What D sees has half as many rows, in their order; other shapes are the same for all.
  const packed = (shape: number[], index: number): number[] =>
    withShare({ workers: quiet(index), rows: 4, parts: 2 }, () =>
      numbers(drawOwnRows(shape, draw)),
    );
  assert.deepEqual(
    [packed([2], 0), packed([2], 1)],
    [
      [0, 1],
      [2, 3],
    ],
  );
  assert.deepEqual(
    [packed([3], 0), packed([3], 1)],
    [
      [0, 1, 2],
      [0, 1, 2],
    ],
  );
});

test("a slope through what workers compute together is that of the whole batch", () => {
  // f = sum of (x - mean)^3 over four numbers, two of each worker, and its slope by hand.
  const all = [0.5, -1, 2, 0.25];
  const whole = (x: tf.Tensor): tf.Tensor => tf.pow(tf.sub(x, tf.mean(x)), tf.scalar(3));
  const expected = numbers(tf.grad((x) => tf.sum(whole(x)))(tf.tensor1d(all)));
  for (const index of [0, 1]) {
    // The other worker's part of each sum: its rows on the way there, its slopes on the way back.
    const theirs = all.slice(2 - 2 * index, 4 - 2 * index);
    const weights = [0, 0, 0, 0].map((_, i) => Number(Math.floor(i / 2) !== index));
    const slope = tf.grad((x) => tf.sum(tf.mul(whole(x), weights)))(tf.tensor1d(all));
    let calls = 0;
    const placed = [0, 1, 2, 3].map((i) => (weights[i] ? theirs[i % 2]! : 0));
    const workers = pair(index, () => (calls++ === 0 ? tf.tensor1d(placed) : slope));
    const own = tf.tensor1d(all.slice(2 * index, 2 * index + 2));
    const found = withShare({ workers, rows: 2, parts: 1 }, () =>
      numbers(tf.grad((x) => tf.sum(computeTogether(x, whole)))(own)),
    );
    assertClose(found, expected.slice(2 * index, 2 * index + 2));
    assert.equal(calls, 2);
  }
});

test("TensorFlow reads the cluster's description, and says what is none", () => {
  const text = serverDef({ addresses: ["a:1", "b:2"], index: 1 });
  assert.match(text, /tasks { key: 1 value: "b:2" }/);
  assert.throws(
    () => nodeBackend()!.binding.enableCollectives("cluster { jib }"),
    /enableCollectives: .*(ServerDef|text proto)/i,
  );
});
