import assert from "node:assert/strict";
import { before, test } from "node:test";
import { randomStream } from "../../src/base/random";
import { mixture2d } from "../../src/data/mixture2d";
import { chanceBorder } from "../../src/measure/calibration";
import { findCopies } from "../../src/measure/copies";
import { frechetFloor, frechetOf } from "../../src/measure/frechet";
import { startRuntime } from "../../src/runtime/start";
import { assertClose } from "../support/numbers";
import { coverageOf } from "../support/coverage";
import { copySizes, drawCopies, trials } from "../support/trials";

before(() => startRuntime({ print: false }));

/** The chances of 0 … `trials` hits. */
function binomial(count: number, share: number): number[] {
  const logs = [count * Math.log(1 - share)];
  for (let hits = 0; hits < count; hits++)
    logs.push(logs[hits]! + Math.log(((count - hits) / (hits + 1)) * (share / (1 - share))));
  return logs.map(Math.exp);
}

/**
 * Whether an interval that holds in 93 to 97 % of cases may have held as often as it did: an
 * improbable count (1 in 10,000) on either side says no.
 */
function mayHold(held: number, repetitions: number): boolean {
  const sum = (chances: number[]): number => chances.reduce((a, b) => a + b, 0);
  return (
    sum(binomial(repetitions, 0.93).slice(0, held + 1)) > 1e-4 &&
    sum(binomial(repetitions, 0.97).slice(held)) > 1e-4
  );
}

test("the border tells intervals that hold from those that are too narrow or too wide", () => {
  for (const share of [0.94, 0.95, 0.96])
    for (const count of [40, 100, 400]) assert.ok(mayHold(Math.round(share * count), count));
  for (const [held, count] of [
    [345, 400], // 86 %
    [400, 400],
    [75, 100],
    [27, 40], // half the width holds in two thirds of cases
  ] as const)
    assert.ok(!mayHold(held, count), `${held} of ${count}`);
});

/** Repetitions that the time allows; `npm run bench:intervals` has 500 of each. */
const repetitions: Readonly<Record<string, number>> = {
  "mean of seeds": 400,
  share: 400,
  bootstrap: 400,
  "class score": 400,
  copied: 150,
  KID: 100,
  neighbourhoods: 60,
};

for (const trial of trials.filter(
  ({ measure, sizes }) => measure !== "neighbourhoods" || sizes === "500, 500",
))
  test(`95 % intervals hold: ${trial.measure} of ${trial.sizes}, ${trial.of}`, () => {
    const count = repetitions[trial.measure]!;
    for (const { measure, held, truth } of coverageOf(trial, count))
      assert.ok(mayHold(held, count), `${measure}: ${held} of ${count} hold ${truth}`);
  });

test("a generator that does not copy is accused as seldom as the border says", () => {
  const runs = 100;
  const accused = (counts: (typeof copySizes)[number], share: number, level: number): number =>
    Array.from({ length: runs }, (_, run) => {
      const sets = drawCopies(
        counts,
        share,
        randomStream(run, `accused ${counts.join()} ${level}`),
      );
      const { copied, border } = findCopies(...sets, { level });
      return copied.mean > border;
    }).filter(Boolean).length;
  const tooMany = 15; // of 100 runs with a chance of 5 % each; more in 1 of 10,000
  for (const level of [0.01, 0.05])
    for (const counts of copySizes) assert.ok(accused(counts, 0, level) < tooMany);
  assert.equal(accused([500, 500], 0.1, 0.05), runs);
});

test("the border of chance is Pólya's: of equally many, one in two comes first", () => {
  // One value below the smallest of m others: with one value, the chance is 1 / (m + 1).
  assert.equal(chanceBorder(1, 9, 1, 0.11), 0);
  assert.equal(chanceBorder(1, 9, 1, 0.09), 1);
  // Two values, two others: 0, 1, 2 below the smaller of the others in 1/2, 1/3, 1/6 of orders.
  assert.deepEqual(
    [0.51, 0.49, 0.17, 0.16].map((alarms) => chanceBorder(2, 2, 1, alarms)),
    [0, 1, 1, 2],
  );
});

test("held-out samples at one distance all count: what they do, no generator is accused of", () => {
  const train = mixture2d({ kind: [[0, 0]], standardDeviation: 0, size: 50 });
  const { copied, level, border } = findCopies(train, train, train);
  assert.deepEqual([copied.mean, level, border], [1, 1, 1]);
});

test("the floor of the Fréchet distance is that of fresh samples at the same counts", () => {
  const [size, samples, reals] = [8, 300, 1200];
  const draw = (count: number, name: string): Float32Array =>
    randomStream(4, name).normals(count * size);
  const fresh = Array.from({ length: 100 }, (_, i) =>
    frechetOf(draw(reals, `reals ${i}`), draw(samples, `samples ${i}`), size),
  );
  const expected = fresh.reduce((sum, value) => sum + value / fresh.length, 0);
  const floor = (count: number): number =>
    frechetFloor(draw(count, "known"), size, { samples, reals, repeats: 100 });
  assertClose([floor(1500) / expected, floor(1200) / expected], [1, 1], 0.1);
  // The floor of equal halves was half as large again or less, or nothing like it.
  assert.ok(Math.abs(frechetFloor(draw(1200, "known"), size) / expected - 1) > 0.15);
});
