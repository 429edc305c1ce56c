// What an attacker has found: each of these once lost something, or said what was not true.
import assert from "node:assert/strict";
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { before, test, type TestContext } from "node:test";
import * as tf from "@tensorflow/tfjs";
import {
  createGame,
  doctor,
  loadGame,
  mixture2d,
  recordRun,
  resumeRun,
  startRuntime,
  trainGan,
  type Game,
  type GameOptions,
  type RecordRunOptions,
  type TrainingState,
} from "../../src/index";
import { compareRuns, forkRun, loadRun } from "../../src/runs";
import { namedLoss } from "../../src/train";
import { smallData, smallGame, tensorsOf } from "../support/smallGame";
import { temporaryFolder } from "../support/temporary";

before(() => startRuntime({ print: false }));

const runs = temporaryFolder();
const record = (name: string, more: RecordRunOptions = {}): ReturnType<typeof recordRun> =>
  recordRun(name, { runs, checkpointEvery: 5, samples: 4, ...more });
const upTo = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1);
function listen(context: TestContext): string[] {
  const said: string[] = [];
  for (const level of ["warn", "error"] as const)
    context.mock.method(console, level, (text: unknown) => void said.push(String(text)));
  return said;
}

test("a rollback to the very beginning takes back all steps", async (context) => {
  listen(context);
  const weight = tf.variable(tf.scalar(1), false);
  const loss = {
    name: "mine",
    discriminator: (real: tf.Tensor, fake: tf.Tensor) => tf.sub(tf.mean(fake), tf.mean(real)),
    generator: (fake: tf.Tensor) => tf.neg(tf.mul(weight, tf.mean(fake))),
  };
  let rounds = 0;
  const spoil = {
    onStep: (state: TrainingState) => {
      weight.assign(tf.scalar(++rounds === 7 ? NaN : 1));
      if (rounds === 11) state.stop();
    },
  };
  const recorder = record("back to 0");
  const callbacks = [spoil, doctor({ onNaN: "rollback", print: false }), recorder];
  const { game } = await trainGan(smallGame({ loss, steps: 20, callbacks }));
  const { history, problems } = loadRun(recorder.folder);
  assert.deepEqual([history.step, problems], [upTo(game.step), []]);
  assert.ok(game.step < 8, `the rollback was played: ${game.step}`);
});

test("the same recorder refuses other data or another batch size", async () => {
  const game = createGame(playersOf());
  const recorder = record("same");
  const play = (more: object): Promise<unknown> =>
    trainGan({ game, data: smallData, steps: 4, batchSize: 20, callbacks: [recorder], ...more });
  await play({});
  await assert.rejects(
    play({ batchSize: 10 }),
    /the batch size that the run was played with, 20, received 10; record it as another run/,
  );
  await assert.rejects(
    play({ data: mixture2d({ size: 200, seed: 9 }) }),
    /expected the data that the run was played with/,
  );
  await play({});
  assert.equal(loadRun(recorder.folder).history.step.length, 8);
});

test("where best.json cannot be read, no checkpoint is deleted", async (context) => {
  const said = listen(context);
  const measure = ({ game }: { game: Game }): number => (game.step === 10 ? 0 : 1);
  const recorder = record("best", { best: { name: "q", measure } });
  await trainGan(smallGame({ steps: 30, callbacks: [recorder] }));
  const before = loadRun(recorder.folder).checkpoints;
  truncateSync(join(recorder.folder, "best.json"), 20);
  await resumeRun(recorder.folder, { steps: 10, best: { name: "q", measure } });
  const after = loadRun(recorder.folder).checkpoints;
  for (const step of before) assert.ok(after.includes(step), `${step} of ${after.join()}`);
  assert.match(
    said.join("\n"),
    /best\.json.*Set aside.*none of the checkpoints that are there is deleted/,
  );
});

test("a version 1 run's loss is taken for the library's with a word", async (context) => {
  const said = listen(context);
  const loss = { ...namedLoss("hinge")!, generator: (fake: tf.Tensor) => tf.mul(5, tf.mean(fake)) };
  const recorder = record("version 1");
  await trainGan(smallGame({ loss, steps: 5, callbacks: [recorder] }));
  const path = join(recorder.folder, "config.json");
  const { crc32, own, notes, firstWeights, ...old } = JSON.parse(
    readFileSync(path, "utf8"),
  ) as Record<string, unknown>;
  assert.ok(crc32 && own && notes && firstWeights);
  writeFileSync(path, JSON.stringify({ ...old, version: 1 }));
  await loadGame(recorder.folder);
  assert.match(
    said.join("\n"),
    /version 1.*does not say whether its loss "hinge" is the library's/,
  );
  const { game } = await resumeRun(recorder.folder, { steps: 5, loss });
  const whole = await trainGan(smallGame({ steps: 10, loss }));
  assert.deepEqual(tensorsOf(game), tensorsOf(whole.game));
  assert.equal(loadRun(recorder.folder).config.own.loss, true, "now the run knows");
  const ours = record("ours");
  await trainGan(smallGame({ loss: "hinge", steps: 5, callbacks: [ours] }));
  await assert.rejects(
    resumeRun(ours.folder, { steps: 1, loss }),
    /expected the library's loss "hinge" \(leave the option out\), received your own/,
  );
});

test("a folder that is moved while it is played is not made anew", async (context) => {
  const said = listen(context);
  const recorder = record("moved");
  const mover = {
    onStep: ({ stepsDone }: TrainingState) => {
      if (stepsDone === 7) renameSync(recorder.folder, `${recorder.folder} elsewhere`);
    },
  };
  await trainGan(smallGame({ steps: 12, callbacks: [mover, recorder] }));
  assert.ok(!existsSync(recorder.folder), "nothing is written where the run is no more");
  assert.equal(recorder.unsaved?.step, 12);
  assert.match(said.join("\n"), /moved or deleted while/);
  assert.match(said.join("\n"), /NOT SAVED: the state of step 12/);
  assert.ok(loadRun(`${recorder.folder} elsewhere`).checkpoints.includes(5));
});

test("a fork keeps its parent's notes and first weights", async () => {
  const recorder = record("with notes", { notes: { author: "me" } });
  await trainGan(smallGame({ steps: 5, callbacks: [recorder] }));
  const { config } = loadRun((await forkRun(recorder.folder, { from: 5, steps: 2 })).folder);
  assert.deepEqual(config.notes, { author: "me" });
  assert.deepEqual(config.firstWeights, loadRun(recorder.folder).config.firstWeights);
});

test("loadRun lists only checkpoints that can be read", async (context) => {
  listen(context);
  const recorder = record("checkpoints");
  await trainGan(smallGame({ steps: 10, callbacks: [recorder] }));
  const place = join(recorder.folder, "checkpoints");
  for (const name of readdirSync(place).slice(1)) truncateSync(join(place, name), 1000);
  const { checkpoints, problems } = loadRun(recorder.folder);
  assert.deepEqual(checkpoints, [0]);
  assert.equal(problems.filter((text) => /checkpoint .*damaged/.test(text)).length, 2);
  rmSync(place, { recursive: true });
  assert.match(
    loadRun(recorder.folder).problems.join("\n"),
    /checkpoints: ENOENT|checkpoints is missing/,
  );
  rmSync(join(recorder.folder, "samples"), { recursive: true });
  writeFileSync(join(recorder.folder, "samples"), "");
  assert.match(loadRun(recorder.folder).problems.join("\n"), /samples: ENOTDIR/);
});

test("what cannot be kept as JSON is no note; comparing goes on", async (context) => {
  const said = listen(context);
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  for (const notes of [{ x: 10n }, circle, { x: () => 1 }, { toJSON: () => 5 }])
    assert.throws(() => record("notes", { notes }), /recordRun: option "notes": expected JSON/);
  const failing = record("failing");
  const spoiled = { ...mixture2d({ size: 200 }), source: { loader: "nowhere", options: {} } };
  await assert.rejects(trainGan(smallGame({ steps: 1, data: spoiled, callbacks: [failing] })));
  assert.ok(!existsSync(failing.folder), "nothing is left of it");
  const recorder = record("sound");
  await trainGan(smallGame({ steps: 1, callbacks: [recorder] }));
  const compared = compareRuns([join(runs, "nothing"), recorder.folder]);
  assert.deepEqual(
    compared.rows.map(({ run }) => run),
    [recorder.folder],
  );
  assert.match(said.join("\n"), /expected a run with a config\.json at .*nothing/);
  assert.throws(() => compareRuns([join(runs, "nothing")]), /expected a run/);
});

test("a measure that gives no number, or throws, is said", async (context) => {
  const said = listen(context);
  const odd: [() => unknown, RegExp][] = [
    [() => "7", /the measure "q": expected a finite number, received "7"/],
    [() => NaN, /the measure "q": expected a finite number, received NaN/],
    [() => fail(null), /null/],
  ];
  for (const [i, [measure, message]] of odd.entries()) {
    said.length = 0;
    const best = { name: "q", measure: measure as () => number };
    const recorder = record(`measure ${i}`, { best });
    const { ending } = await trainGan(smallGame({ steps: 6, callbacks: [recorder] }));
    assert.equal(ending, "finished");
    assert.match(said.join("\n"), message);
    assert.equal(recorder.unsaved, undefined);
  }
});

/** Throws what is no error. */
function fail(thrown: unknown): never {
  throw thrown;
}

function playersOf(): GameOptions {
  const { generator, discriminator } = smallGame() as GameOptions;
  return { generator, discriminator };
}
