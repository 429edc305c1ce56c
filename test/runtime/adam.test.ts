import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { startRuntime } from "../../src/runtime/start";
import { compileStep } from "../../src/runtime/compile/compileStep";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

const inside = (): number =>
  (tf.backend() as unknown as { binding: { getNumOfTensors(): number } }).binding.getNumOfTensors();

/**
 * Adam as in the paper, https://arxiv.org/abs/1412.6980, with epsilon after the bias correction.
 */
function oracle(
  gradients: number[][],
  rate: number,
  beta1: number,
  beta2: number,
  epsilon: number,
): number[] {
  const [w, m, v] = [
    [0, 0],
    [0, 0],
    [0, 0],
  ] as [number[], number[], number[]];
  gradients.forEach((gradient, t) =>
    gradient.forEach((g, i) => {
      const mean = beta1 * m[i]! + (1 - beta1) * g;
      const square = beta2 * v[i]! + (1 - beta2) * g * g;
      w[i]! -=
        (rate * (mean / (1 - beta1 ** (t + 1)))) /
        (Math.sqrt(square / (1 - beta2 ** (t + 1))) + epsilon);
      m[i] = mean;
      v[i] = square;
    }),
  );
  return w;
}

const gradients = [
  [1, -1e-7],
  [0.5, 2],
  [-3, 0],
  [0.1, 0.1],
  [2, -4],
];

test("Adam as one op moves a weight as the paper says, op by op and compiled", () => {
  for (const compiled of [false, true]) {
    const weight = tf.variable(tf.tensor1d([0, 0]));
    const adam = tf.train.adam(0.1, 0.5, 0.9);
    const step = (gradient: tf.Tensor): tf.Tensor[] => {
      adam.applyGradients({ [weight.name]: gradient as tf.Variable });
      return [tf.neg(weight)];
    };
    const run = compiled ? compileStep(step) : step;
    let last: number[] = [];
    for (const gradient of gradients) last = [...run(tf.tensor1d(gradient))[0]!.dataSync()];
    const expected = oracle(gradients, 0.1, 0.5, 0.9, 1e-7);
    assertClose(weight.dataSync(), expected, 1e-6);
    assertClose(
      last,
      expected.map((w) => -w),
      1e-6,
    );
    assert.equal(adam.iterations, gradients.length);
    assert.equal(
      compiled && (run as ReturnType<typeof compileStep>).fallback(),
      compiled ? undefined : false,
    );
  }
});

test("its moments can be read and put back", async () => {
  const [a, b] = [tf.variable(tf.tensor1d([1, 2])), tf.variable(tf.tensor1d([1, 2]))];
  const [first, second] = [tf.train.adam(0.1), tf.train.adam(0.1)];
  const move = (adam: tf.AdamOptimizer, weight: tf.Variable, g: number[]): void =>
    adam.applyGradients({ [weight.name]: tf.tensor1d(g) as tf.Variable });
  for (const g of gradients.slice(0, 3)) move(first, a, g);
  b.assign(a.clone());
  await second.setWeights(await first.getWeights());
  for (const g of gradients.slice(3)) {
    move(first, a, g);
    move(second, b, g);
  }
  assertClose(b.dataSync(), a.dataSync(), 1e-7);
});

test("a clone, a reading and a new value of a weight stay what they are while Adam goes on", () => {
  const weight = tf.variable(tf.tensor1d([1, 2]));
  const adam = tf.train.adam(0.1);
  const move = (): void =>
    adam.applyGradients({ [weight.name]: tf.tensor1d([1, 1]) as tf.Variable });
  move();
  const clone = weight.clone();
  const before = [...clone.dataSync()];
  move();
  assert.deepEqual([...clone.dataSync()], before);
  assert.notDeepEqual([...weight.dataSync()], before);
  const given = tf.tensor1d([5, 5]);
  weight.assign(given);
  move();
  assertClose(weight.dataSync(), [4.9, 4.9], 0.02);
  assert.deepEqual([...given.dataSync()], [5, 5]);
});

test("steps leave no tensors behind, in TensorFlow.js or in TensorFlow", () => {
  const weight = tf.variable(tf.zeros([100]));
  const adam = tf.train.adam(0.1);
  const gradient = tf.ones([100]);
  const move = (): void => {
    adam.applyGradients({ [weight.name]: gradient as tf.Variable });
    weight.dataSync();
  };
  for (let i = 0; i < 3; i++) move();
  const [outer, within] = [tf.memory().numTensors, inside()];
  for (let i = 0; i < 20; i++) move();
  assert.deepEqual([tf.memory().numTensors, inside()], [outer, within]);
  weight.dispose();
  adam.dispose();
  assert.equal(tf.memory().numTensors, outer - 5, "the weight, two moments, two powers");
});

test("compiled, Adam's settings are read at each step", () => {
  const weight = tf.variable(tf.scalar(0));
  const adam = tf.train.adam(0.1, 0, 0.999);
  let runs = 0;
  const step = compileStep((gradient) => {
    runs++;
    for (let i = 0; i < 2; i++) adam.applyGradients({ [weight.name]: gradient as tf.Variable });
    return [tf.mul(weight, 1)];
  });
  const gradient = tf.scalar(1);
  const results = [0, 1, 2, 3].map(() => step(gradient)[0]!.dataSync()[0]!);
  // With a constant gradient each update is the learning rate.
  assertClose(results, [-0.2, -0.4, -0.6, -0.8], 1e-5);
  (adam as unknown as { learningRate: number }).learningRate = 0.5;
  assertClose(step(gradient)[0]!.dataSync(), [-1.8], 1e-5);
  assert.equal(step.fallback(), undefined);
  assert.equal(runs, 3, "a new learning rate needs no new recording");
});

test("a weight that the step sets before Adam changes it is computed op by op, rightly", () => {
  const weight = tf.variable(tf.scalar(0));
  const adam = tf.train.adam(0.1, 0, 0.999);
  const step = compileStep((gradient) => {
    weight.assign(tf.scalar(7));
    adam.applyGradients({ [weight.name]: gradient as tf.Variable });
    return [tf.mul(weight, 1)];
  });
  for (let i = 0; i < 5; i++) assertClose(step(tf.scalar(1))[0]!.dataSync(), [6.9], 1e-5);
  assert.match(step.fallback()!, /a variable is set and then changed by Adam/);
});
