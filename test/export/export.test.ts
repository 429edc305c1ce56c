import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { readTensorFile } from "../../src/base/tensorFile";
import { buildDiscriminator } from "../../src/build/discriminator";
import { dropoutLayer } from "../../src/build/dropout";
import { buildGenerator } from "../../src/build/generator";
import { sampleGenerator } from "../../src/build/sample";
import { mixture2d } from "../../src/data/mixture2d";
import { exportModel, type ExportFormat } from "../../src/export/exportModel";
import { stockLayers } from "../../src/export/stockLayers";
import { startRuntime } from "../../src/runtime/start";
import { recordRun } from "../../src/runs/recordRun";
import { trainGan } from "../../src/train/trainGan";
import { readElsewhere, type ExportCase } from "../support/exportsPython";
import { assertClose } from "../support/numbers";
import { temporaryFolder } from "../support/temporary";

before(() => startRuntime({ print: false }));

const folder = temporaryFolder();
const models = (): Record<string, tf.LayersModel> => ({
  ...Object.fromEntries(
    (["seed", "dcgan", "mlp"] as const).flatMap((preset) => [
      [`${preset} generator`, buildGenerator(preset, { seed: 1 })],
      [`${preset} discriminator`, buildDiscriminator(preset, { seed: 1 })],
    ]),
  ),
  "a model with dropout": tf.sequential({
    layers: [
      tf.layers.dense({ units: 4, inputShape: [3], activation: "relu" }),
      dropoutLayer({ rate: 0.5 }),
      tf.layers.dense({ units: 1 }),
    ],
  }),
});

/** Functional models, and layers of our own, that are written as what they are made of. */
const ours = (): Record<string, tf.LayersModel> => ({
  "resnet generator": buildGenerator("resnet", { seed: 1 }),
  "resnet discriminator": buildDiscriminator("resnet", { seed: 1 }),
  "r3gan generator": buildGenerator("r3gan", { sampleShape: [16, 24, 3], seed: 1 }),
  "r3gan discriminator": buildDiscriminator("r3gan", { sampleShape: [16, 24, 3], seed: 1 }),
  "conditional generator": buildGenerator("dcgan", { classes: 4, seed: 1 }),
  "conditional discriminator": buildDiscriminator("mlp", { classes: 4, seed: 1 }),
  "discriminator that names classes": buildDiscriminator("dcgan", {
    classes: 4,
    conditioning: "projection + auxiliary",
    spectralNorm: true,
    seed: 1,
  }),
  "spectral discriminator": buildDiscriminator("mlp", { spectralNorm: true, seed: 1 }),
  "a model of branches": branches(),
});

/** Many layers of one class and shape side by side: each has to get its own weights. */
function branches(): tf.LayersModel {
  const input = tf.input({ shape: [3] });
  const dense = (x: tf.SymbolicTensor): tf.SymbolicTensor =>
    tf.layers.dense({ units: 3, activation: "tanh" }).apply(x) as tf.SymbolicTensor;
  const shared = tf.layers.dense({ units: 3 });
  const [a, b, c] = [dense(input), dense(input), dense(dense(input))];
  const joined = tf.layers.concatenate().apply([c, dense(b), a, b]) as tf.SymbolicTensor;
  const twice = [a, b].map((x) => shared.apply(x) as tf.SymbolicTensor);
  const outputs = tf.layers.concatenate().apply([dense(joined), ...twice]) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs });
}

/** Models that neither Keras nor a browser can be given. */
const neither = (): Record<string, tf.LayersModel> => ({
  "text generator": buildGenerator("text", { sampleShape: [4, 5], seed: 1 }),
});

/** Conversions to ONNX take 4 s each. */
const converted = [
  "seed generator",
  "dcgan generator",
  "dcgan discriminator",
  "resnet generator",
  "r3gan generator",
  "conditional generator",
  "discriminator that names classes",
];

test("Keras, TensorFlow and ONNX Runtime give what the exported models give here", async () => {
  const files: [Exclude<ExportFormat, "web" | "safetensors">, string][] = [
    ["keras", ".keras"],
    ["keras", ".h5"],
    ["savedmodel", ""],
    ["onnx", ".onnx"],
  ];
  const cases: ExportCase[] = [];
  const expected: { name: string; y: number[] }[] = [];
  for (const [name, model] of Object.entries({ ...models(), ...ours(), ...neither() }))
    for (const [format, ending] of files) {
      if (format === "keras" && name in neither()) continue;
      if (format === "onnx" && !converted.includes(name)) continue;
      const path = await exportModel(model, format, join(folder, `${name}${ending}`));
      tf.tidy(() => {
        const [x, told] = model.inputs.map(({ shape }, i) =>
          tf.randomNormal([11, ...(shape.slice(1) as number[])], 0, 1, "float32", 3 + i),
        ) as [tf.Tensor, tf.Tensor?];
        const condition = told && { condition: told.arraySync() };
        cases.push({ kind: format, path, x: x.arraySync(), ...condition });
        const outputs = [model.predictOnBatch(told ? [x, told] : x)].flat();
        expected.push({
          name: `${name} in ${format}, ${ending}`,
          y: outputs.flatMap((y) => [...y.dataSync()]),
        });
      });
    }
  const results = (await readElsewhere(cases)) as number[][];
  let worst = 0;
  results.forEach((result, i) => {
    const { name, y } = expected[i]!;
    const numbers = result.flat(6);
    assert.equal(numbers.length, y.length, name);
    worst = Math.max(worst, ...numbers.map((value, j) => Math.abs(value - y[j]!)));
    assertClose(numbers, y, 1e-5);
  });
  assert.equal(results.length, cases.length);
  console.log(`${results.length} exported models, largest difference ${worst.toExponential(1)}`);
});

test("safetensors reads the weights of a model, by name, spectral norm's and all", async () => {
  const model = buildDiscriminator("mlp", { spectralNorm: true, hiddenUnits: [4], seed: 1 });
  const path = await exportModel(model, "safetensors", join(folder, "weights.safetensors"));
  const [names] = (await readElsewhere([{ kind: "safetensorsNames", path }])) as string[][];
  assert.deepEqual(names!.map((name) => name.split("/")[1]).sort(), [
    ...["bias", "bias", "direction", "direction", "kernel", "kernel"],
  ]);
  const kernel = names!.find((name) => name.endsWith("kernel"))!;
  const { shape, values } = readTensorFile(path).tensors.get(kernel)!;
  assert.deepEqual([shape, values], [[2, 4], model.getWeights()[0]!.dataSync()]);
});

test("ONNX files have the operator set that was asked for", async () => {
  const model = buildGenerator("mlp", { hiddenUnits: [4] });
  const paths = await Promise.all(
    [13, 18].map((opset) =>
      exportModel(model, "onnx", join(folder, `set${opset}.onnx`), { opset }),
    ),
  );
  const sets = await readElsewhere(paths.map((path) => ({ kind: "onnxOpset" as const, path })));
  assert.deepEqual(sets, [13, 18]);
});

test("ONNX takes a layer of one's own that TensorFlow.js could not load again", async () => {
  class Doubled extends tf.layers.Layer {
    static readonly className = "Doubled"; // and is not registered
    override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
      return tf.mul([inputs].flat()[0]!, 2);
    }
  }
  const model = tf.sequential({ layers: [new Doubled({ inputShape: [3] })] });
  const path = await exportModel(model, "onnx", join(folder, "doubled.onnx"));
  const [[y]] = (await readElsewhere([{ kind: "onnx", path, x: [[1, 2, 3]] }])) as [[number[][]]];
  assert.deepEqual(y, [[2, 4, 6]]);
});

test("an op that ONNX does not have is an error, and no file", async () => {
  class Solved extends tf.layers.Layer {
    static readonly className = "Solved";
    override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
      const x = [inputs].flat()[0]!;
      // A transposed depthwise convolution.
      return tf.grad((y: tf.Tensor) =>
        tf.depthwiseConv2d(y as tf.Tensor4D, tf.ones([2, 2, 1, 1]), 1, "same"),
      )(x, x);
    }
  }
  tf.serialization.registerClass(Solved);
  const model = tf.sequential({ layers: [new Solved({ inputShape: [4, 4, 1] })] });
  const path = join(folder, "solved.onnx");
  await assert.rejects(exportModel(model, "onnx", path), /expected ops that ONNX has.*savedmodel/s);
  assert.ok(!existsSync(path));
});

test("safetensors reads our checkpoints", async () => {
  const small = { hiddenUnits: [4], seed: 2 };
  const recorder = recordRun("run", { runs: folder, tensorboard: true });
  const { game, history } = await trainGan({
    generator: buildGenerator("mlp", small),
    discriminator: buildDiscriminator("mlp", small),
    data: mixture2d({ size: 100 }),
    batchSize: 20,
    steps: 12,
    callbacks: [recorder],
  });
  const [weights, losses] = (await readElsewhere([
    {
      kind: "safetensors",
      path: join(recorder.folder, "checkpoints", "step-00000012.safetensors"),
    },
    { kind: "tensorboard", path: join(recorder.folder, "tensorboard") },
  ])) as [number[][], number[]];
  assert.deepEqual(weights, game.generator.getWeights()[0]!.arraySync());
  assertClose(losses, history.generatorLoss, 1e-6);
});

/** What a browser is given. */
function readModel(path: string): tf.io.ModelArtifacts {
  const json = JSON.parse(readFileSync(join(path, "model.json"), "utf8")) as {
    modelTopology: object;
    weightsManifest: [{ weights: tf.io.WeightsManifestEntry[] }];
  };
  return {
    modelTopology: json.modelTopology,
    weightSpecs: json.weightsManifest[0].weights,
    weightData: Uint8Array.from(readFileSync(join(path, "weights.bin"))).buffer,
  };
}

test("TensorFlow.js loads model.json and weights.bin, and draws the same", async () => {
  const generator = buildGenerator("dcgan", { seed: 4 });
  await exportModel(generator, "web", join(folder, "web"));
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(readModel(join(folder, "web"))));
  const [here, there] = [
    await sampleGenerator(generator, { count: 3 }),
    await sampleGenerator(loaded, { count: 3 }),
  ];
  assert.deepEqual(there.samples, here.samples);
});

test("what no layer of Keras computes is refused, for a page too; nothing is written", async () => {
  const players: [string, tf.LayersModel][] = [
    ["MinibatchDeviation", buildDiscriminator("dcgan", { minibatchDeviation: true })],
    ["Categories", buildGenerator("text", { sampleShape: [4, 5] })],
  ];
  for (const [className, player] of players)
    for (const [format, path] of [
      ["keras", join(temporaryFolder(), "d.keras")],
      ["web", join(temporaryFolder(), "page")],
    ] as const) {
      await assert.rejects(
        exportModel(player, format, path),
        new RegExp(`made of them, received ".*" of class ${className}; "savedmodel" and "onnx"`),
      );
      assert.ok(!existsSync(path));
    }
});

test("a page's model draws what ours draws, whatever the preset", async () => {
  for (const [name, generator] of Object.entries({
    resnet: buildGenerator("resnet", { sampleShape: [16, 16, 3], seed: 1 }),
    r3gan: buildGenerator("r3gan", { sampleShape: [16, 16, 4], seed: 1 }),
  })) {
    const before = tf.memory().numTensors;
    const path = await exportModel(generator, "web", join(folder, `web ${name}`));
    assert.equal(tf.memory().numTensors, before);
    assert.ok(existsSync(join(path, "index.html")), name);
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(readModel(path)));
    assert.ok(loaded.layers.every((layer) => !Object.hasOwn(stockLayers, layer.getClassName())));
    const [here, there] = [
      await sampleGenerator(generator, { count: 3 }),
      await sampleGenerator(loaded, { count: 3 }),
    ];
    assertClose(there.samples, here.samples, 1e-5);
  }
});

test("unknown formats and wrong endings are refused", async () => {
  const model = buildGenerator("mlp");
  await assert.rejects(
    exportModel(model, "caffe" as ExportFormat, "x"),
    /expected a format "keras", "onnx", "safetensors", "savedmodel", "web", received "caffe"/,
  );
  await assert.rejects(
    exportModel(model, "keras", "x.h6"),
    /exportKeras: expected a path that ends in \.keras or \.h5/,
  );
  await assert.rejects(
    exportModel(model, "safetensors", "x"),
    /exportSafetensors: expected a path that ends in \.safetensors/,
  );
  await assert.rejects(
    exportModel(model, "keras", "x.keras", { opset: 14 }),
    /expected option "opset" with "onnx" only, received it with "keras"/,
  );
  await assert.rejects(
    exportModel(model, "onnx", "x"),
    /exportOnnx: expected a path that ends in \.onnx/,
  );
});
