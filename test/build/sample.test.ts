import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { buildGenerator } from "../../src/build/generator";
import { sampleGenerator } from "../../src/build/sample";
import { startRuntime } from "../../src/runtime/start";
import { countTensors } from "../support/collect";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

test("samples are what the network computes, in batches of any size", async () => {
  const generator = buildGenerator("seed", { latentSize: 8 });
  const latents = Float32Array.from({ length: 5 * 8 }, (_, i) => Math.sin(i));
  const expected = (generator.predict(tf.tensor2d(latents, [5, 8])) as tf.Tensor).dataSync();
  const tensors = await countTensors();
  const drawn = await sampleGenerator(generator, { latents, batchSize: 2 });
  assert.equal(await countTensors(), tensors);
  assert.deepEqual([drawn.size, drawn.shape], [5, [28, 28, 1]]);
  assertClose(drawn.samples, expected, 1e-6);
});

test("the same seed draws the same samples", async () => {
  const generator = buildGenerator("mlp");
  const draw = async (): Promise<Float32Array> =>
    (await sampleGenerator(generator, { count: 3, seed: 2 })).samples;
  assert.deepEqual(await draw(), await draw());
});

test("latents of another size are refused", async () => {
  await assert.rejects(
    sampleGenerator(buildGenerator("mlp", { latentSize: 3 }), { latents: new Float32Array(4) }),
    /expected latents of 3 numbers each \(the generator's latent size\), received 4 numbers/,
  );
});

test("latents may be a list of vectors, or of several at once", async () => {
  const generator = buildGenerator("mlp", { latentSize: 3 });
  const latents = Float32Array.from({ length: 9 }, (_, i) => Math.cos(i));
  const parts = [latents.slice(0, 3), latents.slice(3)];
  const [whole, joined] = [
    await sampleGenerator(generator, { latents }),
    await sampleGenerator(generator, { latents: parts }),
  ];
  assert.deepEqual(joined.samples, whole.samples);
  await assert.rejects(
    sampleGenerator(generator, { latents: [[1, 2, 3]] as never }),
    /option "latents": expected a Float32Array, or a list of them/,
  );
  await assert.rejects(sampleGenerator(generator, { latents: [] }), /received 0 numbers/);
});
