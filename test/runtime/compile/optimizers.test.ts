/** Every optimizer of TensorFlow.js inside a compiled step, beside itself op by op. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { compileStep } from "../../../src/runtime/compile/compileStep";
import { startRuntime } from "../../../src/runtime/start";

before(() => startRuntime({ print: false }));

/** Plain descent with a setting of its own, as somebody may write it; it holds no variable. */
class Own extends tf.Optimizer {
  constructor(public rate = 0.05) {
    super();
  }
  override applyGradients(given: Parameters<tf.Optimizer["applyGradients"]>[0]): void {
    for (const { name, tensor } of Array.isArray(given) ? given : []) {
      const weight = tf.engine().registeredVariables[name]!;
      tf.tidy(() => weight.assign(tf.sub(weight, tf.mul(this.rate, tensor))));
    }
    this.incrementIterations();
  }
  getConfig(): { rate: number } {
    return { rate: this.rate };
  }
  get className(): string {
    return "Own";
  }
}

const optimizers: Record<string, () => tf.Optimizer> = {
  adam: () => tf.train.adam(0.05),
  sgd: () => tf.train.sgd(0.05),
  momentum: () => tf.train.momentum(0.05, 0.9),
  rmsprop: () => tf.train.rmsprop(0.01),
  "rmsprop with momentum": () => tf.train.rmsprop(0.01, 0.9, 0.5),
  adagrad: () => tf.train.adagrad(0.1),
  adadelta: () => tf.train.adadelta(0.5),
  adamax: () => tf.train.adamax(0.05),
  "somebody's own": () => new Own(),
};
/** What may happen to an optimizer in the middle of a training. */
const changes: Record<string, (old: tf.Optimizer, make: () => tf.Optimizer) => tf.Optimizer> = {
  "stays as it is": (old) => old,
  "gets another rate": (old) => Object.assign(old, { learningRate: 0.001, rate: 0.001 }),
  "is disposed, and a new one takes its place": (old, make) => {
    old.dispose();
    return make();
  },
};

/** The weights and the optimizer's count after fifty steps, the change in the middle. */
function play(make: () => tf.Optimizer, change: keyof typeof changes, isCompiled: boolean) {
  const [x, y] = [tf.randomNormal([16, 4], 0, 1, "float32", 3), tf.linspace(-1, 1, 16)];
  const weight = tf.variable(tf.randomNormal([4, 1], 0, 1, "float32", 5));
  let optimizer = make();
  const step = (a: tf.Tensor, b: tf.Tensor): tf.Tensor[] => {
    const loss = (): tf.Scalar => tf.mean(tf.square(tf.sub(tf.squeeze(tf.matMul(a, weight)), b)));
    return [optimizer.minimize(loss, true, [weight])!];
  };
  const compiled = compileStep(step);
  for (let i = 0; i < 50; i++) {
    if (i === 25) optimizer = changes[change]!(optimizer, make);
    tf.dispose((isCompiled ? compiled : step)(x, y));
  }
  const result = { weights: [...weight.dataSync()], iterations: optimizer.iterations };
  const reason = compiled.fallback();
  compiled.dispose();
  optimizer.dispose();
  tf.dispose([x, y, weight]);
  return { result, reason };
}

for (const [name, make] of Object.entries(optimizers))
  for (const change of Object.keys(changes)) {
    if (name === "somebody's own" && change.includes("disposed")) continue; // nothing of it is
    test(`${name} that ${change} is compiled as it is op by op, bit for bit`, () => {
      const [wanted, found] = [false, true].map((isCompiled) => play(make, change, isCompiled));
      assert.deepEqual(found!.result, wanted!.result);
      assert.ok(wanted!.result.weights.every(Number.isFinite));
      if (["sgd", "momentum"].includes(name)) assert.match(found!.reason!, /made before the step/);
      else assert.equal(found!.reason, undefined);
    });
  }
