import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { buildDiscriminator } from "../../src/build/discriminator";
import { dropoutLayer } from "../../src/build/dropout";
import { buildGenerator } from "../../src/build/generator";
import { sampleGenerator } from "../../src/build/sample";
import { mixture2d } from "../../src/data/mixture2d";
import { exportModel, type ExportFormat } from "../../src/export/exportModel";
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

/** Models that Keras cannot be given: not sequential, or with layers of our own. */
const ours = (): Record<string, tf.LayersModel> => ({
  "resnet generator": buildGenerator("resnet", { seed: 1 }),
  "resnet discriminator": buildDiscriminator("resnet", { seed: 1 }),
  "conditional generator": buildGenerator("dcgan", { classes: 4, seed: 1 }),
  "conditional discriminator": buildDiscriminator("mlp", { classes: 4, seed: 1 }),
  "text generator": buildGenerator("text", { sampleShape: [4, 5], seed: 1 }),
  "spectral discriminator": buildDiscriminator("mlp", { spectralNorm: true, seed: 1 }),
});

test("Keras, TensorFlow and ONNX Runtime give what the exported models give here", async () => {
  const endings: Record<Exclude<ExportFormat, "web">, string> = {
    keras: ".h5",
    savedmodel: "",
    onnx: ".onnx",
  };
  const cases: ExportCase[] = [];
  const expected: { name: string; y: Float32Array }[] = [];
  for (const [name, model] of Object.entries({ ...models(), ...ours() }))
    for (const format of ["keras", "savedmodel", "onnx"] as const) {
      if (format === "keras" && name in ours()) continue;
      if (
        format === "onnx" &&
        !name.startsWith("dcgan") &&
        !["seed generator", "resnet generator", "conditional generator"].includes(name)
      )
        continue; // 4 s each
      const path = await exportModel(model, format, join(folder, `${name}${endings[format]}`));
      tf.tidy(() => {
        const x = tf.randomNormal(
          [11, ...(model.inputs[0]!.shape.slice(1) as number[])],
          0,
          1,
          "float32",
          3,
        );
        const told =
          model.inputs[1] && tf.randomNormal([11, model.inputs[1].shape[1]!], 0, 1, "float32", 4);
        cases.push({
          kind: format,
          path,
          x: x.arraySync(),
          ...(told && { condition: told.arraySync() }),
        });
        expected.push({
          name: `${name} in ${format}`,
          y: (model.predictOnBatch(told ? [x, told] : x) as tf.Tensor).dataSync<"float32">(),
        });
      });
    }
  const results = (await readElsewhere(cases)) as number[][];
  let worst = 0;
  results.forEach((result, i) => {
    const { name, y } = expected[i]!;
    const numbers = result.flat(5);
    assert.equal(numbers.length, y.length, name);
    worst = Math.max(worst, ...numbers.map((value, j) => Math.abs(value - y[j]!)));
    assertClose(numbers, y, 1e-5);
  });
  console.log(`${results.length} exported models, largest difference ${worst.toExponential(1)}`);
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

test("TensorFlow.js loads model.json and weights.bin, and draws the same", async () => {
  const generator = buildGenerator("dcgan", { seed: 4 });
  await exportModel(generator, "web", join(folder, "web"));
  const { readFileSync } = await import("node:fs");
  const json = JSON.parse(readFileSync(join(folder, "web", "model.json"), "utf8")) as {
    modelTopology: object;
    weightsManifest: [{ weights: tf.io.WeightsManifestEntry[] }];
  };
  const weightData = Uint8Array.from(readFileSync(join(folder, "web", "weights.bin"))).buffer;
  const loaded = await tf.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: json.modelTopology,
      weightSpecs: json.weightsManifest[0].weights,
      weightData,
    }),
  );
  const [here, there] = [
    await sampleGenerator(generator, { count: 3 }),
    await sampleGenerator(loaded, { count: 3 }),
  ];
  assert.deepEqual(there.samples, here.samples);
});

test("a Keras file is not written of layers that Keras does not have", async () => {
  const path = join(temporaryFolder(), "d.h5");
  for (const [className, options] of [
    ["SpectralNorm", { spectralNorm: true }],
    ["MinibatchDeviation", { minibatchDeviation: true }],
  ] as const) {
    const player = buildDiscriminator("dcgan", { seed: 1, ...options });
    await assert.rejects(
      exportModel(player, "keras", path),
      new RegExp(
        `expected layers that Keras has, received ".*" of class ${className}; "savedmodel"`,
      ),
    );
    assert.ok(!existsSync(path));
  }
});

test("unknown formats and wrong endings are refused", async () => {
  const model = buildGenerator("mlp");
  await assert.rejects(
    exportModel(model, "caffe" as ExportFormat, "x"),
    /expected a format "keras", "onnx", "savedmodel", "web", received "caffe"/,
  );
  await assert.rejects(
    exportModel(model, "keras", "x.keras"),
    /exportKeras: expected a path that ends in \.h5/,
  );
  await assert.rejects(
    exportModel(buildGenerator("resnet"), "keras", "x.h5"),
    /expected a sequential model.*"savedmodel" and "onnx" take any/,
  );
  await assert.rejects(
    exportModel(buildGenerator("resnet"), "web", "x"),
    /layers that TensorFlow.js knows in a browser, received Resample/,
  );
  const named = buildDiscriminator("mlp", { classes: 3, conditioning: "auxiliary" });
  await assert.rejects(
    exportModel(named, "savedmodel", "x"),
    /expected a model with one output, received one with 2; wrap the one you want/,
  );
  await assert.rejects(
    exportModel(model, "onnx", "x"),
    /exportOnnx: expected a path that ends in \.onnx/,
  );
});
