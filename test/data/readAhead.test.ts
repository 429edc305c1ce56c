import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import { batchStream } from "../../src/data/batches";
import { ByteFile } from "../../src/data/byteFile";
import { createPictures, type Pictures } from "../../src/data/pictures";
import { ReadAhead, type PicturesInFile } from "../../src/data/readAhead";
import { buildDiscriminator, buildGenerator, startRuntime, trainGan } from "../../src/index";
import type { TrainGanOptions, TrainingCallback } from "../../src/index";
import { tensorsOf } from "../support/smallGame";
import { temporaryFolder } from "../support/temporary";

before(() => startRuntime({ print: false }));

const folder = temporaryFolder();
const shape = [6, 5, 3];
const length = 90;
const bytes = Uint8Array.from({ length: 100 * length }, (_, i) => (i * i + (i >> 7)) % 256);
const labels = Uint8Array.from({ length: 100 }, (_, i) => i % 3);
const inMemory = createPictures({ name: "p", bytes, shape, labels });
let files = 0;
/** The same pictures in a file, in another order than the samples'. */
function inFile(): { data: PicturesInFile; path: string } {
  const path = join(folder, String(files++));
  const rows = Uint32Array.from({ length: 100 }, (_, i) => (i * 37) % 100);
  const content = Buffer.alloc(bytes.length);
  rows.forEach((row, i) => content.set(bytes.subarray(i * length, (i + 1) * length), row * length));
  writeFileSync(path, content);
  return { data: { ...inMemory, bytes: ByteFile.open(path), rows }, path };
}
const small = { hiddenUnits: [6], sampleShape: shape, classes: 3, seed: 2 };
const game = (data: Pictures, more: object = {}): TrainGanOptions => ({
  generator: buildGenerator("mlp", small),
  discriminator: buildDiscriminator("mlp", small),
  data,
  batchSize: 15,
  steps: 20,
  seed: 3,
  ...more,
});
/** The threads that some work has started. */
const startedBy = async (work: () => Promise<unknown>): Promise<Worker[]> => {
  const found: Worker[] = [];
  const see = (worker: Worker): void => void found.push(worker);
  process.on("worker", see);
  await work().finally(() => process.off("worker", see));
  return found;
};

test("batches that are read ahead are those of the order, also after going back", async () => {
  const { data } = inFile();
  const wanted = batchStream(inMemory, 15, 1);
  const ahead = new ReadAhead(data, 15, batchStream(data, 15, 1).indices);
  // Three epochs; then back, far ahead, the same again, and on.
  const steps = [...Array(18).keys(), 2, 3, 4, 50, 50, 51, 7, 52, 53, 54, 55];
  for (const step of steps) {
    const { samples, positions } = ahead.draw(step);
    assert.deepEqual(positions, wanted.indices(step), `step ${step}`);
    assert.deepEqual(samples, wanted.batch(step), `step ${step}`);
    if (step % 5 === 0) await setTimeout(5);
  }
  await ahead.close();
});

test("a game on pictures in a file is the game on pictures in memory, bit for bit", async () => {
  const { data } = inFile();
  const play = async (pictures: Pictures): Promise<object> => {
    const changes: TrainingCallback = {
      onStep: ({ game: played, stepsDone }) => {
        if (stepsDone === 7) Object.assign(played, { discriminatorSteps: 3 });
      },
    };
    const { game: played } = await trainGan(game(pictures, { callbacks: [changes] }));
    await trainGan({ game: played, data: pictures, batchSize: 15, steps: 6 });
    return tensorsOf(played);
  };
  const workers = await startedBy(async () =>
    assert.deepEqual(await play(data), await play(inMemory)),
  );
  assert.equal(workers.length, 2, "a thread for each training on the file");
});

test("the thread ends with the training: at its end, a stop and an error", async () => {
  const { data } = inFile();
  const stop: TrainingCallback = { onStep: (state) => state.stop() };
  const fail: TrainingCallback = { onStep: () => Promise.reject(new Error("mine")) };
  const workers = await startedBy(async () => {
    await trainGan(game(data));
    await trainGan(game(data, { callbacks: [stop] }));
    await assert.rejects(trainGan(game(data, { callbacks: [fail] })), /mine/);
  });
  assert.deepEqual(
    workers.map(({ threadId }) => threadId),
    [-1, -1, -1],
  );
});

test("a thread that dies is an error that says so, and the game goes on", async () => {
  const { data } = inFile();
  let found: Worker | undefined;
  process.once("worker", (worker: Worker) => (found = worker));
  let steps = 0;
  const kill: TrainingCallback = {
    onStep: async () => {
      if (++steps === 3) await found!.terminate();
    },
  };
  const options = game(data, { callbacks: [kill] });
  let played: unknown;
  const keep: TrainingCallback = { onStart: (state) => void (played = state.game) };
  await assert.rejects(trainGan({ ...options, callbacks: [keep, kill] }), {
    message: /the thread that reads pictures ahead has ended \(exit code 1\); train the game again/,
  });
  const again = { game: played, data, batchSize: 15, steps: 17 } as TrainGanOptions;
  const { game: whole } = await trainGan(game(inMemory));
  assert.deepEqual(tensorsOf((await trainGan(again)).game), tensorsOf(whole));
});

test("a file that is cut while a game is played is an error that names it", async () => {
  const { data, path } = inFile();
  const cut: TrainingCallback = { onStep: () => truncateSync(path, 100) };
  await assert.rejects(trainGan(game(data, { callbacks: [cut] })), {
    message: /expected \d+ bytes or more, received 100: it was cut while it was used/,
  });
});

test("a thread keeps no process alive, and one that is forgotten ends", () => {
  const program = `
    const { ByteFile } = require("./dist/data/byteFile");
    const { ReadAhead } = require("./dist/data/readAhead");
    let left = 0;
    process.on("worker", (worker) => (left++, worker.on("exit", () => left--)));
    const bytes = ByteFile.open(process.argv[1]);
    const data = { name: "p", bytes, shape: [90], size: 100 };
    const begin = () => new ReadAhead(data, 10, () => Int32Array.from(Array(10).keys()));
    (async () => {
      begin().draw(0);
      await new Promise((resolve) => setTimeout(resolve, 200));
      for (let i = 0; i < 50 && left > 0; i++) {
        gc();
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      console.log(left ? "still there" : "ended");
      globalThis.kept = begin();
      kept.draw(0);
    })();`;
  const { path } = inFile();
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--expose-gc", "-e", program, path],
    { encoding: "utf8", timeout: 60_000 },
  );
  assert.deepEqual([stdout, status], ["ended\n", 0], stderr);
});
