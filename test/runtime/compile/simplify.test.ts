import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { nodeBackend } from "../../../src/runtime/compile/nodeBackend";
import { record, type RecordedNode, type Recording } from "../../../src/runtime/compile/record";
import { simplify } from "../../../src/runtime/compile/simplify";
import { startRuntime } from "../../../src/runtime/start";

before(() => startRuntime({ print: false }));

/** What a step becomes: its nodes, and those that its results need. */
function simplified(
  step: () => tf.Tensor[],
  inputs: tf.Tensor[],
): { ops: string[]; all: Recording } {
  const backend = nodeBackend()!;
  const recorded = record(backend, inputs, () => tf.tidy(step));
  assert.ok("recording" in recorded);
  const all = simplify(recorded.recording, backend.binding);
  const needed = new Set<RecordedNode>();
  const visit = (node: RecordedNode): void => {
    if (needed.has(node)) return;
    needed.add(node);
    if (node.kind === "op") node.inputs.forEach((ref) => visit(all.nodes[ref.node]!));
  };
  all.results.forEach((ref) => visit(all.nodes[ref.node]!));
  const ops = [...needed].flatMap((node) => (node.kind === "op" ? [node.op] : []));
  return { ops: ops.sort(), all };
}

test("a dense layer's product, bias and activation follow one another, without reshapes", () => {
  const layer = tf.layers.dense({ units: 4, inputShape: [3], activation: "relu" });
  const x = tf.ones([2, 3]);
  layer.apply(x);
  const { ops } = simplified(() => [layer.apply(x) as tf.Tensor], [x]);
  assert.deepEqual(ops, ["BiasAdd", "MatMul", "Relu"]);
});

test("what works on each number by itself keeps a reshape that its result needs", () => {
  const x = tf.tensor2d([-1, 2, 3, -4], [2, 2]);
  const { ops, all } = simplified(() => [tf.relu(tf.reshape(x, [1, 2, 2]))], [x]);
  assert.deepEqual(ops, ["Relu", "Reshape"]);
  const last = all.nodes[all.results[0]!.node]!;
  assert.ok(last.kind === "op" && last.op === "Reshape");
  assert.deepEqual(last.shapes, [[1, 2, 2]]);
});

test("a bias along an axis that a reshape has made stays behind it", () => {
  const [x, bias] = [tf.ones([3, 4]), tf.ones([2])];
  const { ops, all } = simplified(() => [tf.add(tf.reshape(x, [6, 2]), bias)], [x, bias]);
  assert.deepEqual(ops, ["BiasAdd", "Reshape"]);
  const last = all.nodes[all.results[0]!.node]!;
  assert.ok(last.kind === "op" && last.op === "BiasAdd");
});

test("a cast to a value's own type is left out, one to another type is not", () => {
  const x = tf.tensor1d([0.5, 1.5]);
  assert.deepEqual(simplified(() => [tf.neg(tf.cast(x, "float32"))], [x]).ops, ["Neg"]);
  assert.deepEqual(simplified(() => [tf.neg(tf.cast(x, "int32"))], [x]).ops, ["Cast", "Neg"]);
});

test("a sum of sums of squares is doubled once; with other terms, each by itself", () => {
  const [a, b] = [tf.ones([3]), tf.ones([2])];
  const squares = (x: tf.Tensor): tf.Tensor => tf.sum(tf.square(x));
  const { ops } = simplified(() => [tf.addN([squares(a), squares(b)])], [a, b]);
  assert.deepEqual(ops, ["AddN", "L2Loss", "L2Loss", "Mul"]);
  const mixed = simplified(() => [tf.addN([squares(a), tf.mul(tf.sum(b), 3)])], [a, b]);
  assert.deepEqual(mixed.ops, ["AddN", "L2Loss", "Mul", "Mul", "Sum"]);
});
