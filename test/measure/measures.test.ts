import assert from "node:assert/strict";
import { before, test } from "node:test";
import { randomStream } from "../../src/base/random";
import { createDataset } from "../../src/data/dataset";
import { mixture2d } from "../../src/data/mixture2d";
import { frechetDistance, frechetFloor, frechetOf } from "../../src/measure/frechet";
import { kernelDistance } from "../../src/measure/kernelDistance";
import { compareManifolds } from "../../src/measure/manifolds";
import { countModes, reverseKl } from "../../src/measure/modes";
import { Moments } from "../../src/measure/moments";
import { classHistogram, classScore } from "../../src/measure/scores";
import { startRuntime } from "../../src/runtime/start";
import { runPython } from "../support/exportsPython";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

const size = 6;
const count = 500;
const normals = (seed: number): Float32Array =>
  randomStream(seed, "features").normals(count * size);
const real = normals(1);
const fake = normals(2).map((value, i) => 0.8 * value + 0.3 * (i % size === 2 ? 1 : 0));
const rows = (features: Float32Array, length = size): number[][] =>
  Array.from({ length: features.length / length }, (_, i) => [
    ...features.subarray(i * length, (i + 1) * length),
  ]);

test("all measures are those of scipy, scikit-learn and prdc", async () => {
  const probabilities = Float32Array.from(
    rows(real.map(Math.exp)).flatMap((row) =>
      row.map((value) => value / row.reduce((a, b) => a + b)),
    ),
  );
  const [hits, expected] = [
    [5, 0, 20, 1],
    [1, 2, 3, 4],
  ];
  const theirs = (await runPython("test/support/measures.py", {
    real: rows(real),
    fake: rows(fake),
    probabilities: rows(probabilities),
    hits,
    expected,
  })) as Record<string, number>;
  const ours: Record<string, number> = {
    frechet: frechetOf(real, fake, size),
    kid: kernelDistance(real, fake, size).mean,
    score: classScore(probabilities, size),
    kl: reverseKl(hits, expected),
    ...compareManifolds(real, fake, size),
  };
  for (const [name, value] of Object.entries(theirs)) {
    console.log(`${name}: ours ${ours[name]}, theirs ${value}`);
    assertClose([ours[name]!], [value], name === "kid" ? 1e-5 : 1e-4);
  }
});

test("prdc's published sanity value: two clouds of one distribution in 1,000 dimensions", () => {
  const [n, dimensions] = [10_000, 1_000];
  const cloud = (seed: number): Float32Array => randomStream(seed, "cloud").normals(n * dimensions);
  const { precision, recall, density, coverage } = compareManifolds(cloud(1), cloud(2), dimensions);
  console.log(`precision ${precision}, recall ${recall}, density ${density}, coverage ${coverage}`);
  assertClose([precision, recall, coverage], [0.4772, 0.4705, 0.9735], 0.05);
  assertClose([density], [1.0555], 0.2); // prdc's own is 0.86 to 1.15 over four draws
});

test("moments gathered in pieces are those of the whole, however far from 0", () => {
  const far = real.map((value) => value + 1000);
  const whole = new Moments(size).add(far);
  const pieces = new Moments(size);
  for (let i = 0; i < count; i += 7)
    pieces.add(far.subarray(i * size, Math.min(count, i + 7) * size));
  assert.equal(pieces.count, count);
  assertClose(pieces.mean, whole.mean, 1e-9);
  assertClose(pieces.covariance().flat(), whole.covariance().flat(), 1e-9);
  assert.throws(
    () => pieces.add(new Float32Array(5)),
    /expected vectors of 6 numbers, received 5 numbers/,
  );
});

test("the Fréchet distance is 0 to itself and the known one between two Gaussians", () => {
  assertClose([frechetOf(real, real, size)], [0], 1e-6);
  assertClose(
    [
      frechetOf(
        real,
        real.map((value) => value + 2),
        size,
      ),
    ],
    [4 * size],
    1e-4,
  );
  const many = randomStream(5, "many").normals(4000 * size);
  const floors = [100, 1000, 4000].map((n) => frechetFloor(many.subarray(0, n * size), size));
  assert.ok(floors[0]! > 3 * floors[1]! && floors[1]! > 2 * floors[2]!, floors.join(" "));
  assert.throws(
    () => frechetDistance(new Moments(2), new Moments(3)),
    /expected features of one length, received 2 and 3/,
  );
});

test("KID of one distribution is 0 within its interval; of two it is not", () => {
  const same = kernelDistance(real, normals(3), size);
  assert.ok(Math.abs(same.mean) < 0.02 && same.low < 0 && same.high > 0, JSON.stringify(same));
  const other = kernelDistance(real, fake, size);
  assert.ok(other.low > 0, `${other.low}`);
  // Two points, 1,000 and 1,001: k(x, x) + k(y, y) - 2 k(x, y) with k = (x y + 1)^3.
  const points = (...places: number[]): Float32Array => Float32Array.from(places);
  const far = kernelDistance(points(1000, 1000, 1000, 1000), points(1001, 1001, 1001, 1001), 1);
  assertClose([far.mean / ((1e6 + 1) ** 3 + (1001 ** 2 + 1) ** 3 - 2 * (1001e3 + 1) ** 3)], [1]);
  assert.throws(
    () => kernelDistance(real, fake.subarray(0, 18), size),
    /expected 4 generated vectors or more, received 3/,
  );
});

test("modes: each is counted within three deviations of its centre", () => {
  const ring = mixture2d({ size: 4000, seed: 2 });
  const all = countModes(ring, ring, { leastHits: 20 });
  assert.equal(all.covered, 8);
  assert.ok(all.highQuality > 0.98 && all.reverseKl < 0.01);
  const [first, second] = ring.centers;
  const points = [...first!, ...first!, ...first!, ...second!, 5, 5, first![0] + 0.031, first![1]];
  const few = countModes(
    createDataset({ name: "few", samples: Float32Array.from(points), shape: [2] }),
    ring,
  );
  assert.deepEqual([few.hits.slice(0, 3), few.covered], [[3, 1, 0], 2]);
  assertClose(
    [few.highQuality, few.reverseKl],
    [4 / 6, 0.75 * Math.log(0.75 * 8) + 0.25 * Math.log(0.25 * 8)],
  );
  assert.throws(
    () => countModes(ring, mixture2d({ kind: "moons" })),
    /expected points of the plane and a mixture of Gaussians/,
  );
  assert.deepEqual(classHistogram([1, 1, 0, 3], 4), [1, 2, 0, 1]);
});
