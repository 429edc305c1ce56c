import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { before, test } from "node:test";
import { createDataset, createPictures, takeSamples, type Data } from "../../src/data";
import { trainClassifier } from "../../src/measure";
import { inspectGame } from "../../src/doctor";
import { buildDiscriminator, buildGenerator, plotSamples, startRuntime } from "../../src/index";
import { trainGan, type TrainGanOptions } from "../../src/index";
import { findCopies, judgeSamples } from "../../src/measure";
import { nearestInParts, type Rows } from "../../src/measure/nearestInParts";
import { formatValue } from "../../src/notebook/displays";
import { loadGame, loadRun, recordRun, resumeRun } from "../../src/runs";
import { hashData } from "../../src/runs/hashData";
import { tensorsOf } from "../support/smallGame";
import { temporaryFolder } from "../support/temporary";

before(() => startRuntime({ print: false }));

const shape = [28, 28, 1];
const length = 28 * 28;
const bytes = Uint8Array.from({ length: 60 * length }, (_, i) => (i * i * 7 + (i >> 5)) % 256);
const labels = Uint8Array.from({ length: 60 }, (_, i) => i % 3);
const pictures = createPictures({ name: "p", bytes, shape, labels });
const samples = Float32Array.from(bytes, (byte) => byte / 127.5 - 1);
const numbers = createDataset({ name: "p", samples, shape, labels });
const small = { hiddenUnits: [6], sampleShape: shape, classes: 3, seed: 2 };
const game = (data: Data, more: object = {}): TrainGanOptions => ({
  generator: buildGenerator("mlp", small),
  discriminator: buildDiscriminator("mlp", small),
  data,
  batchSize: 20,
  steps: 5,
  seed: 3,
  ...more,
});

test("pictures as bytes train as the numbers that they stand for, bit for bit", async () => {
  const [a, b] = [await trainGan(game(pictures)), await trainGan(game(numbers))];
  assert.deepEqual(tensorsOf(a.game), tensorsOf(b.game));
});

test("a run of pictures is recorded, goes on, and is the same run as one of numbers", async () => {
  const runs = temporaryFolder();
  const record = (name: string, data: Data): Promise<unknown> =>
    trainGan(game(data, { callbacks: [recordRun(name, { runs })] }));
  await record("bytes", pictures);
  await record("numbers", numbers);
  const sumOf = (name: string): string => loadRun(join(runs, name)).config.data.sha256;
  assert.equal(sumOf("bytes"), sumOf("numbers"));
  assert.equal(await hashData(pictures), sumOf("bytes"));
  await resumeRun(join(runs, "numbers"), { data: pictures, steps: 3 });
  const { game: found, data } = await loadGame(join(runs, "numbers"), { data: pictures });
  const whole = await trainGan(game(numbers, { steps: 8 }));
  assert.deepEqual(tensorsOf(found), tensorsOf(whole.game));
  assert.equal(data, pictures);
  const other = createPictures({ name: "p", bytes: bytes.map((byte) => byte ^ 1), shape, labels });
  await assert.rejects(
    loadGame(join(runs, "bytes"), { data: other }),
    /expected the data that the run was played with, "p" .* received "p" /,
  );
});

test("pictures are hashed in parts as the numbers that they stand for are as a whole", async () => {
  const many = Uint8Array.from({ length: 3000 * length }, (_, i) => (i * 31 + (i >> 9)) % 256);
  const whole = Float32Array.from(many, (byte) => byte / 127.5 - 1);
  const data = createPictures({ name: "many", bytes: many, shape });
  assert.equal(await hashData(data), createHash("sha256").update(whole).digest("hex"));
});

test("what looks at data sees in bytes what it sees in numbers", async () => {
  assert.deepEqual(plotSamples(pictures), plotSamples(numbers));
  assert.deepEqual(await formatValue(pictures), await formatValue(numbers));
  assert.deepEqual(judgeSamples(pictures), judgeSamples(numbers));
  const [drawn, heldOut] = [takeSamples(pictures, [1, 2, 3]), takeSamples(numbers, [50, 51])];
  assert.deepEqual(findCopies(drawn, pictures, heldOut), findCopies(drawn, numbers, heldOut));
  const weightsOf = (data: Data): unknown =>
    trainClassifier(data, { steps: 3, batchSize: 10 })
      .getWeights()
      .map((weight) => [...weight.dataSync()]);
  assert.deepEqual(weightsOf(pictures), weightsOf(numbers));
  const played = (await trainGan(game(numbers))).game;
  assert.deepEqual(
    await inspectGame(played, pictures, { holdout: pictures, samples: 30 }),
    await inspectGame(played, numbers, { holdout: numbers, samples: 30 }),
  );
});

test("bytes that are too few for their samples are refused before the training", async () => {
  await assert.rejects(trainGan(game({ ...pictures, size: 61 })), {
    name: "TypeError",
    message: /expected 47824 bytes or more, 61 samples of \[28,28,1\], received 47040 in "p"/,
  });
  await assert.rejects(trainGan(game({ ...pictures, rows: Uint32Array.of(60), size: 20 })), {
    message: /expected 47824 bytes or more/,
  });
});

test("the nearest of many vectors is the same, however few are looked at at once", () => {
  const rowsOf = (count: number, of: (i: number) => number): Rows => ({
    count,
    size: 1,
    read: (start, some) => Float32Array.from({ length: some }, (_, i) => of(start + i)),
  });
  // 5 of the known are at 2, 12, …; the one that comes first counts.
  const known = rowsOf(50, (i) => i % 10);
  const { squares, neighbours } = nearestInParts(
    rowsOf(7, (i) => i + 0.25),
    known,
    3,
  );
  assert.deepEqual([...neighbours], [0, 1, 2, 3, 4, 5, 6]);
  squares.forEach((square) => assert.ok(Math.abs(square - 0.0625) < 1e-6));
});

test("an opaque picture with alpha looks as without, a clear one is paper", () => {
  const rgb = Uint8Array.of(10, 20, 30);
  const shown = (name: string, alpha: number): Uint8Array => {
    const data = createPictures({ name, bytes: Uint8Array.of(...rgb, alpha), shape: [1, 1, 4] });
    return plotSamples(data, { scale: 1, gap: 0 }).bytes;
  };
  const plain = createPictures({ name: "rgb", bytes: rgb, shape: [1, 1, 3] });
  const paper = createPictures({
    name: "p",
    bytes: Uint8Array.of(235, 235, 235),
    shape: [1, 1, 3],
  });
  const of = (data: Data): Uint8Array => plotSamples(data, { scale: 1, gap: 0 }).bytes;
  assert.deepEqual(shown("opaque", 255), of(plain));
  assert.deepEqual(shown("clear", 0), of(paper));
});
