import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { loadMnist, recordRun, resumeRun, startRuntime, trainGan } from "../../src/index";
import { forkRun, loadRun } from "../../src/runs";
import { temporaryFolder } from "../support/temporary";

before(() => startRuntime({ print: false }));

const runs = temporaryFolder();
const shape = [28, 28, 1];
const { dense, flatten, reshape } = tf.layers;

test("a run of versions 1 and 2 on MNIST in the order before goes on by itself", async () => {
  for (const version of [1, 2]) {
    const recorder = recordRun(`old ${version}`, { runs, samples: 1 });
    const { train } = loadMnist({ seed: 1, order: 1 });
    await trainGan({
      generator: tf.sequential({
        layers: [dense({ inputShape: [2], units: 784 }), reshape({ targetShape: shape })],
      }),
      discriminator: tf.sequential({
        layers: [flatten({ inputShape: shape }), dense({ units: 1 })],
      }),
      data: train,
      batchSize: 10,
      steps: 2,
      callbacks: [recorder],
    });
    const path = join(recorder.folder, "config.json");
    const config = JSON.parse(readFileSync(path, "utf8")) as {
      crc32?: string;
      version: number;
      data: { source: { options: { order?: number } } };
    };
    assert.equal(config.data.source.options.order, 1);
    delete config.data.source.options.order; // as runs were written then
    delete config.crc32;
    writeFileSync(path, JSON.stringify({ ...config, version }));
    const { game } = await resumeRun(recorder.folder, { steps: 1 });
    assert.equal(game.step, 3);
    const fork = await forkRun(recorder.folder, { from: 2, name: `fork ${version}`, steps: 1 });
    const { source } = loadRun(fork.folder).config.data;
    assert.deepEqual(source, {
      loader: "mnist",
      part: "train",
      options: { testFraction: 0.2, seed: 1, order: 1 },
    });
  }
});
