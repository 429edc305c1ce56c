/** Defaults are pinned: whoever changes one changes every result in README and the notebooks. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { buildDiscriminator, buildGenerator } from "../../src/build";
import { mixture2d } from "../../src/data";
import { startRuntime } from "../../src/runtime";
import {
  classicGame,
  createGame,
  draganPenalty,
  oneCentredPenalty,
  r1Penalty,
  r2Penalty,
  trainGan,
  zeroCentredPenalty,
  type TrainingState,
} from "../../src/train";

before(() => startRuntime({ print: false }));

const players = () => ({
  generator: buildGenerator("mlp"),
  discriminator: buildDiscriminator("mlp"),
});

test("a game that names nothing is R3GAN's with weak penalties", () => {
  const game = createGame(players());
  for (const optimizer of [game.generatorOptimizer, game.discriminatorOptimizer]) {
    const { learningRate, beta1, beta2, epsilon } = optimizer.getConfig();
    assert.deepEqual(
      { learningRate, beta1, beta2, epsilon },
      { learningRate: 1e-3, beta1: 0, beta2: 0.99, epsilon: 1e-7 },
    );
  }
  const { discriminatorSteps, packing, labelSmoothing, auxiliaryWeight, seed } = game;
  assert.equal(game.loss.name, "relativistic-paired + R1(0.1) + R2(0.1)");
  assert.deepEqual(
    { discriminatorSteps, packing, labelSmoothing, auxiliaryWeight, seed },
    { discriminatorSteps: 1, packing: 1, labelSmoothing: 0, auxiliaryWeight: 1, seed: 0 },
  );
  assert.deepEqual([game.augmentation, game.average, game.latentSize], [[], undefined, 2]);
});

test("a training that names nothing makes 100 epochs of batches of 100", async () => {
  let seen: TrainingState | undefined;
  const onStart = (state: TrainingState): void => {
    seen = state;
    state.stop();
  };
  await trainGan({ ...players(), data: mixture2d({ size: 250 }), callbacks: [{ onStart }] });
  const { batchSize, stepsPerEpoch, stepsTotal } = seen!;
  assert.deepEqual(
    { batchSize, stepsPerEpoch, stepsTotal },
    { batchSize: 100, stepsPerEpoch: 2, stepsTotal: 200 },
  );
});

test("the classic game is DCGAN's; penalties have their papers' weights", () => {
  assert.deepEqual(classicGame, {
    loss: "non-saturating",
    learningRate: 2e-4,
    beta1: 0.5,
    beta2: 0.999,
  });
  assert.deepEqual(
    [r1Penalty, r2Penalty, zeroCentredPenalty, oneCentredPenalty, draganPenalty].map(
      (penalty) => penalty().name,
    ),
    ["R1(1)", "R2(1)", "0-GP(1)", "1-GP(10)", "DRAGAN(10)"],
  );
});
