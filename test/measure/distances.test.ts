import assert from "node:assert/strict";
import { before, test } from "node:test";
import { randomStream } from "../../src/base/random";
import { createDataset, type Dataset } from "../../src/data/dataset";
import { takeSamples } from "../../src/data/samples";
import { encodeTable } from "../../src/tables";
import { mixture2d } from "../../src/data/mixture2d";
import { samplePeople } from "../../src/data/people";
import { createTable, type Table } from "../../src/tables";
import { findCopies } from "../../src/measure/copies";
import { compareManifolds, type Manifolds } from "../../src/measure/manifolds";
import { startRuntime } from "../../src/runtime/start";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

const [count, size] = [120, 3];
/** Multiples of 1/64, so that shifts and powers of two round nothing. */
const cloud = (seed: number, scale = 1): Float32Array =>
  randomStream(seed, "cloud")
    .normals(count * size)
    .map((value) => Math.round(64 * scale * value) / 64);
const [real, fake, others] = [cloud(1), cloud(2, 0.8), cloud(3)];
const rows = (values: Float32Array): number[][] =>
  Array.from({ length: values.length / size }, (_, i) => [
    ...values.subarray(i * size, (i + 1) * size),
  ]);
const shuffle = (values: Float32Array): Float32Array => {
  const all = rows(values);
  return Float32Array.from(
    [...randomStream(9, "order").permutation(all.length)].flatMap((place) => all[place]!),
  );
};

/** The definition, in double precision and without a thought for speed. */
function byDefinition(reals: Float32Array, fakes: Float32Array, k = 5): Manifolds {
  const [x, y] = [rows(reals), rows(fakes)];
  const apart = (a: number[], b: number[]): number =>
    a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);
  const reaches = (all: number[][]): number[] =>
    all.map((one) => all.map((other) => apart(one, other)).sort((a, b) => a - b)[k]!);
  const [ofX, ofY] = [reaches(x), reaches(y)];
  const share = (flags: boolean[]): number => flags.filter(Boolean).length / flags.length;
  const hits = y.map((b) => x.filter((a, i) => apart(a, b) <= ofX[i]!).length);
  return {
    precision: share(hits.map((some) => some > 0)),
    recall: share(x.map((a) => y.some((b, j) => apart(a, b) <= ofY[j]!))),
    density: hits.reduce((a, b) => a + b) / (k * y.length),
    coverage: share(x.map((a, i) => y.some((b) => apart(a, b) <= ofX[i]!))),
  };
}

const scales = [1e-20, 1e-10, 0.1, 1e10, 1e20];
const changes: Record<string, (values: Float32Array) => Float32Array> = {
  nothing: (values) => values,
  "a shift by 1,000": (values) => values.map((value) => value + 1000),
  "a shift by 100,000": (values) => values.map((value) => value + 1e5),
  "another order": shuffle,
  ...Object.fromEntries(
    scales.map((scale) => [
      `a scale of ${scale}`,
      (values: Float32Array) => values.map((value) => value * scale),
    ]),
  ),
};

for (const [name, change] of Object.entries(changes))
  test(`neighbourhoods and copies stay what they are under ${name}`, () => {
    const { precision, recall, density, coverage } = compareManifolds(
      change(real),
      change(fake),
      size,
    );
    const expected = byDefinition(real, fake);
    // A scale that is no power of two rounds, and may part two that were equally far.
    const near = name.startsWith("a scale") ? 0.01 : 1e-12;
    assertClose(
      [precision, recall, density, coverage],
      [expected.precision, expected.recall, expected.density, expected.coverage],
      near,
    );
    const points = (values: Float32Array): Dataset =>
      createDataset({ name: "points", samples: change(values), shape: [size] });
    const copied = Float32Array.from(rows(real).slice(0, 40).flat());
    const copies = findCopies(points(copied), points(real), points(others), { level: 0.05 });
    assert.equal(copies.copied.mean, 1);
    assert.ok(copies.distances.length === 40 && copies.distances.every((far) => far === 0));
  });

test("whoever copies points of a mixture is caught, and one who draws them anew is not", () => {
  const points = (seed: number): Dataset => mixture2d({ size: 5000, seed });
  const [train, held, fresh] = [points(1), points(2), points(3)];
  const positions = Array.from({ length: 2000 }, (_, i) => 2 * i);
  const copier = findCopies(takeSamples(train, positions), train, held);
  assert.equal(copier.copied.mean, 1);
  assert.deepEqual([...copier.neighbours], positions);
  const honest = findCopies(fresh, train, held);
  assert.ok(honest.copied.mean > 0.003 && honest.copied.mean < 0.03, `${honest.copied.mean}`);
});

test("a fake that is a real point lies in its neighbourhood, also where all points are one", () => {
  const same = new Float32Array(10 * size).fill(0.3);
  const { precision, recall, coverage } = compareManifolds(same, same, size);
  assert.deepEqual([precision, recall, coverage], [1, 1, 1]);
  const other = compareManifolds(
    same,
    same.map(() => 0.4),
    size,
  );
  assert.deepEqual([other.precision, other.recall, other.density, other.coverage], [0, 0, 0, 0]);
});

test("the level of copies is the share of held-out samples within the limit", () => {
  const at = (...values: number[]): Dataset =>
    createDataset({ name: "points", shape: [1], samples: Float32Array.from(values) });
  const { level, copied } = findCopies(at(0, 3, 3, 3), at(0), at(1, 1, 1, 2), { level: 0.25 });
  assert.equal(level, 0.75);
  assert.equal(copied.mean, 0.25);
});

test("rows of a table are copied though a number was written in the other of its two modes", () => {
  const people = (seed: number): Table => samplePeople({ size: 500, seed });
  const table = people(1);
  const { codes } = encodeTable(table);
  const write = (some: Table, seed: number): Dataset => encodeTable(some, { codes, seed });
  const [once, again] = [write(table, 7), write(table, 8)];
  assert.notDeepEqual(once.samples, again.samples);
  const { copied, distances, border } = findCopies(once, again, write(people(2), 1));
  assert.ok(distances.every((distance) => distance === 0));
  assert.ok(copied.mean === 1 && border < 0.1, `${copied.mean} ${border}`);
  const honest = findCopies(write(people(3), 1), again, write(people(2), 1), { level: 0.1 });
  assert.ok(honest.copied.mean <= honest.border, `${honest.copied.mean} ${honest.border}`);
});

test("two rows of a table are as far apart as their numbers, in deviations", () => {
  const rows = createTable([0, 1, 2, 3].map((x) => ({ x, kind: x < 2 ? "a" : "b" })));
  const encoded = encodeTable(rows, { modes: 1 });
  const at = (place: number): Dataset => takeSamples(encoded, [place]);
  const far = (a: number, b: number): number =>
    findCopies(at(a), { ...encoded, ...at(b) }, encoded, { level: 0.5 }).distances[0]!;
  const deviation = Math.sqrt(1.25);
  assertClose(
    [far(0, 0), far(0, 1), far(2, 3), far(1, 2)],
    [0, 1 / deviation, 1 / deviation, Math.hypot(1 / deviation, 1)],
    1e-6,
  );
});

test("the rank of a level is rounded: half of three held-out samples are two", () => {
  const at = (...values: number[]): Dataset =>
    createDataset({ name: "points", shape: [1], samples: Float32Array.from(values) });
  assert.equal(findCopies(at(0, 3), at(0), at(1, 2, 4), { level: 0.5 }).level, 2 / 3);
});
