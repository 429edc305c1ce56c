import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import {
  createDataset,
  createGame,
  loadGame,
  recordRun,
  startRuntime,
  trainGan,
  type GameOptions,
  type GanLoss,
} from "../../src/index";
import { loadRun } from "../../src/runs";
import { discriminatorStep } from "../../src/train/steps";
import { temporaryFolder } from "../support/temporary";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

/** D(x) = w x with w = 0 at first, G(z) = 0 z. */
const line = (): tf.LayersModel =>
  tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [1], units: 1, useBias: false, kernelInitializer: "zeros" }),
    ],
  });
const players = (): GameOptions => ({ generator: line(), discriminator: line() });

test("Adam's first step is rate times slope / (|slope| + epsilon)", async () => {
  const loss: GanLoss = {
    name: "difference",
    discriminator: (real, fake) => tf.sub(tf.mean(fake), tf.mean(real)),
    generator: (fake) => tf.neg(tf.mean(fake)),
  };
  for (const [epsilon, expected] of [
    [1, (0.1 * 2) / 3],
    [undefined, 0.1],
  ] as const) {
    const game = createGame({
      ...players(),
      loss,
      learningRate: 0.1,
      ...(epsilon !== undefined && { epsilon }),
    });
    await discriminatorStep(game, tf.tensor2d([[2], [2]])); // a slope of -2
    assertClose(game.discriminatorVariables[0]!.dataSync(), [expected], 1e-5);
  }
});

test("a run keeps epsilon; of a run that says nothing it is 1e-7", async () => {
  const recorder = recordRun("epsilon", { runs: temporaryFolder(), samples: 1 });
  const data = createDataset({ name: "ones", samples: Float32Array.of(1, 1), shape: [1] });
  await trainGan({
    ...players(),
    epsilon: 1e-3,
    data,
    batchSize: 2,
    steps: 1,
    callbacks: [recorder],
  });
  const epsilonOf = async (): Promise<unknown> => {
    const { game } = await loadGame(recorder.folder, { data });
    return Reflect.get(game.generatorOptimizer, "epsilon");
  };
  assert.equal(loadRun(recorder.folder).config.game.epsilon, 1e-3);
  assert.equal(await epsilonOf(), 1e-3);
  const path = join(recorder.folder, "config.json");
  const config = JSON.parse(readFileSync(path, "utf8")) as {
    crc32?: string;
    game: { epsilon?: number };
  };
  delete config.game.epsilon; // as runs were written then
  delete config.crc32;
  writeFileSync(path, JSON.stringify(config));
  assert.equal(await epsilonOf(), 1e-7);
});
