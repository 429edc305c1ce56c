import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { createDataset } from "../../src/data/dataset";
import { mixture2d } from "../../src/data/mixture2d";
import { encodeSentences } from "../../src/data/text";
import { startRuntime } from "../../src/runtime/start";
import type { BestMeasure } from "../../src/runs/best";
import { loadGame } from "../../src/runs/loadGame";
import { loadRun } from "../../src/runs/loadRun";
import { recordRun, type RecordRunOptions } from "../../src/runs/recordRun";
import { forkRun, resumeRun } from "../../src/runs/resumeRun";
import { setLearningRate } from "../../src/train/changeGame";
import { minimaxLoss } from "../../src/train/losses/minimax";
import {
  trainGan,
  type TrainGanOptions,
  type TrainingRun,
  type TrainingState,
} from "../../src/train/trainGan";
import type { Game } from "../../src/train/game";
import { smallData, smallGame, tensorsOf } from "../support/smallGame";
import { temporaryFolder } from "../support/temporary";

before(() => startRuntime({ print: false }));

const runs = temporaryFolder();
const options = (more: object = {}): TrainGanOptions => smallGame({ averageDecay: 0.9, ...more });
const record = (name: string, more: RecordRunOptions = {}): ReturnType<typeof recordRun> =>
  recordRun(name, { runs, checkpointEvery: 10, ...more });
const lossesOf = ({ history }: { history: TrainingRun["history"] }): (readonly number[])[] => [
  history.discriminatorLoss,
  history.generatorLoss,
];
const names = (folder: string): string[] => readdirSync(folder).sort();

test("a run's folder holds what its format says", async () => {
  const recorder = record("whole", { samples: 5 });
  const run = await trainGan(options({ steps: 25, callbacks: [recorder] }));
  assert.equal(recorder.folder, join(runs, "whole"));
  assert.deepEqual(names(recorder.folder), [
    "checkpoints",
    "config.json",
    "metrics.jsonl",
    "result.json",
    "samples",
  ]);
  const loaded = loadRun(recorder.folder);
  assert.deepEqual(loaded.history, run.history);
  assert.deepEqual(loaded.checkpoints, [0, 10, 20, 25]);
  assert.deepEqual(
    loaded.frames.map(({ step }) => step),
    [0, 10, 20, 25],
  );
  assert.deepEqual([loaded.result?.ending, loaded.result?.step], ["finished", 25]);
  assert.equal(loaded.config.data.source?.loader, "mixture2d");
  assert.equal(readFileSync(join(recorder.folder, "metrics.jsonl"), "utf8").split("\n").length, 26);
});

test("N steps, stop, N more in another game are 2N steps, bit for bit", async () => {
  const whole = await trainGan(options({ steps: 46 }));
  const recorder = record("half");
  await trainGan(options({ steps: 23, callbacks: [recorder] }));
  const rest = await resumeRun(recorder.folder, { steps: 23 });
  assert.deepEqual(tensorsOf(rest.game), tensorsOf(whole.game));
  console.log(
    `23 + 23 steps against 46: ${Object.keys(tensorsOf(rest.game)).length} tensors equal ` +
      "bit for bit",
  );
  assert.deepEqual(lossesOf(rest), lossesOf(whole));
  assert.deepEqual(lossesOf(loadRun(recorder.folder)), lossesOf(whole));
  assert.equal(rest.game.step, 46);
  await assert.rejects(
    resumeRun(recorder.folder),
    /has made all of its 46 steps; pass steps: n to make n more/,
  );
  assert.equal(
    (await resumeRun(recorder.folder, { steps: 5 })).game.step,
    51,
    "+5 is always five more",
  );
});

test("a run that stopped before its plan goes on to the plan", async () => {
  const recorder = record("planned");
  const stopper = {
    onStep: ({ stepsDone, stop }: { stepsDone: number; stop: () => void }) =>
      void (stepsDone === 7 && stop()),
  };
  await trainGan(options({ steps: 30, callbacks: [recorder, stopper] }));
  assert.equal(loadRun(recorder.folder).result?.ending, "stopped");
  assert.equal((await resumeRun(recorder.folder)).game.step, 30);
});

test("the first, the last K and the best checkpoints are kept", async () => {
  const values = [9, 5, 2, 4, 3, 8, 7];
  const best = { name: "made up", measure: ({ game }: { game: Game }) => values[game.step / 10]! };
  const recorder = record("kept", { keep: 2, best });
  await trainGan(options({ steps: 60, callbacks: [recorder] }));
  assert.deepEqual(loadRun(recorder.folder).checkpoints, [0, 20, 50, 60]);
  assert.deepEqual(loadRun(recorder.folder).best, { step: 20, name: "made up", value: 2 });
  assert.equal((await loadGame(recorder.folder, { step: "best" })).game.step, 20);
  const every = record("every", { keep: 1, keepEvery: 20 });
  await trainGan(options({ steps: 50, callbacks: [every] }));
  assert.deepEqual(loadRun(every.folder).checkpoints, [0, 20, 40, 50]);
});

test("a last line without its end, of a killed process, is written again", async () => {
  const recorder = record("cut line");
  await trainGan(options({ steps: 13, callbacks: [recorder] }));
  const metrics = join(recorder.folder, "metrics.jsonl");
  for (const missing of [1, 30]) {
    truncateSync(metrics, readFileSync(metrics).length - missing);
    assert.equal(loadRun(recorder.folder).history.step.length, 13, "its checkpoint has the line");
    rmSync(join(recorder.folder, "checkpoints", "step-00000013.safetensors"));
    await resumeRun(recorder.folder, { steps: 3 });
    assert.deepEqual(
      loadRun(recorder.folder).history.step,
      Array.from({ length: 13 }, (_, i) => i + 1),
    );
  }
  assert.ok(!readFileSync(metrics, "utf8").includes("\0"));
  assert.ok(!existsSync(`${metrics}.unreadable`), "half a line of a step to come is no loss");
});

test("a damaged checkpoint is named, and the one before it is used", async (context) => {
  const recorder = record("damaged");
  await trainGan(options({ steps: 30, callbacks: [recorder] }));
  const checkpoint = (step: number): string =>
    join(recorder.folder, "checkpoints", `step-000000${step}.safetensors`);
  truncateSync(checkpoint(30), 400);
  const bytes = readFileSync(checkpoint(20));
  bytes[bytes.length - 3]! ^= 1;
  writeFileSync(checkpoint(20), bytes);
  const warned = context.mock.method(console, "warn", () => undefined);
  const run = await resumeRun(recorder.folder);
  const text = warned.mock.calls.map(({ arguments: [line] }) => String(line)).join("\n");
  assert.match(
    text,
    /step-00000030\.safetensors: the file is damaged: .*cut off\. Using step 10 instead/,
  );
  assert.match(text, /step-00000020\.safetensors: the file is damaged: its checksum is another/);
  const whole = await trainGan(options({ steps: 30 }));
  assert.deepEqual(tensorsOf(run.game), tensorsOf(whole.game));
});

test("a run with nothing sound says what it found", async () => {
  const recorder = record("rotten");
  await trainGan(options({ steps: 3, callbacks: [recorder] }));
  for (const name of readdirSync(join(recorder.folder, "checkpoints")))
    truncateSync(join(recorder.folder, "checkpoints", name), 9);
  await assert.rejects(
    resumeRun(recorder.folder),
    /expected a checkpoint in .*, found only ones that cannot be used: .*step-00000003/,
  );
  await assert.rejects(
    resumeRun(join(runs, "nowhere")),
    /expected a run with a config.json at .*nowhere/,
  );
  const file = readFileSync(join(recorder.folder, "config.json"), "utf8");
  const { crc32, ...config } = JSON.parse(file) as Record<string, unknown>;
  assert.match(String(crc32), /^[0-9a-f]{8}$/);
  writeFileSync(join(recorder.folder, "config.json"), JSON.stringify({ ...config, version: 3 }));
  assert.throws(
    () => loadRun(recorder.folder),
    /config\.json: expected version 1 or 2, received 3; it was written by another ganbook/,
  );
});

test("a fork from any step plays the run's own past and then another future", async () => {
  const recorder = record("past", { checkpointEvery: 1000 });
  const change = {
    onStep: ({ game }: { game: Game }) => {
      if (game.step === 5) setLearningRate(game, "generator", 2e-3);
    },
  };
  await trainGan(options({ steps: 20, callbacks: [recorder, change] }));
  const { game } = await loadGame(recorder.folder, { step: 12 });
  const whole = options({ steps: 12, callbacks: [change] });
  assert.deepEqual(
    tensorsOf(game),
    tensorsOf((await trainGan(whole)).game),
    "replayed with the rates of then",
  );
  const fork = await forkRun(recorder.folder, {
    from: 12,
    steps: 4,
    newLoss: "minimax",
    learningRate: 1e-4,
  });
  assert.equal(fork.folder, join(runs, "past-fork"));
  const { config, history } = loadRun(fork.folder);
  assert.deepEqual(config.parent, { folder: recorder.folder, step: 12 });
  assert.equal(config.game.loss, "minimax");
  assert.deepEqual(history.generatorLearningRate, [
    ...Array<number>(5).fill(1e-3),
    ...Array<number>(7).fill(2e-3),
    ...Array<number>(4).fill(1e-4),
  ]);
  assert.equal(loadRun(recorder.folder).history.step.length, 20, "the old run is untouched");
  await assert.rejects(
    forkRun(recorder.folder, { from: 50, steps: 1 }),
    /expected a step up to 20, the last that was recorded, received 50/,
  );
});

test("names are never overwritten; the same recorder goes on with the same game", async () => {
  const recorder = record("name");
  const run = await trainGan(options({ steps: 4, callbacks: [recorder] }));
  await trainGan({
    game: run.game,
    data: smallData,
    batchSize: 20,
    steps: 4,
    callbacks: [recorder],
  });
  assert.deepEqual(loadRun(recorder.folder).history.step.length, 8);
  const other = record("name");
  await trainGan(options({ steps: 1, callbacks: [other] }));
  assert.deepEqual([recorder.folder, other.folder], [join(runs, "name"), join(runs, "name-2")]);
  assert.throws(
    () => recordRun("../up"),
    /recordRun: option "name": expected a name of letters, digits/,
  );
  assert.throws(() => recordRun("a", { keep: 0 }), /option "keep": expected a value >= 1/);
});

test("data and losses of one's own have to be given again, and must be the same", async () => {
  const own = createDataset({ name: "own", samples: smallData.samples.slice(), shape: [2] });
  const loss = { ...minimaxLoss, name: "mine" };
  const recorder = record("own");
  await trainGan(options({ steps: 4, data: own, loss, callbacks: [recorder] }));
  await assert.rejects(
    resumeRun(recorder.folder, { steps: 1 }),
    /expected the run's data "own" in the options/,
  );
  await assert.rejects(
    resumeRun(recorder.folder, { steps: 1, data: mixture2d({ size: 200, seed: 2 }) }),
    /expected the data that the run was played with, "own"/,
  );
  await assert.rejects(
    resumeRun(recorder.folder, { steps: 1, data: own }),
    /expected the run's own loss "mine" in the options, received none/,
  );
  assert.equal((await resumeRun(recorder.folder, { steps: 1, data: own, loss })).game.step, 5);
});

test("sentences of other words in the same places are other data", async () => {
  const data = encodeSentences(["a b", "b a", "a a", "b"]);
  const sampleShape = data.shape as [number, number];
  const recorder = record("text");
  await trainGan({
    generator: buildGenerator("text", { sampleShape }),
    discriminator: buildDiscriminator("text", { sampleShape }),
    data,
    batchSize: 2,
    steps: 1,
    callbacks: [recorder],
  });
  const vocabulary = ["c", "d", ""];
  await assert.rejects(
    resumeRun(recorder.folder, { steps: 1, data: { ...data, vocabulary } }),
    /expected the words that the run was played with, received other words in the same places/,
  );
  assert.equal((await resumeRun(recorder.folder, { steps: 1, data })).game.step, 2);
});

test("a run that another living process plays cannot be resumed", async () => {
  const recorder = record("locked");
  await trainGan(options({ steps: 2, callbacks: [recorder] }));
  writeFileSync(join(recorder.folder, "lock"), `${process.ppid}\n`);
  await assert.rejects(
    resumeRun(recorder.folder, { steps: 1 }),
    /is being played by process \d+: stop it first/,
  );
  writeFileSync(join(recorder.folder, "lock"), "999999999\n");
  assert.equal((await resumeRun(recorder.folder, { steps: 1 })).game.step, 3);
  assert.equal(existsSync(join(recorder.folder, "lock")), false);
});

test("where nothing can be written training goes on or stops, as chosen", async (context) => {
  const said = context.mock.method(console, "error", () => undefined);
  const breaking = (folder: () => string): object => ({
    onStep({ stepsDone }: { stepsDone: number }) {
      if (stepsDone !== 12) return;
      rmSync(join(folder(), "checkpoints"), { recursive: true });
      writeFileSync(join(folder(), "checkpoints"), "a file where the folder was");
    },
  });
  const goesOn = record("goes on");
  const run = await trainGan(
    options({ steps: 25, callbacks: [goesOn, breaking(() => goesOn.folder)] }),
  );
  assert.equal(run.ending, "finished");
  assert.equal(loadRun(goesOn.folder).history.step.length, 25);
  const stops = record("stops", { onWriteError: "stop" });
  const stopped = await trainGan(
    options({ steps: 25, callbacks: [stops, breaking(() => stops.folder)] }),
  );
  assert.deepEqual([stopped.ending, stopped.game.step], ["stopped", 20]);
  const text = said.mock.calls.map(({ arguments: [line] }) => String(line)).join("\n");
  assert.match(
    text,
    /goes on: could not write .*step-00000020.*Training goes on; it is tried again/,
  );
  assert.match(
    text,
    /stops: could not write .*Training stops; the game is in memory\. What was saved is whole/,
  );
  mkdirSync(join(runs, "blocked"));
  writeFileSync(join(runs, "blocked", "runs"), "");
  const blocked = recordRun("x", { runs: join(runs, "blocked", "runs") });
  await assert.rejects(
    trainGan(options({ steps: 1, callbacks: [blocked] })),
    /recordRun: could not make .*blocked\/runs\/x: E(NOTDIR|EXIST).*choose another place with/,
  );
});

test("the numbers of a game that diverged come back", async () => {
  const recorder = record("diverged", { checkpointEvery: 1 });
  const run = await trainGan(options({ learningRate: 1e30, steps: 50, callbacks: [recorder] }));
  const { history, checkpoints, result } = loadRun(recorder.folder);
  assert.equal(result?.ending, "diverged");
  assert.deepEqual(history, run.history);
  assert.ok(checkpoints.at(-1)! < run.game.step);
  const { game } = await loadGame(recorder.folder);
  assert.ok(
    game.generator.getWeights().every((weight) => weight.dataSync().every(Number.isFinite)),
  );
});

test("a run that goes on keeps the best checkpoint that it ended with", async () => {
  const measured = (name: string, value: (step: number) => number): BestMeasure => ({
    name,
    measure: ({ game }: TrainingState) => value(game.step),
  });
  const falling = measured("falling", (step) => 100 - step);
  const recorder = record("keeps-best", { best: falling });
  await trainGan(options({ steps: 20, callbacks: [recorder] }));
  assert.deepEqual(loadRun(recorder.folder).best, { step: 20, name: "falling", value: 80 });
  await resumeRun(recorder.folder, { steps: 5 });
  assert.equal(loadRun(recorder.folder).best!.step, 20);
  const other = measured("other", () => 1000);
  await resumeRun(recorder.folder, { steps: 5, best: other });
  assert.deepEqual(loadRun(recorder.folder).best, { step: 30, name: "other", value: 1000 });
});
