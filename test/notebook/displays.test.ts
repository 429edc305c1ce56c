import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { createDataset } from "../../src/data/dataset";
import { loadMnist } from "../../src/data/mnist";
import { encodeSentences } from "../../src/data/text";
import { mixture2d } from "../../src/data/mixture2d";
import { formatValue } from "../../src/notebook/displays";
import { plotLosses } from "../../src/plot/history";
import { plotSamples } from "../../src/plot/samples";
import { startRuntime } from "../../src/runtime/start";
import { createGame } from "../../src/train/game";
import { trainGan } from "../../src/train/trainGan";

before(() => startRuntime({ print: false }));

const textOf = async (value: unknown, type = "text/plain"): Promise<string> =>
  String((await formatValue(value))![type]);

test("figures and pictures show themselves as show() shows them", async () => {
  const figure = plotLosses({ step: [1], discriminatorLoss: [1], generatorLoss: [2] });
  assert.deepEqual(Object.keys((await formatValue(figure))!).sort(), [
    "application/vnd.plotly.v1+json",
    "image/svg+xml",
    "text/plain",
  ]);
  const plotly = (await formatValue(figure))!["application/vnd.plotly.v1+json"];
  assert.deepEqual((plotly as { config: unknown }).config, {
    displaylogo: false,
    showSendToCloud: false,
  });
  assert.match(await textOf(figure, "image/svg+xml"), /role="img" aria-label="figure &#34;Losses/);
  const digits = loadMnist({ seed: 1 }).all;
  assert.match(await textOf(plotSamples(digits, { count: 4 })), /image, 118 x 118 pixels/);
});

test("tensors are tables or images, with dtype and shape; NaN and disposed ones too", async () => {
  const table = await textOf(
    tf.tensor2d([
      [1, 2.5],
      [NaN, -4],
    ]),
    "text/markdown",
  );
  assert.equal(
    table,
    "`Tensor float32 [2,2]`\n\n|  | 0 | 1 |\n| --- | ---: | ---: |\n| **0** | 1 | 2.500 |\n| " +
      "**1** | NaN | -4 |",
  );
  const wide = await textOf(tf.range(0, 20), "text/markdown");
  assert.match(wide, /\| 7 \| … \|\n.*\n\| \*\*0\*\* \| 0 \|.*\| 7 \| … \|$/);
  assert.match(await textOf(tf.zeros([30, 1]), "text/markdown"), /22 more rows$/);
  assert.ok("image/png" in (await formatValue(tf.zeros([4, 5, 5, 1])))!);
  assert.ok("image/png" in (await formatValue(tf.fill([5, 5, 3], NaN)))!);
  assert.match(await textOf(tf.zeros([2, 2, 2, 2])), /^Tensor float32 \[2,2,2,2\]\n/);
  const gone = tf.scalar(1);
  gone.dispose();
  assert.equal(await textOf(gone), "Tensor float32 [], disposed");
});

test("a model is a table of its layers, with their shapes and weights", async () => {
  const table = await textOf(buildGenerator("mlp", { latentSize: 3 }), "text/markdown");
  assert.match(table, /17,282 weights\n\n\| layer \| kind \| output \| weights \|\n/);
  assert.match(table, /\| Dense \| \[128\] \| 512 \|/);
});

test("datasets are samples, histories are curves, games and runs are a diagram", async () => {
  assert.ok("image/png" in (await formatValue(loadMnist({ seed: 1 }).all))!);
  assert.ok("application/vnd.plotly.v1+json" in (await formatValue(mixture2d({ size: 20 })))!);
  const words = createDataset({ name: "words", samples: new Float32Array(10), shape: [5] });
  assert.deepEqual(await formatValue(words), { "text/plain": "words: 2 samples of shape [5]" });
  const text = encodeSentences(["a b", "b"]);
  const shown = "sentences: 2 samples of shape [3,3]\na b\nb";
  assert.deepEqual(await formatValue(text), { "text/plain": shown });
  const game = createGame({
    generator: buildGenerator("mlp"),
    discriminator: buildDiscriminator("mlp"),
  });
  const run = await trainGan({ game, data: mixture2d({ size: 100 }), steps: 2 });
  assert.equal(await textOf(run.history), "History of 2 steps");
  const svg = await textOf(run, "image/svg+xml");
  assert.match(svg, /17,154 weights.*17,025 weights.*loss: relativistic-paired.*step 2/s);
  assert.equal(await textOf(game, "image/svg+xml"), svg);
  for (const value of [1, "text", null, undefined, {}, [], new Map()])
    assert.equal(await formatValue(value), undefined);
});
