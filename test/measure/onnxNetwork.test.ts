import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { encodeTensors } from "../../src/base/tensorFile";
import { createDataset, type Dataset } from "../../src/data/dataset";
import { loadMnist } from "../../src/data/mnist";
import { takeSamples } from "../../src/data/samples";
import { exportModel } from "../../src/export/exportModel";
import { judgeSamples, loadJudge, saveJudge } from "../../src/measure/judge";
import { networkFeatures } from "../../src/measure/networkFeatures";
import { loadOnnx } from "../../src/measure/onnxNetwork";
import { trainJudge } from "../../src/measure/trainJudge";
import { startRuntime } from "../../src/runtime/start";
import { runPython } from "../support/exportsPython";
import { assertClose } from "../support/numbers";
import { temporaryFolder } from "../support/temporary";

before(() => startRuntime({ print: false }));
const folder = temporaryFolder();

const digits = (count: number): Dataset =>
  takeSamples(
    loadMnist({ seed: 1 }).test,
    Array.from({ length: count }, (_, i) => i),
  );

test("ONNX Runtime sees in digits what the judge sees that was exported", async () => {
  const { eye, featureScale } = loadJudge();
  const path = await exportModel(eye, "onnx", join(folder, "eye.onnx"));
  const network = await loadOnnx(path, { mean: [0.5], standardDeviation: [0.5] });
  assert.deepEqual([network.name, network.shape], ["eye.onnx", [28, 28, 1]]);
  const some = digits(37);
  const { features, featureSize } = await networkFeatures(some, network);
  const judged = judgeSamples(some);
  assert.equal(featureSize, judged.featureSize);
  assertClose(
    features.map((value) => value * featureScale),
    judged.features,
    1e-4,
  );
  await assert.rejects(
    networkFeatures(
      createDataset({ name: "x", samples: new Float32Array(8), shape: [8] }),
      network,
    ),
    /expected pictures \[height, width, 1 or 1\], as "eye.onnx" takes them, received \[8\]/,
  );
  await network.dispose();
});

test("channels first, ImageNet's mean and deviation, any output: means by hand", async () => {
  const path = (await runPython("test/support/smallOnnx.py", join(folder, "means.onnx"))) as string;
  const colours = [
    [-1, 0, 1],
    [0.5, -0.5, 0],
  ];
  const samples = Float32Array.from(
    colours.flatMap((colour) => Array.from({ length: 16 }, () => colour).flat()),
  );
  const data = createDataset({ name: "colours", samples, shape: [4, 4, 3] });
  const network = await loadOnnx(path, { size: 8, output: "means" });
  assert.deepEqual(network.shape, [8, 8, 3]);
  const { features, featureSize } = await networkFeatures(data, network);
  assert.equal(featureSize, 3);
  const [mean, deviation] = [
    [0.485, 0.456, 0.406],
    [0.229, 0.224, 0.225],
  ];
  const wanted = colours.flatMap((colour) =>
    colour.map((value, c) => ((value + 1) / 2 - mean[c]!) / deviation[c]!),
  );
  assertClose(features, wanted, 1e-5);
  // Grey pictures are shown as three channels alike.
  const grey = createDataset({ name: "grey", samples: new Float32Array(16), shape: [4, 4, 1] });
  assertClose(
    (await networkFeatures(grey, network)).features,
    mean.map((value, c) => (0.5 - value) / deviation[c]!),
    1e-5,
  );
  const pooled = await loadOnnx(path, { size: 8 });
  await assert.rejects(
    networkFeatures(data, pooled),
    /expected features \[n, size\] of output "pooled", received \[2,3,1,1\]; name another of/,
  );
  await assert.rejects(loadOnnx(path), /option "size", the pixels of a side, which the file/);
  await assert.rejects(
    loadOnnx(path, { size: 8, mean: [0.5] }),
    /"mean" and "standardDeviation" of 3 numbers/,
  );
  await assert.rejects(loadOnnx(path, { size: 8, output: "x" }), /expected one of pooled, means/);
  await assert.rejects(loadOnnx("nothing.onnx"), /expected an ONNX file, found none at/);
  writeFileSync(join(folder, "text.onnx"), "no network");
  await assert.rejects(loadOnnx(join(folder, "text.onnx")), /expected an ONNX file at .*another/);
});

test("a judge that is kept sees the same when it is loaded again", () => {
  const labels = Uint8Array.from({ length: 64 }, (_, i) => i % 2);
  const samples = Float32Array.from({ length: 64 * 16 * 16 }, (_, i) =>
    labels[Math.floor(i / 256)] ? Math.sin(i) : Math.cos(i / 3),
  );
  const data = createDataset({ name: "waves", samples, shape: [16, 16, 1], labels });
  const judge = trainJudge(data, { steps: 3, batchSize: 16, seed: 4 });
  const file = saveJudge(judge, join(folder, "judge.safetensors"));
  const again = loadJudge(file);
  assert.deepEqual(
    [again.name, again.accuracy, again.featureScale],
    [judge.name, judge.accuracy, judge.featureScale],
  );
  const [before, after] = [judge, again].map((one) => judgeSamples(data, { judge: one }));
  assert.deepEqual(after!.features, before!.features);
  assert.deepEqual(after!.probabilities, before!.probabilities);
  assert.throws(
    () => saveJudge({ name: "x" } as never, file),
    /expected a judge, such as trainJudge/,
  );
  assert.throws(() => loadJudge(join(folder, "none.safetensors")), /none\.safetensors/);
  const other = join(folder, "other.safetensors");
  const tensors = new Map([["0", { shape: [1], values: Float32Array.of(1) }]]);
  writeFileSync(other, encodeTensors({ metadata: { name: "x", featureScale: "1" }, tensors }));
  assert.throws(() => loadJudge(other), /expected a judge, as saveJudge writes it.*other tensors/);
});
