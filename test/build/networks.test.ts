import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { buildDiscriminator } from "../../src/build/discriminator";
import { categories } from "../../src/build/categories";
import { buildGenerator } from "../../src/build/generator";
import { minibatchDeviation } from "../../src/build/minibatchDeviation";
import { resample } from "../../src/build/resample";
import { sampleGenerator } from "../../src/build/sample";
import { spectralNorm } from "../../src/build/spectralNorm";
import { startRuntime } from "../../src/runtime/start";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

const apply = (model: tf.LayersModel, ...inputs: tf.Tensor[]): Float32Array =>
  (
    model.predictOnBatch(inputs.length > 1 ? inputs : inputs[0]!) as tf.Tensor
  ).dataSync<"float32">();

test("spectral norm divides by the largest singular value", async () => {
  for (const [layer, inputShape] of [
    [tf.layers.dense({ units: 6, useBias: false }), [5]],
    [tf.layers.conv2d({ filters: 4, kernelSize: 3, useBias: false }), [5, 5, 2]],
  ] as const) {
    const model = tf.sequential({
      layers: [tf.layers.inputLayer({ inputShape: [...inputShape] }), spectralNorm(layer)],
    });
    const x = tf.randomNormal([3, ...inputShape], 0, 1, "float32", 1);
    for (let i = 0; i < 60; i++) model.apply(x, { training: true });
    const kernel = model.getWeights()[0]!;
    const matrix = tf.reshape(kernel, [-1, kernel.shape.at(-1)!]).arraySync() as number[][];
    const largest = new SingularValueDecomposition(new Matrix(matrix)).diagonal[0]!;
    const plain = tf.sequential({
      layers: [
        kernel.rank === 2
          ? tf.layers.dense({ units: 6, useBias: false, inputShape: [...inputShape] })
          : tf.layers.conv2d({
              filters: 4,
              kernelSize: 3,
              useBias: false,
              inputShape: [...inputShape],
            }),
      ],
    });
    plain.setWeights([tf.div(kernel, largest)]);
    assertClose(apply(model, x), apply(plain, x), 1e-4);
    const copy = await tf.models.modelFromJSON(JSON.parse(model.toJSON() as string) as never);
    copy.setWeights(model.getWeights());
    assertClose(apply(copy, x), apply(model, x), 1e-6);
  }
  assert.throws(
    () => spectralNorm(tf.layers.flatten()).apply(tf.ones([1, 2, 2])),
    /expected a layer with a kernel/,
  );
});

test("the minibatch deviation is that of groups of four, by hand", () => {
  const values = [1, 2, 3, 4, 10, 20, 30, 40];
  const layer = minibatchDeviation();
  const out = layer.apply(tf.tensor2d(values, [8, 1])) as tf.Tensor;
  // Groups are samples 0, 2, 4, 6 and 1, 3, 5, 7.
  const deviation = (some: number[]): number => {
    const mean = some.reduce((a, b) => a + b) / 4;
    return Math.sqrt(some.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 4);
  };
  const [even, odd] = [deviation([1, 3, 10, 30]), deviation([2, 4, 20, 40])];
  assertClose(
    out.dataSync(),
    values.flatMap((v, i) => [v, i % 2 === 0 ? even : odd]),
    1e-4,
  );
  const same = layer.apply(tf.ones([4, 2, 2, 3])) as tf.Tensor;
  assert.deepEqual(same.shape, [4, 2, 2, 4]);
  assertClose(same.slice([0, 0, 0, 3]).dataSync(), Array<number>(16).fill(0), 1e-3);
});

test("images are halved by means and doubled a quarter of the way to their neighbours", () => {
  const x = tf.tensor4d([1, 3, 5, 7], [1, 2, 2, 1]);
  assertClose((resample("down").apply(x) as tf.Tensor).dataSync(), [4]);
  const doubled = resample("up").apply(x) as tf.Tensor;
  assert.deepEqual(doubled.shape, [1, 4, 4, 1]);
  const stock = tf.image.resizeBilinear(x, [4, 4], false, true); // half-pixel centres
  assertClose(doubled.dataSync(), stock.dataSync(), 1e-6);
});

test("a residual network without normalisation starts with blocks that are the identity", () => {
  for (const model of [buildGenerator("resnet"), buildDiscriminator("resnet")]) {
    const names = model.layers.map((layer) => layer.getClassName());
    assert.ok(!names.includes("BatchNormalization"));
    const adds = model.layers.filter((layer) => layer.getClassName() === "Add");
    assert.equal(adds.length, 3);
    const x = model.inputs[0]!.shape.slice(1) as number[];
    const block = adds[0]!;
    const [before] = block.input as tf.SymbolicTensor[];
    const both = tf.model({
      inputs: model.inputs,
      outputs: [before!, block.output as tf.SymbolicTensor],
    });
    const [first, last] = both.predictOnBatch(tf.randomNormal([2, ...x])) as tf.Tensor[];
    assertClose(last!.dataSync(), first!.dataSync(), 1e-6);
  }
});

test("a projection adds the class' own weights times the features", () => {
  const D = buildDiscriminator("mlp", { classes: 3, hiddenUnits: [4], seed: 1 });
  const x = tf.tensor2d([0.3, -0.2], [1, 2]);
  const logit = (k: number): number => apply(D, x, tf.oneHot([k], 3).toFloat())[0]!;
  const dot = D.layers.find((layer) => layer.getClassName() === "Dot")!;
  const [own, seen] = dot.input as tf.SymbolicTensor[];
  const parts = tf.model({ inputs: D.inputs, outputs: [own!, seen!] });
  const agreement = (k: number): number => {
    const [e, f] = parts.predictOnBatch([x, tf.oneHot([k], 3).toFloat()]) as tf.Tensor[];
    return tf.sum(tf.mul(e!, f!)).dataSync()[0]!;
  };
  assertClose([logit(0) - logit(2)], [agreement(0) - agreement(2)], 1e-5);
  assert.ok(Math.abs(logit(0) - logit(1)) > 1e-4);
  const shapes = (model: tf.LayersModel): unknown[] =>
    [model.inputs, model.outputs].map((all) => all.map(({ shape }) => shape.slice(1)));
  assert.deepEqual(
    shapes(buildDiscriminator("dcgan", { classes: 10, conditioning: "auxiliary" })),
    [[[28, 28, 1]], [[1], [10]]],
  );
  assert.deepEqual(
    shapes(
      buildDiscriminator("dcgan", {
        classes: 10,
        conditioning: "concatenation",
        packing: 2,
        sampleShape: [28, 28, 3],
      }),
    ),
    [[[28, 28, 6], [20]], [[1]]],
  );
  assert.throws(
    () => buildDiscriminator("resnet", { spectralNorm: true }),
    /without any normalisation/,
  );
});

test("a conditional generator draws the classes in turn, or those that it is told", async () => {
  const G = buildGenerator("mlp", { classes: 3, seed: 1 });
  const latents = new Float32Array(8).fill(0.5);
  const inTurn = await sampleGenerator(G, { latents });
  assert.deepEqual([...inTurn.labels!], [0, 1, 2, 0]);
  const told = await sampleGenerator(G, { latents, labels: [2, 2, 0, 1] });
  assert.deepEqual(told.samples.slice(0, 2), told.samples.slice(2, 4));
  assert.deepEqual(told.samples.slice(4, 6), inTurn.samples.slice(0, 2));
  const byConditions = await sampleGenerator(G, {
    latents,
    conditions: Float32Array.of(0, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 0),
  });
  assert.deepEqual(byConditions.samples, told.samples);
  await assert.rejects(
    sampleGenerator(G, { latents, labels: [0, 1] }),
    /expected 4 labels, one per sample, received 2/,
  );
  await assert.rejects(
    sampleGenerator(G, { latents, labels: [0, 1, 2, 3] }),
    /labels from 0 to 2, received 3/,
  );
  await assert.rejects(
    sampleGenerator(buildGenerator("mlp"), { labels: [0] }),
    /build it with \{ classes: n \}/,
  );
});

test("categories: drawn as often as the softmax says, the likeliest otherwise", () => {
  const logits = [1, 0, -1];
  const x = tf.tile(tf.tensor2d([[0.5, ...logits]]), [4000, 1]);
  const spans = [
    { kind: "number", size: 1 },
    { kind: "category", size: 3 },
  ] as const;
  const layer = categories({ spans, seed: 3 });
  const drawn = layer.apply(x, { training: true }) as tf.Tensor;
  const [number, ...shares] = tf.mean(drawn, 0).dataSync();
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
  assertClose([number!], [Math.tanh(0.5)], 1e-4);
  assertClose(
    shares,
    logits.map((logit) => Math.exp(logit) / total),
    0.03,
  );
  assert.ok(
    drawn
      .slice([0, 1])
      .dataSync()
      .every((value) => value === 0 || value === 1),
  );
  assertClose(
    (layer.apply(x) as tf.Tensor).slice(0, 1).dataSync(),
    [Math.tanh(0.5), 1, 0, 0],
    1e-5,
  );

  const weights = tf.tensor1d([1, 2, 3]);
  const one = categories({ temperature: 0.7 });
  const soft = categories({ temperature: 0.7, draw: "softmax" });
  const slope = (chosen: tf.layers.Layer): Float32Array =>
    tf
      .grad((z) => tf.sum(tf.mul(chosen.apply(z) as tf.Tensor, weights)))(tf.tensor2d([logits]))
      .dataSync<"float32">();
  assertClose(slope(one), slope(soft), 1e-6);
  assert.throws(
    () => categories({ spans }).apply(tf.ones([1, 3])),
    /expected spans of 3 values in all, received 1 \+ 3/,
  );
});
