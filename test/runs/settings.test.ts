/** What was asked of a record or a fork is what it does. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { drawLatents, sampleGenerator } from "../../src/build";
import { forkRun, recordRun } from "../../src/runs";
import { startRuntime } from "../../src/runtime";
import { learningRates, trainGan } from "../../src/train";
import { smallGame } from "../support/smallGame";
import { temporaryFolder } from "../support/temporary";

const runs = temporaryFolder();
before(() => startRuntime({ print: false }));

test("a fork plays on with both players' rates as they were asked for", async () => {
  const recorder = recordRun("parent", { runs });
  await trainGan({ ...smallGame(), steps: 3, callbacks: [recorder] });
  const learningRate = { generator: 0.02, discriminator: 0.03 };
  const { game } = await forkRun(recorder.folder, { from: 3, learningRate, steps: 2 });
  assert.deepEqual(learningRates(game), learningRate);
  assert.deepEqual(game.history.generatorLearningRate, [1e-3, 1e-3, 1e-3, 0.02, 0.02]);
  assert.deepEqual(game.history.discriminatorLearningRate, [1e-3, 1e-3, 1e-3, 0.03, 0.03]);
  const same = await forkRun(recorder.folder, { from: 3, learningRate: 0.04, steps: 1 });
  assert.deepEqual(learningRates(same.game), { generator: 0.04, discriminator: 0.04 });
});

test("each picture of a run is drawn from the latent vectors of its seed", async () => {
  const recorder = recordRun("film", { runs, samples: 5, seed: 9, sampleEvery: 2 });
  const { game } = await trainGan({ ...smallGame(), steps: 4, callbacks: [recorder] });
  const latents = drawLatents(5, game.latentSize, 9);
  const drawn = await sampleGenerator(game.generator, { latents });
  const file = join(recorder.folder, "samples", "step-00000004.json");
  const { samples } = JSON.parse(readFileSync(file, "utf8")) as { samples: number[] };
  assert.equal(samples.length, 10);
  samples.forEach((value, i) => assert.ok(Math.abs(value - drawn.samples[i]!) < 1e-4));
});
