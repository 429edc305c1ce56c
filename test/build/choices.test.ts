import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { buildGenerator, sampleGenerator, startRuntime } from "../../src/index";
import { categories, type CategoriesOptions } from "../../src/build";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

const shares = [0.6, 0.3, 0.1];
/** A generator whose choice has these shares, whatever z is. */
function chooser(options: CategoriesOptions): tf.LayersModel {
  const logits = tf.layers.dense({ units: 4, inputShape: [2] });
  const model = tf.sequential({
    layers: [
      logits,
      categories({
        spans: [
          { kind: "number", size: 1 },
          { kind: "category", size: 3 },
        ],
        ...options,
      }),
    ],
  });
  logits.setWeights([tf.zeros([2, 4]), tf.tensor1d([0.5, ...shares.map(Math.log)])]);
  return model;
}

test("rows are drawn with the shares of their logits, the same for one seed", async () => {
  const always = chooser({ noise: "always" });
  const draw = async (model: tf.LayersModel, seed: number, count = 6000): Promise<Float32Array> =>
    (await sampleGenerator(model, { count, seed })).samples;
  const drawn = await draw(always, 1);
  const counts = [1, 2, 3].map(
    (place) => drawn.filter((value, i) => i % 4 === place && value === 1).length / 6000,
  );
  assertClose(counts, shares, 0.025); // four standard deviations
  assert.ok(drawn.every((value, i) => i % 4 > 0 || Math.abs(value - Math.tanh(0.5)) < 1e-6));
  assert.deepEqual(await draw(always, 1), drawn);
  assert.notDeepEqual(await draw(always, 2), drawn);
  const likeliest = await draw(chooser({}), 1, 50);
  assert.ok(likeliest.every((value, i) => i % 4 === 0 || value === Number(i % 4 === 1)));
});

test("the generator of a table draws with noise", async () => {
  const spans = [{ kind: "category", size: 5 }] as const;
  const generator = buildGenerator("mlp", { sampleShape: [5], spans, seed: 1 });
  const before = generator.getWeights().map((weight) => [...weight.dataSync()]);
  const latents = new Float32Array(2 * 200).fill(0.3);
  const { samples } = await sampleGenerator(generator, { latents });
  const used = [0, 1, 2, 3, 4].filter((place) =>
    samples.some((value, i) => i % 5 === place && value === 1),
  );
  assert.ok(used.length > 2, used.join(" "));
  assert.deepEqual(
    generator.getWeights().map((weight) => [...weight.dataSync()]),
    before,
  );
  const words = buildGenerator("text", { sampleShape: [3, 4], seed: 1 });
  const same = await sampleGenerator(words, { latents: new Float32Array(64 * 20).fill(0.3) });
  assert.deepEqual(same.samples.slice(12), same.samples.slice(0, -12));
});
