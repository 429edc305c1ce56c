import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { buildDiscriminator } from "../../src/build/discriminator";
import { dropoutLayer } from "../../src/build/dropout";
import { buildGenerator } from "../../src/build/generator";
import { loadMnist } from "../../src/data/mnist";
import { mixture2d } from "../../src/data/mixture2d";
import { startRuntime } from "../../src/runtime/start";
import { roundOf } from "../../src/train/round";
import { createGame, type Game } from "../../src/train/game";
import { readGameState, writeGameState, type GameState } from "../../src/train/gameState";
import { trainGan } from "../../src/train/trainGan";
import { countTensors } from "../support/collect";

before(() => startRuntime({ print: false }));

const data = mixture2d({ size: 200, seed: 1 });
const small = { hiddenUnits: [8], seed: 2 };

/** A game with everything that a state holds: batch norm, dropout, Adam, an average. */
function fullGame(seed = 3): Game {
  const generator = tf.sequential({
    layers: [
      tf.layers.dense({
        units: 16,
        inputShape: [2],
        kernelInitializer: tf.initializers.glorotUniform({ seed: 5 }),
      }),
      tf.layers.batchNormalization(),
      tf.layers.leakyReLU(),
      tf.layers.dense({ units: 2, kernelInitializer: tf.initializers.glorotUniform({ seed: 6 }) }),
    ],
  });
  const discriminator = tf.sequential({
    layers: [
      tf.layers.dense({
        units: 16,
        inputShape: [2],
        kernelInitializer: tf.initializers.glorotUniform({ seed: 7 }),
      }),
      tf.layers.leakyReLU(),
      dropoutLayer({ rate: 0.3, seed: 1 }),
      tf.layers.dense({ units: 1, kernelInitializer: tf.initializers.glorotUniform({ seed: 8 }) }),
    ],
  });
  return createGame({ generator, discriminator, averageDecay: 0.99, learningRate: 1e-3, seed });
}
const go = (game: Game, steps: number): Promise<unknown> =>
  trainGan({ game, data, batchSize: 20, steps });
const numbersOf = ({ tensors }: GameState): Record<string, number[]> =>
  Object.fromEntries([...tensors].map(([name, { values }]) => [name, [...values]]));

test("N steps, a state, N more in another game are 2N steps, bit for bit, compiled", async () => {
  const whole = fullGame();
  await go(whole, 24);
  const half = fullGame();
  await go(half, 12);
  const rest = fullGame();
  writeGameState(rest, readGameState(half));
  await go(rest, 12);
  assert.equal(roundOf(rest).fallback(), undefined, "dropout and average can be compiled");
  assert.deepEqual(numbersOf(readGameState(rest)), numbersOf(readGameState(whole)));
  assert.equal(rest.step, 24);
});

test("a game goes back to an earlier state of its own, and plays the same again", async () => {
  const game = fullGame();
  await go(game, 7);
  const state = readGameState(game);
  await go(game, 6);
  const [first, losses] = [numbersOf(readGameState(game)), game.history.generatorLoss.slice()];
  writeGameState(game, state);
  assert.deepEqual([game.step, game.history.step.length], [7, 7]);
  await go(game, 6);
  assert.deepEqual(numbersOf(readGameState(game)), first);
  assert.deepEqual(game.history.generatorLoss, losses);
});

test("reading a state changes nothing: not the game, not the number of tensors", async () => {
  const [watched, other] = [fullGame(), fullGame()];
  await go(watched, 2);
  const tensors = await countTensors();
  for (let i = 0; i < 5; i++) {
    readGameState(watched);
    await go(watched, 1);
  }
  assert.equal(await countTensors(), tensors);
  await go(other, 7);
  assert.deepEqual(numbersOf(readGameState(watched)), numbersOf(readGameState(other)));
});

test("convolutions go on bit for bit too", async () => {
  const digits = loadMnist().test;
  const game = (): Game =>
    createGame({
      generator: buildGenerator("dcgan"),
      discriminator: buildDiscriminator("dcgan"),
      seed: 1,
    });
  const play = (game: Game, steps: number): Promise<unknown> =>
    trainGan({ game, data: digits, batchSize: 16, steps });
  const [whole, half, rest] = [game(), game(), game()];
  await play(whole, 10);
  await play(half, 5);
  writeGameState(rest, readGameState(half));
  await play(rest, 5);
  const [a, b] = [readGameState(rest), readGameState(whole)];
  for (const [name, { values }] of a.tensors)
    assert.deepEqual(values, b.tensors.get(name)!.values, name);
});

test("a state of other players is refused, and the game stays as it was", () => {
  const game = createGame({
    generator: buildGenerator("mlp", small),
    discriminator: buildDiscriminator("mlp", small),
  });
  const state = readGameState(
    createGame({
      generator: buildGenerator("mlp"),
      discriminator: buildDiscriminator("mlp", small),
    }),
  );
  const before = numbersOf(readGameState(game));
  assert.throws(
    () => writeGameState(game, state),
    /the same players, received another: generator\/0 is \[2,8\] in the game and \[2,128\] in the/,
  );
  assert.deepEqual(numbersOf(readGameState(game)), before);
});

test("penalties look at the same random points again after a state was put back", async () => {
  const data = mixture2d({ size: 200, seed: 1 });
  const game = createGame({
    generator: buildGenerator("mlp", { seed: 1 }),
    discriminator: buildDiscriminator("mlp", { seed: 2 }),
    loss: "wasserstein-gp", // its penalty looks at random points between
  });
  const play = async (): Promise<number[]> => {
    await trainGan({ game, data, steps: 3, batchSize: 20 });
    return game.history.discriminatorLoss.slice(-3);
  };
  await play();
  const state = readGameState(game);
  const first = await play();
  writeGameState(game, state);
  assert.equal(game.generatorOptimizer.iterations, 3);
  assert.equal(game.discriminatorOptimizer.iterations, 3);
  assert.deepEqual(await play(), first);
});

test("a state with a rate that is none is refused before anything has changed", () => {
  const game = createGame({
    generator: buildGenerator("mlp", { seed: 1 }),
    discriminator: buildDiscriminator("mlp", { seed: 2 }),
  });
  const state = readGameState(game);
  const tensors = new Map(
    [...state.tensors].map(([name, { shape, values }]) => [
      name,
      { shape, values: values.map((value) => value + 1) },
    ]),
  );
  const wrong = { ...state, tensors, learningRate: { generator: NaN, discriminator: 1 } };
  assert.throws(() => writeGameState(game, wrong), /writeGameState: expected a number > 0/);
  assert.deepEqual(readGameState(game), state);
});
