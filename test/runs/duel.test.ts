import assert from "node:assert/strict";
import { before, test } from "node:test";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { mixture2d } from "../../src/data/mixture2d";
import { startRuntime } from "../../src/runtime/start";
import { duel, type DuelOptions } from "../../src/runs/duel";
import type { Game } from "../../src/train/game";
import type { TrainingCallback } from "../../src/train/trainGan";
import { meanInterval } from "../../src/base/interval";
import { countTensors } from "../support/collect";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

const options = (more: Partial<DuelOptions> = {}): DuelOptions => ({
  build: (seed) => ({
    generator: buildGenerator("mlp", { hiddenUnits: [8], seed }),
    discriminator: buildDiscriminator("mlp", { hiddenUnits: [8], seed }),
  }),
  data: mixture2d({ size: 200 }),
  a: { name: "slow", learningRate: 1e-4 },
  b: { name: "slow too", learningRate: 1e-4 },
  steps: 6,
  batchSize: 20,
  seeds: [1, 2, 3],
  ...more,
});

test("two equal sides play the same game, to the last bit: the difference is 0", async () => {
  const { a, b, difference } = await duel(options());
  assert.deepEqual(difference, { mean: 0, low: 0, high: 0 });
  assert.deepEqual(
    a.histories.map(({ generatorLoss }) => generatorLoss),
    b.histories.map(({ generatorLoss }) => generatorLoss),
  );
  assert.equal(new Set(a.values).size, 3, "other seeds are other games");
});

test("sides that differ start alike and part", async () => {
  const { a, b, difference } = await duel(
    options({ b: { name: "fast", learningRate: 1e-2 }, steps: 30 }),
  );
  for (const [i, history] of a.histories.entries()) {
    assert.equal(history.discriminatorLoss[0], b.histories[i]!.discriminatorLoss[0]);
    assert.notEqual(history.discriminatorLoss.at(-1), b.histories[i]!.discriminatorLoss.at(-1));
  }
  assertClose(
    [difference.mean],
    [b.values.reduce((sum, value, i) => sum + value - a.values[i]!, 0) / 3],
    1e-9,
  );
  assert.ok(difference.low < difference.mean && difference.mean < difference.high);
});

test("the interval is Student's, as scipy has it for 1, 2, 4, 4, 9", () => {
  const { mean, low, high } = meanInterval([1, 2, 4, 4, 9]);
  assertClose([mean, low, high], [4, 0.17293453124513514, 7.827065468754865], 1e-6);
});

test("games are given back when they are measured, also when that fails", async () => {
  const numTensors = await countTensors();
  await duel(options({ measure: ({ generator }) => generator.weights.length }));
  assert.equal(await countTensors(), numTensors);
  let measured = 0;
  const measure = (): number => {
    if (++measured === 2) throw new Error("no measure");
    return 0;
  };
  await assert.rejects(duel(options({ measure, seeds: [1, 2] })), /no measure/);
  assert.equal(await countTensors(), numTensors);
});

test("players that start differently are no duel", async () => {
  let calls = 0;
  const build: DuelOptions["build"] = () => options().build(calls++);
  await assert.rejects(
    duel(options({ build })),
    /expected build\(1\) to give the same weights both times/,
  );
});

test("fewer than two seeds make no comparison", async () => {
  await assert.rejects(
    duel(options({ seeds: [1] })),
    /duel: option "seeds": expected a length >= 2/,
  );
});

test("both sides are looked at before one is played", async () => {
  let played = 0;
  const callbacks = [{ onStep: () => void played++ }];
  const wrong = { name: "wrong", loss: "hinge", labelSmoothing: 0.1 } as const;
  await assert.rejects(
    duel(options({ b: wrong, callbacks })),
    /duel: side "wrong": createGame: expected labelSmoothing 0/,
  );
  const typo = { name: "typo", learningrate: 1 };
  await assert.rejects(
    duel(options({ b: typo, callbacks })),
    /duel: side "typo": createGame: unknown option "learningrate"/,
  );
  assert.equal(played, 0);
});

test("a side that diverges is named with its seed", async (context) => {
  const warned = context.mock.method(console, "warn", () => undefined);
  const measure = ({ seed }: Game): number => seed;
  const { a, b, difference } = await duel(
    options({ b: { name: "wild", learningRate: 1e30 }, measure, seeds: [1, 2] }),
  );
  assert.deepEqual(a.endings, ["finished", "finished"]);
  assert.deepEqual(b.endings, ["diverged", "diverged"]);
  const said = warned.mock.calls.map(({ arguments: [text] }) => String(text));
  assert.match(said[0]!, /^duel: side "wild", seed 1: diverged at step \d; its measure is NaN$/);
  assert.match(said[1]!, /side "wild", seed 2/);
  assert.deepEqual([b.values, difference.mean], [[NaN, NaN], NaN]);
});

test("a duel that is stopped compares the seeds that were played", async (context) => {
  const warned = context.mock.method(console, "warn", () => undefined);
  const stopIn = (wanted: number): TrainingCallback[] => [
    { onStep: (state) => void (state.game.seed === wanted && state.stop()) },
  ];
  const { a } = await duel(options({ callbacks: stopIn(3) }));
  assert.equal(a.values.length, 2);
  assert.match(String(warned.mock.calls[0]!.arguments[0]), /stopped; these are 2 of 3 seeds/);
  await assert.rejects(duel(options({ callbacks: stopIn(2) })), /stopped after 1 of 3 seeds/);
});

test("build, measure, names and seeds of a duel are looked at", async () => {
  const refused = (more: object, message: RegExp): Promise<void> =>
    assert.rejects(duel(options(more)), message);
  await refused(
    { build: () => null },
    /duel: build\(1\): expected \{ generator, discriminator \}, received null/,
  );
  const players = options().build(1);
  await refused(
    { build: () => players },
    /duel: expected build\(1\) to make new players each time/,
  );
  await refused(
    { measure: () => undefined },
    /duel: side "slow", seed 1: expected a measure that is a number, received undefined/,
  );
  await refused({ measure: () => "5" }, /expected a measure that is a number, received "5"/);
  await refused({ seeds: [1, 1] }, /duel: option "seeds": expected each seed once/);
  await refused({ b: { name: "slow" } }, /duel: option "b": expected two names/);
  const broken = { name: "mine", discriminator: (x: unknown) => x, generator: (x: unknown) => x };
  await refused(
    { b: { name: "broken", loss: broken } },
    /duel: side "broken", seed 1: .*expected a scalar/,
  );
});

test("build may be asynchronous", async () => {
  const build = async (seed: number): Promise<Awaited<ReturnType<DuelOptions["build"]>>> =>
    options().build(seed);
  const { difference } = await duel(options({ build }));
  assert.equal(difference.mean, 0);
});

test("by default a side is measured by the mean of G's last 20 losses", async () => {
  const { a } = await duel(options({ steps: 25, seeds: [1, 2] }));
  assertClose(
    a.values,
    a.histories.map(({ generatorLoss }) => {
      const last = generatorLoss.slice(-20);
      return last.reduce((sum, loss) => sum + loss, 0) / last.length;
    }),
    1e-12,
  );
});
