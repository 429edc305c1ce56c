import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { doctor } from "../../src/doctor/doctor";
import { hasDiverged, trainGan } from "../../src/train/trainGan";
import { loadRun } from "../../src/runs/loadRun";
import { recordRun } from "../../src/runs/recordRun";
import { rules } from "../../src/doctor/rules";
import { settle } from "../support/collect";
import { temporaryFolder } from "../support/temporary";
import { startRuntime } from "../../src/runtime/start";
import { broken, healthy, type Exhibit } from "./gallery";

before(() => startRuntime({ print: false }));

/** The names of what the doctor finds in a whole run, in the order of causes. */
async function examine({ game, data, steps, batchSize, holdout }: Exhibit): Promise<string[]> {
  const watcher = doctor({ every: 250, print: false, ...(holdout && { holdout }) });
  await trainGan({ game: game(), data, steps, batchSize, callbacks: [watcher] });
  const found = new Set(watcher.findings.map(({ name }) => name));
  for (const { says, cause, fix, evidence, lesson } of watcher.findings) {
    assert.ok(says && cause && fix && lesson);
    assert.ok(Object.keys(evidence).length > 0, "every finding has its evidence");
  }
  return [...found];
}

test("a doctor keeps no copy of the weights when the game has ended", async () => {
  const exhibit = healthy.find(({ data }) => data.shape.length === 3)!;
  const kept = (): number => process.memoryUsage().arrayBuffers;
  const watcher = doctor({ print: false });
  const before = await settle(kept);
  await trainGan({ game: exhibit.game(), data: exhibit.data, steps: 2, callbacks: [watcher] });
  assert.ok((await settle(kept)) < before + 2 ** 20);
  assert.ok(watcher.findings);
});

test("22 healthy games: no alarm", async () => {
  assert.equal(healthy.length, 22);
  const alarms: string[] = [];
  for (const exhibit of healthy) {
    const found = await examine(exhibit);
    if (found.length) alarms.push(`${exhibit.name}: ${found.join(", ")}`);
  }
  console.log(`${healthy.length} healthy games, ${alarms.length} false alarms`);
  assert.deepEqual(alarms, []);
});

test("every broken game in the gallery is named, and nothing that it does not have", async () => {
  const wrong: string[] = [];
  for (const exhibit of broken) {
    const found = await examine(exhibit);
    console.log(`${exhibit.name}: ${found.join(", ")}`);
    const { name, finding, also = [] } = exhibit;
    const isRight = found[0] === finding && found.slice(1).every((one) => also.includes(one));
    if (!isRight)
      wrong.push(
        `${name}: expected ${[finding, ...also].join(", ")}, received ${found.join(", ")}`,
      );
  }
  console.log(`${broken.length - wrong.length} of ${broken.length} broken games named`);
  assert.deepEqual(wrong, []);
});

const fragile = (): Exhibit => broken.find(({ finding }) => finding === "not-finite")!;

test("NaN: the first number and its step are named; the run stops, or goes back", async () => {
  const { game, data, batchSize } = fragile();
  const stopping = doctor({ print: false });
  const stopped = await trainGan({
    game: game(),
    data,
    batchSize,
    steps: 300,
    callbacks: [stopping],
  });
  assert.equal(stopped.ending, "diverged");
  assert.equal(stopping.findings[0]!.evidence.step, stopped.game.step);
  assert.match(String(stopping.findings[0]!.evidence.numbers), /discriminatorLoss (Infinity|NaN)/);
  assert.match(
    String(stopping.findings[0]!.evidence.weights),
    /^generator\/.*kernel, .* and \d+ more$/,
  );

  for (const order of ["doctor first", "recorder first"]) {
    const recorder = recordRun(order, { runs: temporaryFolder(), checkpointEvery: 5 });
    const rolling = doctor({ every: 5, onNaN: "rollback", print: false });
    const callbacks = order === "doctor first" ? [rolling, recorder] : [recorder, rolling];
    const run = await trainGan({ game: game(), data, batchSize, steps: 100, callbacks });
    assert.equal(run.ending, "finished", order);
    assert.equal(run.game.step, 100);
    assert.equal(hasDiverged(run.history), false);
    assert.deepEqual(
      run.history.step,
      Array.from({ length: 100 }, (_, i) => i + 1),
    );
    assert.ok(run.history.discriminatorLearningRate.at(-1)! < 1e-3, "the rate was halved");
    assert.ok(run.history.discriminatorLoss.every(Number.isFinite));
    assert.deepEqual(loadRun(recorder.folder).history, run.history, "the record has the same past");
  }
});

test("every finding has its lesson", () => {
  const notebook = JSON.parse(readFileSync("notebooks/07-keep-go-on-and-repair.ipynb", "utf8")) as {
    cells: { source: string[] }[];
  };
  const headings = notebook.cells.flatMap(({ source }) =>
    source.map((line) => /^### (\S+)$/.exec(line.trim())?.[1]),
  );
  assert.deepEqual(headings.filter(Boolean).sort(), rules.map(({ name }) => name).sort());
});

test("a wrong option is refused", () => {
  assert.throws(
    () => doctor({ onNaN: "pray" as "stop" }),
    /doctor: option "onNaN": expected one of "stop", "rollback"/,
  );
});
