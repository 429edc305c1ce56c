import assert from "node:assert/strict";
import { before, test } from "node:test";
import type * as tf from "@tensorflow/tfjs";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { mixture2d } from "../../src/data/mixture2d";
import { startRuntime } from "../../src/runtime/start";
import { adamState } from "../../src/runtime/adam";
import { annealRates, type AnnealRatesOptions } from "../../src/train/annealRates";
import { createGame, type Game, type GameOptions } from "../../src/train/game";
import { readGameState, writeGameState } from "../../src/train/gameState";
import type { LossName } from "../../src/train/losses/named";
import { roundOf } from "../../src/train/round";
import { trainGan, type TrainingCallback, type TrainingState } from "../../src/train/trainGan";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

test("rates follow half a cosine of the game's step", async () => {
  const small = { hiddenUnits: [4] };
  const data = mixture2d({ size: 100 });
  const callbacks = [annealRates({ from: 1e-2, to: 1e-3, steps: 8 })];
  const { game } = await trainGan({
    generator: buildGenerator("mlp", small),
    discriminator: buildDiscriminator("mlp", small),
    data,
    batchSize: 10,
    steps: 5,
    callbacks,
  });
  await trainGan({ game, data, batchSize: 10, steps: 5, callbacks });
  const expected = Array.from(
    { length: 10 },
    (_, step) => 1e-3 + (9e-3 * (1 + Math.cos((Math.PI * Math.min(8, step)) / 8))) / 2,
  );
  assertClose(game.history.generatorLearningRate, expected, 1e-9);
  assertClose(game.history.discriminatorLearningRate, expected, 1e-9);
  assert.throws(
    () => annealRates({ from: 0, to: 1, steps: 1 }),
    /annealRates: option "from": expected a value > 0/,
  );
});

const ring = mixture2d({ size: 400, seed: 1 });
const players = (): Pick<GameOptions, "generator" | "discriminator"> => ({
  generator: buildGenerator("mlp", { hiddenUnits: [8], seed: 1 }),
  discriminator: buildDiscriminator("mlp", { hiddenUnits: [8], seed: 1 }),
});
const rate = { from: 1e-3, to: 1e-3, steps: 10 };
const weightsOf = ({ generator, discriminator, average }: Game): number[] =>
  [generator, discriminator, average?.generator].flatMap((model) =>
    (model?.getWeights() ?? []).flatMap((weight) => [...weight.dataSync()]),
  );

test("a penalty's factor is its weight, compiled and op by op", async () => {
  const play = async (loss: LossName, anneal: Partial<AnnealRatesOptions>): Promise<Game> => {
    const callbacks = [annealRates({ ...rate, ...anneal })];
    const given = { ...players(), loss, data: ring, batchSize: 16, steps: 8, callbacks };
    return (await trainGan(given)).game;
  };
  const half = { penaltyFactor: { from: 0.5, to: 0.5 } };
  const annealed = await play("relativistic-paired + R1(0.4) + R2(0.2)", half);
  const plain = await play("relativistic-paired + R1(0.2) + R2(0.1)", {});
  assert.equal(roundOf(annealed).fallback(), undefined);
  assertClose(weightsOf(annealed), weightsOf(plain), 1e-5);
  const whole = await play("relativistic-paired + R1(0.4) + R2(0.2)", {});
  assert.ok(weightsOf(whole).some((weight, i) => Math.abs(weight - weightsOf(plain)[i]!) > 1e-4));
});

test("what is annealed follows half a cosine, and is not recorded anew each step", async () => {
  const found: number[][] = [];
  const watch: TrainingCallback = {
    onStep: ({ game }) => {
      const { penaltyFactor, averageDecay } = game.annealed!;
      found.push([penaltyFactor, averageDecay, adamState(game.discriminatorOptimizer).beta2]);
    },
  };
  const { game } = await trainGan({
    ...players(),
    averageDecay: 0.9,
    data: ring,
    batchSize: 16,
    steps: 8,
    callbacks: [
      watch,
      annealRates({
        ...rate,
        beta2: { from: 0.9, to: 0.99 },
        penaltyFactor: { from: 1, to: 0.1 },
        averageDecay: { from: 0, to: 0.8 },
      }),
    ],
  });
  assert.equal(roundOf(game).fallback(), undefined);
  const left = (step: number): number => (1 + Math.cos((Math.PI * step) / 10)) / 2;
  found.forEach((numbers, step) => {
    const by = left(step);
    assertClose(numbers, [0.1 + 0.9 * by, 0.8 - 0.8 * by, 0.99 - 0.09 * by], 1e-9);
  });
});

test("an annealed average is the weighted sum of the weights that there were", async () => {
  const first: number[] = [];
  const callbacks = [
    { onStart: ({ game }: TrainingState) => void first.push(weight(game.generator)) },
    annealRates({ ...rate, averageDecay: { from: 0, to: 0.8 } }),
    { onStep: ({ game }: TrainingState) => void first.push(weight(game.generator)) },
  ];
  const given = {
    ...players(),
    averageDecay: 0.5,
    data: ring,
    batchSize: 16,
    steps: 12,
    callbacks,
  };
  const { game } = await trainGan(given);
  let mean = first[0]!;
  first.slice(1).forEach((value, step) => {
    const decay = 0.8 - 0.4 * (1 + Math.cos((Math.PI * Math.min(10, step)) / 10));
    mean += (1 - Math.min(decay, (1 + step) / (10 + step))) * (value - mean);
  });
  assert.ok(Math.abs(weight(game.average!.generator) - mean) < 1e-6);
});

const weight = (model: tf.LayersModel): number => model.getWeights()[0]!.dataSync()[0]!;

test("an annealed game that is stopped goes on as if it had not been", async () => {
  const make = (): Game => createGame({ ...players(), averageDecay: 0.9, seed: 3 });
  const anneal = (): TrainingCallback[] => [
    annealRates({
      from: 1e-2,
      to: 1e-3,
      steps: 12,
      beta2: { from: 0.9, to: 0.99 },
      penaltyFactor: { from: 1, to: 0.1 },
      averageDecay: { from: 0.1, to: 0.9 },
    }),
  ];
  const play = (game: Game, steps: number): Promise<unknown> =>
    trainGan({ game, data: ring, batchSize: 16, steps, callbacks: anneal() });
  const [through, stopped, other] = [make(), make(), make()];
  await play(through, 12);
  await play(stopped, 5);
  writeGameState(other, readGameState(stopped));
  await play(other, 7);
  assert.deepEqual(weightsOf(other), weightsOf(through));
});

test("what a game does not have cannot be annealed, and nothing is played", async () => {
  for (const [options, message] of [
    [
      { penaltyFactor: { from: 1, to: 0 } },
      /annealRates: expected a loss with a penalty, .* "hinge"/,
    ],
    [{ averageDecay: { from: 0, to: 0.9 } }, /annealRates: expected a game with an averageDecay/],
  ] as const) {
    const game = createGame({ ...players(), loss: "hinge" });
    const callbacks = [annealRates({ ...rate, ...options })];
    await assert.rejects(
      trainGan({ game, data: ring, steps: 1, batchSize: 16, callbacks }),
      message,
    );
    assert.equal(game.step, 0);
  }
  assert.throws(
    () => annealRates({ ...rate, beta2: { from: 0.9, to: 1 } }),
    /annealRates: option "beta2.to": expected a value < 1, received 1/,
  );
});
