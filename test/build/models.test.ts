import assert from "node:assert/strict";
import { test } from "node:test";
import type * as tf from "@tensorflow/tfjs";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { sampleGenerator } from "../../src/build/sample";
import { startRuntime } from "../../src/runtime/start";

test("before the runtime is started, building says what to do", () => {
  assert.throws(
    () => buildGenerator("seed"),
    /buildGenerator: TensorFlow has not been started. Run `await startRuntime\(\)` first/,
  );
});

const start = (): Promise<unknown> => startRuntime({ print: false });

test("the seed pair is the seed's, layer by layer", async () => {
  await start();
  const describe = (model: tf.LayersModel): string[] =>
    model.layers.map((layer) => {
      const { units, filters, activation } = layer.getConfig();
      return [layer.getClassName(), units ?? filters, activation]
        .filter((part) => part !== undefined)
        .map((part) => JSON.stringify(part).replaceAll('"', ""))
        .join(" ");
    });
  assert.deepEqual(describe(buildGenerator("seed")), [
    "Dense 128 relu",
    "Dense 784 tanh",
    "Reshape",
  ]);
  assert.deepEqual(describe(buildDiscriminator("seed")), [
    "Conv2D 32 relu",
    "MaxPooling2D",
    "Conv2D 64 relu",
    "MaxPooling2D",
    "Flatten",
    "Dense 1 linear",
  ]);
  assert.equal(buildGenerator("seed").countParams(), 100 * 128 + 128 + 128 * 784 + 784);
  assert.equal(
    buildDiscriminator("seed").countParams(),
    9 * 32 + 32 + 9 * 32 * 64 + 64 + 7 * 7 * 64 + 1,
  );
});

test("every pair fits together, and the outputs have the promised shapes", async () => {
  await start();
  for (const [preset, shape] of [
    ["seed", [28, 28, 1]],
    ["dcgan", [28, 28, 1]],
    ["resnet", [28, 28, 1]],
    ["mlp", [2]],
  ] as const) {
    const drawn = buildGenerator(preset).outputs[0]!.shape;
    assert.deepEqual(drawn, [null, ...shape]);
    const discriminator = buildDiscriminator(preset);
    assert.deepEqual(discriminator.inputs[0]!.shape, drawn);
    assert.deepEqual(discriminator.outputs[0]!.shape, [null, 1]);
  }
});

test("the seed decides the first weights, drawn as each preset promises", async () => {
  await start();
  const kernel = (model: tf.LayersModel, layer: number): Float32Array =>
    model.layers[layer]!.getWeights()[0]!.dataSync() as Float32Array;
  assert.deepEqual(
    kernel(buildGenerator("seed", { seed: 3 }), 1),
    kernel(buildGenerator("seed", { seed: 3 }), 1),
  );
  assert.notDeepEqual(
    kernel(buildGenerator("seed", { seed: 3 }), 1),
    kernel(buildGenerator("seed", { seed: 4 }), 1),
  );
  const glorot = kernel(buildGenerator("seed"), 1);
  const limit = Math.sqrt(6 / (128 + 784));
  const largest = glorot.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  assert.ok(largest <= limit && largest > 0.999 * limit, `largest ${largest}, limit ${limit}`);
  const normal = kernel(buildDiscriminator("dcgan"), 2);
  const deviation = Math.sqrt(
    normal.reduce((sum, value) => sum + value * value, 0) / normal.length,
  );
  assert.ok(Math.abs(deviation - 0.02) < 2e-4, `standard deviation ${deviation}`);
});

test("wrong presets and options are refused", async () => {
  await start();
  assert.throws(
    () => buildGenerator("gan" as "seed"),
    /expected a preset "seed", "dcgan", "resnet", "r3gan", "mlp", "text", received "gan"/,
  );
  assert.throws(
    () => buildDiscriminator("gan" as "seed"),
    /expected a preset "seed", "dcgan", "resnet", "r3gan", "mlp", "text", received "gan"/,
  );
  assert.throws(
    () => buildGenerator("seed", { latentSize: -1 }),
    /option "latentSize": expected a value >= 1, received -1/,
  );
  assert.throws(() => buildGenerator("seed", { hiddenUnits: [3] }), /unknown option "hiddenUnits"/);
});

test("He's rule counts what reaches an output, in transposed convolutions too", async () => {
  await start();
  const generator = buildGenerator("dcgan", { initialization: "heNormal", seed: 1 });
  const spread = (values: Float32Array): number =>
    Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
  const kernels = generator
    .getWeights()
    .filter(({ rank }) => rank > 1)
    .map((kernel) => spread(kernel.dataSync<"float32">()));
  // z: 100; 4 x 4 kernels with stride 2 reach an output four times: 4 x 128, 4 x 64.
  for (const [i, inputs] of [100, 512, 256].entries())
    assert.ok(Math.abs(kernels[i]! * Math.sqrt(inputs / 2) - 1) < 0.05, String(kernels));
  const { samples } = await sampleGenerator(generator, { count: 20, seed: 1 });
  const saturated = samples.filter((value) => Math.abs(value) > 0.99).length / samples.length;
  assert.ok(saturated < 0.1, String(saturated));
});
