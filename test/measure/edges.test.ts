import assert from "node:assert/strict";
import { before, test } from "node:test";
import { randomStream } from "../../src/base/random";
import { createDataset, type Dataset } from "../../src/data/dataset";
import { encodeTable } from "../../src/tables";
import { mixture2d } from "../../src/data/mixture2d";
import { createTable, type Table } from "../../src/tables";
import { bootstrapInterval } from "../../src/measure/bootstrap";
import { findCopies } from "../../src/measure/copies";
import { frechetDistance, frechetFloor, frechetOf } from "../../src/measure/frechet";
import { judgeSamples } from "../../src/measure/judge";
import { kernelDistance } from "../../src/measure/kernelDistance";
import { manifoldIntervals } from "../../src/measure/manifoldIntervals";
import { compareManifolds } from "../../src/measure/manifolds";
import { countModes, countStackedModes, reverseKl } from "../../src/measure/modes";
import { Moments } from "../../src/measure/moments";
import { classHistogram, classScore, scoreInterval } from "../../src/measure/scores";
import { compareTables, labelledBy } from "../../src/measure/tables";
import { startRuntime } from "../../src/runtime/start";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

const size = 4;
const normals = (count: number, seed: number): Float32Array =>
  randomStream(seed, "edges").normals(count * size);
const [good, other] = [normals(40, 1), normals(40, 2)];
/** Some rows, one of which holds a number that is none. */
const broken = (value: number): Float32Array => good.map((one, i) => (i === 9 ? value : one));
/** As a literal: `createDataset` refuses NaN and emptiness by itself. */
const literal = (samples: Float32Array, shape: number[]): Dataset => ({
  name: "literal",
  samples,
  shape,
  size: samples.length / shape.reduce((a, b) => a * b, 1),
});

const bothWays = (bad: Float32Array): [Float32Array, Float32Array][] => [
  [bad, good],
  [good, bad],
];

const ofTwo: Record<string, (a: Float32Array, b: Float32Array, width?: number) => unknown> = {
  frechetOf: (a, b, width = size) => frechetOf(a, b, width),
  kernelDistance: (a, b, width = size) => kernelDistance(a, b, width),
  compareManifolds: (a, b, width = size) => compareManifolds(a, b, width),
  findCopies: (a, b, width = size) =>
    findCopies(literal(a, [width]), literal(b, [width]), literal(good, [width])),
};

for (const [name, measure] of Object.entries(ofTwo))
  test(`${name} says what is wrong with NaN, infinity, nothing`, () => {
    for (const value of [NaN, Infinity, -Infinity])
      for (const sides of bothWays(broken(value)))
        assert.throws(
          () => measure(...sides),
          new RegExp(
            `^RangeError: ${name}: expected .* finite numbers, received ${value} in number 2`,
          ),
        );
    for (const sides of bothWays(new Float32Array(0)))
      assert.throws(
        () => measure(...sides),
        new RegExp(`^RangeError: ${name}: expected \\d .* or more, received 0; take more samples`),
      );
    for (const width of [0, 0.5, NaN])
      assert.throws(() => measure(good, good, width), /expected .*received/);
    if (name !== "findCopies")
      assert.throws(() => measure(good, good, 7), /of 7 numbers each, received 160 numbers; pass/);
  });

test("one vector is too few, or its own answer", () => {
  const one = good.subarray(0, size);
  assert.throws(() => frechetOf(one, good, size), /expected 2 first vectors or more, received 1/);
  assert.throws(() => kernelDistance(good, one, size), /expected 4 generated .* received 1/);
  assert.throws(() => compareManifolds(one, good, size), /expected 6 real vectors .* received 1/);
  assert.throws(() => frechetFloor(one, size), /expected 4 real vectors or more, received 1/);
  assert.throws(() => manifoldIntervals(good, good, size), /expected 500 real .* received 40/);
  assert.throws(() => compareManifolds(good, good, size, { k: 0 }), /"k": expected a value >= 1/);
  assert.throws(
    () => frechetDistance(new Moments(size).add(one), new Moments(size).add(good)),
    /expected two samples or more on each side, received 1 and 40/,
  );
  assert.throws(() => new Moments(size).add(one).covariance(), /expected two vectors or more/);
  const alone = literal(one, [size]);
  const { distances, neighbours, copied } = findCopies(alone, literal(good, [size]), alone);
  assert.deepEqual([distances[0], neighbours[0], copied.mean], [0, 0, 1]);
  for (const level of [0, 1, NaN, -1])
    assert.throws(
      () => findCopies(alone, alone, alone, { level }),
      /"level": expected (a value|number)/,
    );
});

test("fewer vectors than features, or constant ones, have their right distances", () => {
  const wide = 60;
  const few = randomStream(3, "few").normals(20 * wide);
  assertClose([frechetOf(few, few, wide)], [0], 1e-6);
  const shift = few.map((value, i) => value + (i % wide === 0 ? 3 : 0));
  assertClose([frechetOf(few, shift, wide)], [9], 1e-4);
  const [here, there] = [0.5, 1.5].map((value) => new Float32Array(10 * size).fill(value)) as [
    Float32Array,
    Float32Array,
  ];
  assert.equal(frechetOf(here, here, size), 0);
  assertClose([frechetOf(here, there, size)], [size]);
  const kernel = (x: number, y: number): number => (x * y + 1) ** 3;
  const apart = kernel(0.5, 0.5) + kernel(1.5, 1.5) - 2 * kernel(0.5, 1.5);
  const { mean, low, high } = kernelDistance(here, there, size);
  assertClose([mean, low, high], [apart, apart, apart]);
  assert.deepEqual(compareManifolds(here, there, size), {
    precision: 0,
    recall: 0,
    density: 0,
    coverage: 0,
  });
});

test("Fréchet distance and KID keep their digits at any scale and far from 0", () => {
  const plain = frechetOf(good, other, size);
  for (const scale of [1e-20, 1e-10, 1e10, 1e20]) {
    const scaled = (values: Float32Array): Float32Array => values.map((value) => value * scale);
    assertClose([frechetOf(scaled(good), scaled(other), size) / scale ** 2 / plain], [1], 1e-4);
    const kid = kernelDistance(scaled(good), scaled(other), size);
    assert.ok(Number.isFinite(kid.mean) && kid.low <= kid.mean && kid.mean <= kid.high);
  }
  const far = (values: Float32Array): Float32Array => values.map((value) => value + 1000);
  assertClose([frechetOf(far(good), far(other), size) / plain], [1], 1e-3);
  assert.throws(
    () =>
      kernelDistance(
        good.map((value) => value * 1e35),
        other,
        size,
      ),
    /features whose sixth power is a number/,
  );
});

test("KID of copies: an interval that is bounded, and holds a distance that can be", () => {
  for (const count of [20, 100, 500]) {
    const real = normals(count, 3);
    const moved = real.map((value, i) => (i === 0 ? value + 0.01 : value));
    const noise = normals(count, 4);
    const noisy = real.map((value, i) => value + 0.3 * noise[i]!);
    const independent = kernelDistance(real, normals(count, 5), size);
    for (const copies of [real, moved, noisy]) {
      const { mean, low, high } = kernelDistance(real, copies, size);
      assert.ok(mean < 0 && low <= mean && high >= 0, `${count}: ${low} … ${high}`);
      assert.ok(high - low < 10 * (independent.high - independent.low), `${count}: ${high}`);
    }
  }
});

test("class scores take probabilities only, and a class that is missing lowers them", () => {
  const even = Float32Array.from({ length: 400 }, (_, i) => Number(i % 4 === (i >> 2) % 4));
  assertClose([classScore(even, 4), classScore(even, 4)], [4, 4]);
  const missing = Float32Array.from({ length: 400 }, (_, i) => Number(i % 4 === (i >> 2) % 3));
  assertClose([classScore(missing, 4)], [3], 1e-3);
  const { low, high } = scoreInterval(missing, 4);
  assert.ok(low > 2.8 && high < 3.2 && low <= high, `${low} ${high}`);
  for (const call of [classScore, scoreInterval]) {
    assert.throws(() => call(new Float32Array(0), 4), /expected \d rows of probabilities or more/);
    assert.throws(() => call(new Float32Array(8).fill(NaN), 4), /finite numbers, received NaN/);
    assert.throws(() => call(new Float32Array(8).fill(1), 4), /received a sum of 4 for sample 0/);
    assert.throws(() => call(Float32Array.from([2, -1, 2, -1]), 2), /received one below 0/);
  }
  assert.throws(() => classHistogram([0, 4], 4), /labels from 0 to 3, received 4 at place 1/);
});

test("modes, judge and bootstrap say what is wrong", () => {
  const ring = mixture2d({ size: 10 });
  assert.throws(
    () => countModes(literal(Float32Array.from([NaN, 0]), [2]), ring),
    /countModes: expected points of finite numbers, received NaN in number 0/,
  );
  assert.throws(() => countModes(literal(new Float32Array(0), [2]), ring), /received 0/);
  assert.throws(() => reverseKl([1], [1, 2]), /as many counts on both sides, received 1 and 2/);
  assert.throws(() => reverseKl([1, 2], [0, 0]), /received a second one of zeros/);
  assert.throws(() => reverseKl([1, NaN], [1, 1]), /received NaN/);
  assert.throws(
    () => judgeSamples(literal(new Float32Array(784).fill(NaN), [28, 28, 1])),
    /judgeSamples: expected images of finite numbers, received NaN/,
  );
  assert.throws(
    () =>
      countStackedModes(
        createDataset({ name: "s", samples: new Float32Array(2352), shape: [28, 28, 3] }),
        { shares: [1] },
      ),
    /"shares": expected a length = 10, received an array of length 1/,
  );
  assert.throws(() => bootstrapInterval(5, () => NaN), /finite numbers, received NaN/);
  assert.throws(() => bootstrapInterval(1, () => 1), /two samples or more, received 1/);
});

test("tables: NaN and no rows are said, and nothing hangs", () => {
  const table = createTable([
    { x: 1, kind: "a" },
    { x: 2, kind: "b" },
  ]);
  const changed = (values: Float64Array): Table => ({
    ...table,
    columns: [{ name: "x", kind: "number", values, decimals: 0 }, table.columns[1]!],
  });
  assert.throws(
    () => compareTables(table, changed(Float64Array.from([1, NaN]))),
    /finite numbers in the column "x" of the generated table, received NaN in row 2; fill/,
  );
  assert.throws(
    () => compareTables(changed(Float64Array.from([Infinity, 1])), table),
    /column "x" of the real table, received Infinity in row 1/,
  );
  assert.throws(
    () => compareTables(table, changed(new Float64Array(0))),
    /expected 2 values in the column "x" of the generated table, received 0/,
  );
  const none = { columns: table.columns.map((column) => ({ ...column, values: [] })), size: 0 };
  assert.throws(
    () => compareTables(table, none as unknown as Table),
    /expected a generated table with rows and columns, received 0 rows/,
  );
  const strange = createTable([{ x: 1, kind: "c" }]);
  assert.throws(
    () => labelledBy(strange, "kind", encodeTable(table)),
    /expected "kind" to be one of a, b, received "c"/,
  );
});
