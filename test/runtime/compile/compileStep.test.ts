import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import {
  compileStep,
  compileWatched,
  type CompiledStep,
} from "../../../src/runtime/compile/compileStep";
import { nodeBackend, type Binding } from "../../../src/runtime/compile/nodeBackend";
import { startRuntime } from "../../../src/runtime/start";
import { settle } from "../../support/collect";
import { assertClose } from "../../support/numbers";

before(() => startRuntime({ print: false }));

/** Runs a step until it is compiled, and once more. Returns each call's first number. */
function runFive(step: CompiledStep, input: (call: number) => tf.Tensor): number[] {
  return [0, 1, 2, 3, 4].map((call) =>
    tf.tidy(() => {
      const [result] = step(input(call));
      return result!.dataSync()[0]!;
    }),
  );
}

test("a compiled step computes from its inputs and variables, and changes the variables", () => {
  const total = tf.variable(tf.scalar(100));
  let runs = 0;
  const step = compileStep((x) => {
    runs++;
    total.assign(tf.add(total, tf.sum(x)));
    return [tf.mul(total, 2)];
  });
  const results = runFive(step, (call) => tf.tensor1d([call, 1]));
  assert.deepEqual(results, [202, 206, 212, 220, 230]);
  assert.equal(total.dataSync()[0], 115);
  assert.equal(runs, 3, "from the fourth call on JavaScript is left out");
  assert.equal(step.fallback(), undefined);
});

test("a variable that somebody sets between two calls is seen by the compiled step", () => {
  const weight = tf.variable(tf.scalar(1));
  const step = compileStep((x) => [tf.mul(x, weight)]);
  runFive(step, () => tf.scalar(3));
  weight.assign(tf.scalar(7));
  assert.equal(step(tf.scalar(3))[0]!.dataSync()[0], 21);
});

test("a copy of a variable keeps its old value when the compiled step changes the variable", () => {
  const count = tf.variable(tf.scalar(0));
  const step = compileStep(() => {
    count.assign(tf.add(count, 1));
    return [count.clone()];
  });
  runFive(step, () => tf.scalar(0));
  const copy = count.clone();
  step(tf.scalar(0));
  assert.deepEqual([copy.dataSync()[0], count.dataSync()[0]], [5, 6]);
});

test("results that are inputs, constants or shared are returned whole", () => {
  const step = compileStep((x) => [x.clone(), tf.tensor1d([4, 5]), tf.neg(x), tf.neg(x)]);
  for (let call = 0; call < 5; call++) {
    const results = step(tf.tensor1d([call, 2]));
    assert.deepEqual(
      results.map((result) => [...result.dataSync()]),
      [
        [call, 2],
        [4, 5],
        [-call, -2],
        [-call, -2],
      ],
    );
  }
});

test("another shape of inputs is recorded by itself", () => {
  const step = compileStep((x) => [tf.sum(x)]);
  assert.deepEqual(
    runFive(step, () => tf.tensor1d([1, 2])),
    [3, 3, 3, 3, 3],
  );
  assert.deepEqual(
    runFive(step, () => tf.tensor1d([1, 2, 3])),
    [6, 6, 6, 6, 6],
  );
  assert.equal(step.fallback(), undefined);
});

test("what cannot be recorded still computes right, and says why", () => {
  let calls = 0;
  const cases: [CompiledStep, number[], RegExp][] = [
    [
      compileStep((x) => [tf.add(x, tf.scalar(++calls))]),
      [1, 3, 5, 7, 9],
      /a value computed in JavaScript changes .* before Add/,
    ],
    [
      compileStep((x) => (x.dataSync()[0]! > 2 ? [tf.neg(x)] : [tf.square(x)])),
      [0, 1, 4, -3, -4],
      /a value is read in the middle of the step/,
    ],
    [
      compileStep((x) => [calls++ % 2 ? tf.add(x, 1) : tf.sub(x, -1)]),
      [1, 2, 3, 4, 5],
      /becomes (Sub|Add|constant): the step branches|a value computed in JavaScript changes/,
    ],
    [
      compileStep((x) => [tf.add(x, tf.variable(tf.scalar(1)))]),
      [1, 2, 3, 4, 5],
      /the step makes a variable/,
    ],
  ];
  for (const [step, expected, why] of cases) {
    assert.deepEqual(
      runFive(step, (call) => tf.scalar(call)),
      expected,
    );
    assert.match(step.fallback() ?? "", why);
  }
  const outside = tf.scalar(5);
  const step = compileStep((x) => [tf.add(x, outside)]);
  assert.deepEqual(
    runFive(step, (call) => tf.scalar(call)),
    [5, 6, 7, 8, 9],
  );
  assert.match(
    step.fallback()!,
    /Add uses a tensor made before the step that is neither an input nor a variable/,
  );
});

test("gradients, convolutions and pooling go through the graph as they do op by op", () => {
  const filter = tf.variable(tf.randomNormal<tf.Rank.R4>([3, 3, 1, 4], 0, 1, "float32", 5));
  const loss = (x: tf.Tensor): tf.Scalar =>
    tf.mean(
      tf.maxPool(
        tf.relu(tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, "same")),
        2,
        2,
        "same",
      ),
    );
  const step = compileStep((x) => Object.values(tf.variableGrads(() => loss(x), [filter]).grads));
  for (let call = 0; call < 5; call++) {
    const x = tf.randomNormal([2, 6, 6, 1], 0, 1, "float32", call);
    const expected = tf.variableGrads(() => loss(x), [filter]).grads[filter.name]!.dataSync();
    assertClose(step(x)[0]!.dataSync(), expected, 1e-6);
  }
  assert.equal(step.fallback(), undefined);
});

test("with XLA, where TensorFlow has it, the step computes the same", () => {
  const step = compileStep((x) => [tf.sum(tf.tanh(tf.mul(x, x)))], { xla: true });
  const results = runFive(step, () => tf.tensor1d([0.5, -1, 2]));
  assertClose(
    results,
    new Array<number>(5).fill(Math.tanh(0.25) + Math.tanh(1) + Math.tanh(4)),
    1e-6,
  );
});

test("compiled runs leave no tensors behind, in TensorFlow.js or in TensorFlow", () => {
  const total = tf.variable(tf.zeros([50]));
  const step = compileStep((x) => {
    total.assign(tf.add(total, x));
    return [tf.sum(total)];
  });
  const x = tf.ones([50]);
  const once = (): void => tf.dispose(step(x));
  for (let call = 0; call < 5; call++) once();
  const before = tf.memory().numTensors;
  for (let call = 0; call < 20; call++) once();
  assert.equal(tf.memory().numTensors, before);
});

test("functions and settings go with the step: disposed, dropped, or changed", async (t) => {
  t.mock.method(console, "warn", () => undefined);
  const backend = nodeBackend()!;
  const real = backend.binding;
  const [functions, tensors] = [new Set<string>(), new Set<number>()];
  const watched: Partial<Binding> = {
    addFunction(graph, name, ...rest) {
      real.addFunction(graph, name, ...rest);
      functions.add(name);
    },
    removeFunction(name) {
      real.removeFunction(name);
      functions.delete(name);
    },
    createTensor(...given) {
      const id = real.createTensor(...given);
      tensors.add(id);
      return id;
    },
    deleteTensor(id) {
      real.deleteTensor(id);
      tensors.delete(id);
    },
  };
  backend.binding = Object.create(real, Object.getOwnPropertyDescriptors(watched)) as Binding;
  const left = (): number => functions.size + tensors.size;
  const weight = tf.variable(tf.scalar(1));
  const x = tf.scalar(2);
  const optimizer = tf.train.adam(0.1);
  const newStep = (factor = () => 1): CompiledStep => {
    const compute = (y: tf.Tensor): tf.Tensor => tf.mul(y, factor());
    const title = "the factor";
    const inputs = [{ shape: [], dtype: "float32" as const }];
    return compileWatched(
      (y: tf.Tensor) => {
        const tensor = tf.grad((w) => compute(tf.mul(w, y)))(weight);
        optimizer.applyGradients([{ name: weight.name, tensor }]);
        return [tensor];
      },
      { own: () => [{ title, inputs, compute: (y) => [compute(y)] }] },
    );
  };
  const play = (step: CompiledStep): void => void runFive(step, () => x);
  play(newStep()); // moments and homes are made
  const before = await settle(left);
  try {
    const step = newStep();
    play(step);
    assert.ok(functions.size > 0 && left() > before, "it is compiled");
    step.dispose();
    assert.equal(left(), before);
    play(step);
    assert.ok(left() > before, "it starts anew");
    step.dispose();
    play(newStep());
    assert.equal(await settle(left), before, "dropped");
    let factor = 1;
    const changing = newStep(() => factor);
    play(changing);
    const one = functions.size;
    factor = 3;
    play(changing);
    assert.equal(functions.size, one, "the old function has gone");
    changing.dispose();
    assert.equal(await settle(left), before);
  } finally {
    backend.binding = real;
  }
});

test("a step takes and gives tensors by name, in arrays and objects", () => {
  interface Inputs {
    pairs: { x: tf.Tensor; factor: tf.Tensor | undefined }[];
    shift: tf.Tensor;
  }
  const step = compileStep(({ pairs, shift }: Inputs) => ({
    sums: pairs.map(({ x, factor }) => tf.add(factor ? tf.mul(x, factor) : x, shift)),
    none: undefined,
  }));
  for (let i = 0; i < 6; i++) {
    const inputs = {
      pairs: [
        { x: tf.scalar(i), factor: tf.scalar(10) },
        { x: tf.scalar(2 * i), factor: undefined },
      ],
      shift: tf.scalar(1),
    };
    const { sums, none } = step(inputs);
    assert.deepEqual(
      sums.map((sum) => sum.arraySync()),
      [10 * i + 1, 2 * i + 1],
    );
    assert.equal(none, undefined);
    // The other one is given the factor: the same tensors in other places are another step.
    const [first, second] = inputs.pairs as [Inputs["pairs"][number], Inputs["pairs"][number]];
    const swapped = { pairs: [{ x: first.x, factor: undefined }, second], shift: first.factor! };
    assert.deepEqual(
      step(swapped).sums.map((sum) => sum.arraySync()),
      [i + 10, 2 * i + 10],
    );
  }
  assert.equal(step.fallback(), undefined);
});

test("what a step takes or gives that is no tensor is named, with its place", () => {
  const step = compileStep((given: { x: tf.Tensor; rate: unknown }) => ({ x: given.x }));
  assert.throws(() => step({ x: tf.scalar(1), rate: 0.1 }), {
    name: "TypeError",
    message:
      "what a compiled step takes: expected tensors, also in arrays and objects, " +
      "received 0.1 at [0].rate; a number becomes a tensor by tf.scalar",
  });
  const reading = compileStep((x) => ({ loss: x.dataSync()[0] }));
  assert.throws(() => reading(tf.scalar(2)), /gives: .*received 2 at \.loss; /);
  assert.throws(() => compileStep((x) => [x], { XLA: true } as never), /unknown option "XLA"/);
});

test("results are the caller's own in every call, also those that are variables or inputs", () => {
  const count = tf.variable(tf.scalar(0));
  const step = compileStep((x: tf.Tensor) => {
    count.assign(tf.add(count, x));
    return { count, x, twice: tf.mul(x, 2) };
  });
  const one = tf.scalar(1);
  const kept = Array.from({ length: 6 }, () => step(one).count);
  assert.deepEqual(
    kept.map((value) => value.dataSync()[0]),
    [1, 2, 3, 4, 5, 6],
  );
  tf.dispose([kept, Object.values(step(one))]);
  assert.deepEqual([count.isDisposed, one.isDisposed], [false, false]);
  step.dispose();
  tf.dispose([count, one]);
});

test("inside a gradient a step goes op by op, and is compiled outside of one", () => {
  let runs = 0;
  const step = compileStep((x: tf.Tensor) => {
    runs++;
    return tf.square(x);
  });
  for (let i = 0; i < 6; i++) {
    const slope = tf.grad((x) => step(x))(tf.scalar(i));
    assert.equal(slope.dataSync()[0], 2 * i);
  }
  assert.equal(runs, 6);
  for (let i = 0; i < 6; i++) assert.equal(step(tf.scalar(i)).dataSync()[0], i * i);
  assert.ok(runs <= 9 && step.fallback() === undefined, `${runs} runs`);
});

test("inputs of another type are another step", () => {
  const step = compileStep((x: tf.Tensor) => tf.add(x, x));
  for (let i = 0; i < 5; i++) {
    const whole = step(tf.tensor1d([1, 2], "int32"));
    const real = step(tf.tensor1d([0.5, 2]));
    assert.deepEqual([whole.dtype, ...whole.dataSync()], ["int32", 2, 4]);
    assert.deepEqual([real.dtype, ...real.dataSync()], ["float32", 1, 4]);
  }
});
