import assert from "node:assert/strict";
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { before, test, type TestContext } from "node:test";
import {
  buildGenerator,
  loadGame,
  recordRun,
  resumeRun,
  startRuntime,
  trainGan,
  type Game,
  type RecordRunOptions,
} from "../../src/index";
import { forkRun, loadRun } from "../../src/runs";
import { smallGame, tensorsOf } from "../support/smallGame";
import { temporaryFolder } from "../support/temporary";

before(() => startRuntime({ print: false }));

const runs = temporaryFolder();
const record = (name: string, more: RecordRunOptions = {}): ReturnType<typeof recordRun> =>
  recordRun(name, { runs, checkpointEvery: 10, samples: 4, ...more });
const upTo = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1);

/** Records 30 steps. Returns the folder. */
async function recorded(name: string, more: RecordRunOptions = {}): Promise<string> {
  const recorder = record(name, more);
  await trainGan(smallGame({ steps: 30, callbacks: [recorder] }));
  return recorder.folder;
}

/** Why those that failed did. */
const reasonsOf = (outcomes: readonly PromiseSettledResult<unknown>[]): string[] =>
  outcomes.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));

/** What is said on the console from now on. */
function listen(context: TestContext): string[] {
  const said: string[] = [];
  for (const level of ["warn", "error"] as const)
    context.mock.method(console, level, (text: unknown) => void said.push(String(text)));
  return said;
}

test("a line that cannot be read is named and set aside; all others stay", async (context) => {
  const folder = await recorded("bad line");
  const path = join(folder, "metrics.jsonl");
  const lines = readFileSync(path, "utf8").split("\n");
  lines[4] = lines[4]!.replace(":", ";");
  lines.splice(8, 2);
  const damaged = lines.join("\n");
  writeFileSync(path, damaged);
  const said = listen(context);
  const { history, problems } = loadRun(folder);
  assert.deepEqual(
    history.step,
    upTo(30).filter((step) => ![5, 9].includes(step)),
    "step 10 is in its checkpoint",
  );
  assert.match(problems.join("\n"), /metrics\.jsonl: cannot read line 5$/m);
  assert.match(problems.join("\n"), /the numbers of steps 5, 9 are missing/);
  await resumeRun(folder, { steps: 10 });
  assert.match(said.join("\n"), /cannot read line 5\. Set aside as .*metrics\.jsonl\.unreadable/);
  assert.equal(readFileSync(`${path}.unreadable`, "utf8"), damaged);
  assert.deepEqual(
    loadRun(folder).history.step,
    upTo(40).filter((step) => ![5, 9].includes(step)),
  );
});

test("a step that is written twice counts once, by its later line", async () => {
  const folder = await recorded("twice");
  const path = join(folder, "metrics.jsonl");
  const lines = readFileSync(path, "utf8").trim().split("\n");
  writeFileSync(path, [...lines, lines[7], '{"back":28}', ""].join("\n"));
  const { history, problems } = loadRun(folder);
  assert.deepEqual(history.step, [...upTo(28), 30], "the line of step 30 is in its checkpoint");
  assert.match(problems.join("\n"), /steps 29 are missing/);
});

test("a sound checkpoint of other players is named", async (context) => {
  const folder = await recorded("mixed up");
  const other = record("of others");
  const wide = { hiddenUnits: [9], seed: 2 };
  await trainGan(
    smallGame({ generator: buildGenerator("mlp", wide), steps: 30, callbacks: [other] }),
  );
  const [newest, before] = [30, 20].map((step) => `checkpoints/step-000000${step}.safetensors`);
  cpSync(join(other.folder, newest!), join(folder, newest!));
  const said = listen(context);
  assert.equal((await loadGame(folder)).game.step, 20);
  assert.match(
    said.join("\n"),
    /step-00000030.*expected a state of the same players.*Using step 20/,
  );
  renameSync(join(folder, before!), join(folder, newest!));
  assert.equal((await loadGame(folder)).game.step, 10);
  assert.match(
    said.join("\n"),
    /step-00000030.*expected the state of step 30, received that of step 20/,
  );
});

test("a picture that cannot be written keeps nothing else from the disk", async (context) => {
  const said = listen(context);
  const recorder = record("no pictures");
  const breaking = {
    onStep({ stepsDone }: { stepsDone: number }) {
      if (stepsDone !== 5) return;
      rmSync(join(recorder.folder, "samples"), { recursive: true });
      writeFileSync(join(recorder.folder, "samples"), "a file where the folder was");
    },
  };
  await trainGan(smallGame({ steps: 30, callbacks: [recorder, breaking] }));
  const { checkpoints, history, result } = loadRun(recorder.folder);
  assert.deepEqual([checkpoints, history.step], [[0, 10, 20, 30], upTo(30)]);
  assert.match(result!.writeProblem!, /samples/);
  assert.equal(said.filter((text) => text.includes("could not write")).length, 3, "once a picture");
  assert.equal(recorder.unsaved, undefined, "what is needed to go on is there");
});

test("settings that decide what is deleted are whole, or have their defaults", async () => {
  const folder = await recorded("no keep");
  const path = join(folder, "config.json");
  const change = (recorder: object): void => {
    const { crc32, ...config } = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    assert.ok(crc32);
    writeFileSync(path, JSON.stringify({ ...config, recorder }));
  };
  change({ checkpointEvery: 10, samples: 4, seed: 0 });
  await resumeRun(folder, { steps: 20 });
  assert.deepEqual(loadRun(folder).checkpoints, [0, 30, 40, 50], "the default, 3");
});

test("nothing is deleted unless the newest checkpoint that stays can be read", async (context) => {
  const said = listen(context);
  const place = join(runs, "lying disk", "checkpoints");
  const best = {
    name: "a disk that lies",
    measure: ({ game }: { game: Game }) => {
      const newest = readdirSync(place).sort().at(-1)!;
      if (game.step === 20) writeFileSync(join(place, newest), "not what was written");
      return 1;
    },
  };
  const recorder = record("lying disk", { keep: 1, best });
  await trainGan(smallGame({ steps: 20, callbacks: [recorder] }));
  assert.equal(readdirSync(place).length, 3, "nothing was deleted");
  assert.deepEqual(loadRun(recorder.folder).checkpoints, [0, 10], "those that can be read");
  assert.match(said.join("\n"), /step-00000020\.safetensors: the file is damaged/);
  assert.equal((await loadGame(recorder.folder)).game.step, 10);
});

test("a run is played by one training at a time, also within a process", async () => {
  const folder = await recorded("at once");
  const [first, second] = await Promise.allSettled([
    resumeRun(folder, { steps: 5 }),
    resumeRun(`${folder}/`, { steps: 5 }),
  ]);
  const refused = reasonsOf([first, second]);
  assert.equal(refused.length, 1);
  assert.match(refused[0]!, /being played by another training of this process.*stop it.*`await`/);
  assert.deepEqual(loadRun(folder).history.step, upTo(35));
  assert.ok(!existsSync(join(folder, "lock")));
  await resumeRun(folder, { steps: 1 });
});

test("a recorder records one training at a time", async () => {
  const recorder = record("one recorder");
  const both = await Promise.allSettled([
    trainGan(smallGame({ steps: 5, callbacks: [recorder] })),
    trainGan(smallGame({ steps: 5, callbacks: [recorder] })),
  ]);
  const refused = reasonsOf(both);
  assert.equal(refused.length, 1);
  assert.match(refused[0]!, /a recorder of its own for each training/);
  assert.deepEqual(loadRun(recorder.folder).history.step, upTo(5));
  const [a, b] = [record("same name"), record("same name")];
  await Promise.all([a, b].map((one) => trainGan(smallGame({ steps: 3, callbacks: [one] }))));
  assert.notEqual(a.folder, b.folder);
});

test("going back is asked for by name: resumeRun knows no step", async () => {
  const folder = await recorded("ahead");
  const before = readFileSync(join(folder, "metrics.jsonl"), "utf8");
  const typo = { step: 15 } as object;
  await assert.rejects(
    resumeRun(folder, typo),
    /resumeRun: unknown option "step"; did you mean "steps"\? Known options: .*steps/,
  );
  await assert.rejects(loadGame(folder, { Step: 15 } as object), /loadGame: unknown option "Step"/);
  const fork = { from: 10, steps: 3, learningrate: 1 } as { from: number; steps: number };
  await assert.rejects(forkRun(folder, fork), /forkRun: unknown option "learningrate"/);
  assert.equal(readFileSync(join(folder, "metrics.jsonl"), "utf8"), before);
  assert.equal((await forkRun(`${folder}/`, { from: 10, steps: 3 })).folder, `${folder}-fork`);
});

test("a fork with another loss shares nothing with its parent", async () => {
  const folder = await recorded("parent");
  const before = tensorsOf((await loadGame(folder)).game);
  const [same, other] = [
    await forkRun(folder, {
      from: 20,
      steps: 10,
      newLoss: "relativistic-paired + R1(0.1) + R2(0.1)",
    }),
    await forkRun(folder, { from: 20, steps: 10, newLoss: "hinge" }),
  ];
  assert.deepEqual(tensorsOf(same.game), before, "the run's own loss by another way");
  assert.notDeepEqual(tensorsOf(other.game), before);
  assert.deepEqual(tensorsOf((await loadGame(folder)).game), before);
});
