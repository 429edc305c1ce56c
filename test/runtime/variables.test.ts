import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { startRuntime } from "../../src/runtime/start";
import { settle } from "../support/collect";

const early = tf.variable(tf.scalar(7), true, "early"); // on no backend yet but plain JavaScript
before(() => startRuntime({ print: false }));

const count = (): number => tf.memory().numTensors;
const registered = (): Record<string, tf.Variable> => tf.engine().registeredVariables;

test("a variable that nobody holds is freed, whatever was assigned to it", async () => {
  const bytes = tf.memory().numBytes;
  const tensors = await settle(count);
  const kept = tf.tidy(() => {
    const dropped = tf.variable(tf.zeros([1000]), true, "dropped");
    dropped.assign(tf.ones([1000]));
    tf.variable(tf.zeros([3]));
    return tf.variable(tf.fill([2], 5), true, "kept");
  });
  assert.equal(count(), tensors + 3);
  assert.equal(await settle(count), tensors + 1);
  assert.equal(tf.memory().numBytes, bytes + 8);
  assert.deepEqual([...kept.dataSync()], [5, 5]);
  assert.equal(registered().kept, kept);
  assert.equal(registered().dropped, undefined);
  assert.ok(!("dropped" in registered()) && !Object.keys(registered()).includes("dropped"));
  kept.dispose();
  assert.equal(count(), tensors);
  assert.equal(await settle(count), tensors, "what was disposed is not freed again");
});

test("a name can be given anew once its variable is disposed or freed, and only then", async () => {
  const newVariable = (value: number): tf.Variable =>
    tf.tidy(() => tf.variable(tf.scalar(value), true, "name"));
  const first = newVariable(1);
  assert.throws(() => newVariable(2), /Variable with name name was already registered/);
  first.dispose();
  newVariable(3);
  await settle(count);
  const last = newVariable(4);
  await settle(count);
  assert.equal(registered().name, last);
  assert.equal(last.dataSync()[0], 4);
  last.dispose();
});

test("variables from before the start are known, and gradients find all that there are", () => {
  assert.equal(registered().early, early);
  const one = tf.variable(tf.scalar(2), true, "one");
  const { grads } = tf.variableGrads(() => tf.square(one).asScalar());
  assert.deepEqual(Object.keys(grads), ["one"]);
  assert.equal(grads.one!.dataSync()[0], 4);
  tf.dispose([one, grads.one!]);
});
