import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { decodeTensors } from "../../src/base/tensorFile";
import { createDataset } from "../../src/data/dataset";
import { takeSamples } from "../../src/data/samples";
import { loadMnist } from "../../src/data/mnist";
import { frechetFloor, frechetOf } from "../../src/measure/frechet";
import { judgeFile, judgeSamples, loadJudge } from "../../src/measure/judge";
import { classHistogram, classScore } from "../../src/measure/scores";
import { startRuntime } from "../../src/runtime/start";

before(() => startRuntime({ print: false }));

test("the judge names at least 99 % of the held-out digits, as its file says", () => {
  const { test: digits } = loadMnist({ seed: 0 });
  const { labels } = judgeSamples(digits);
  const right = labels.filter((label, i) => label === digits.labels![i]).length / digits.size;
  console.log(
    `${loadJudge().name}: ${(100 * right).toFixed(2)} % of ${digits.size} held-out digits`,
  );
  assert.ok(right >= 0.99, `${right}`);
  assert.ok(Math.abs(right - loadJudge().accuracy) < 1e-3);
});

test("its weights carry a checksum: a changed byte is found", () => {
  const bytes = readFileSync(judgeFile);
  bytes[bytes.length - 100]! ^= 1;
  assert.throws(() => decodeTensors(bytes), /damaged: its checksum is another/);
});

test("in its features real digits are near real digits, noise and blur are far", () => {
  const { train, test: digits } = loadMnist({ seed: 0 });
  const real = judgeSamples(train);
  const to = (other: typeof digits): number =>
    frechetOf(real.features, judgeSamples(other).features, real.featureSize);
  const ones = takeSamples(
    digits,
    [...digits.labels!.keys()].filter((i) => digits.labels![i]! < 2),
  );
  const noise = createDataset({
    name: "noise",
    shape: digits.shape,
    samples: digits.samples.map((value, i) =>
      Math.max(-1, Math.min(1, value + 0.5 * Math.sin(7 * i))),
    ),
  });
  const [held, floor, fewer, noisy] = [
    to(digits),
    frechetFloor(judgeSamples(digits).features, real.featureSize),
    to(ones),
    to(noise),
  ];
  console.log(
    `Fréchet distance to 8,000 digits: held-out ${held.toFixed(2)}, of two halves of the ` +
      `held-out ${floor.toFixed(2)}, zeros and ones ${fewer.toFixed(1)}, noise ` +
      `${noisy.toFixed(1)}`,
  );
  assert.ok(held < fewer / 10 && held < noisy / 5);
  assert.ok(classScore(judgeSamples(digits).probabilities, 10) > 9.5);
  assert.equal(
    classHistogram(judgeSamples(ones).labels, 10).filter((count) => count > digits.size / 100)
      .length,
    2,
  );
});

test("other images are refused", () => {
  const small = createDataset({ name: "small", samples: new Float32Array(16), shape: [4, 4, 1] });
  assert.throws(
    () => judgeSamples(small),
    /expected images of \[28,28,1\], as "MNIST judge, 8,000 digits" knows them, .* \[4,4,1\]/,
  );
});
