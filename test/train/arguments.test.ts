import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { drawLatents, latentPlane } from "../../src/build/latent";
import { resample } from "../../src/build/resample";
import { mixture2d } from "../../src/data/mixture2d";
import { splitDataset } from "../../src/data/split";
import { classHistogram } from "../../src/measure/scores";
import { startRuntime } from "../../src/runtime/start";
import { createGame, type Game } from "../../src/train/game";
import { discriminatorStep, drawNoise, generatorStep } from "../../src/train/steps";
import { trainGan } from "../../src/train/trainGan";
import { smallGame } from "../support/smallGame";

before(() => startRuntime({ print: false }));

const newGame = (): Game => {
  const { generator, discriminator } = smallGame() as Parameters<typeof createGame>[0];
  return createGame({ generator, discriminator });
};

test("what is given by its place is looked at, too, and named", () => {
  const data = mixture2d({ size: 10 });
  const [x, y] = [Float32Array.of(1, 0), Float32Array.of(0, 1)];
  const wrong: [RegExp, () => unknown][] = [
    [/^drawLatents: expected count to be an integer >= 1/, () => drawLatents(-1, 2, 1)],
    [/^drawLatents: expected count .* received 1\.5/, () => drawLatents(1.5, 2, 1)],
    [/^drawLatents: expected seed .* received undefined/, () => drawLatents(3, 2, undefined!)],
    [/^latentPlane: expected side/, () => latentPlane(x, y, { side: 3 } as never, 1)],
    [/^latentPlane: expected two directions of one length/, () => latentPlane(x, y, 3, NaN)],
    [/^resample: expected "up" or "down", received "x"/, () => resample("x" as never)],
    [/^splitDataset: expected a testFraction/, () => splitDataset(data, "0.2" as never, 1)],
    [/^splitDataset: expected seed/, () => splitDataset(data, 0.2, undefined!)],
    [/^classHistogram: expected labels from 0 to 1/, () => classHistogram(["length"] as never, 2)],
    [/^drawNoise: expected count/, () => drawNoise(newGame(), -1)],
  ];
  for (const [message, call] of wrong) assert.throws(call, { message });
});

test("steps by hand say which rows they take", async () => {
  const game = newGame();
  const points = tf.zeros([4, 2]);
  const wrong: [RegExp, () => Promise<unknown>][] = [
    [
      /^discriminatorStep: .* \[batch, 2\], received \[3,5\]/,
      () => discriminatorStep(game, tf.zeros([3, 5])),
    ],
    [
      /real samples \[batch, 2\], received \[0,2\]/,
      () => discriminatorStep(game, tf.zeros([0, 2])),
    ],
    [/real samples .* received null/, () => discriminatorStep(game, null!)],
    [
      /noise \[batch, \d+\], received \[4,1\]/,
      () => discriminatorStep(game, points, tf.zeros([4, 1])),
    ],
    [
      /^generatorStep: expected a count or noise .* received "x"/,
      () => generatorStep(game, "x" as never),
    ],
    [/^generatorStep: expected count .* received 0/, () => generatorStep(game, 0)],
    [
      /^generatorStep: expected a count .* received undefined/,
      () => generatorStep(game, undefined!),
    ],
  ];
  for (const [message, call] of wrong) await assert.rejects(call, { message });
  const data = mixture2d({ size: 10 });
  await assert.rejects(
    trainGan({ game, data, batchSize: 11, steps: 1 }),
    /^RangeError: trainGan: /,
  );
  game.dispose();
  assert.throws(() => drawNoise(game, 1), /drawNoise: .*disposed/);
});
