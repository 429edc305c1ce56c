import assert from "node:assert/strict";
import { before, test } from "node:test";
import { compareRuns, sortRows, type RunComparison } from "../../src/runs/compareRuns";
import { loadRun } from "../../src/runs/loadRun";
import { recordRun } from "../../src/runs/recordRun";
import { startRuntime } from "../../src/runtime/start";
import { trainGan } from "../../src/train/trainGan";
import { smallGame } from "../support/smallGame";
import { temporaryFolder } from "../support/temporary";

before(() => startRuntime({ print: false }));

const comparison: RunComparison = {
  settings: ["loss", "rate"],
  results: ["best frechet"],
  rows: [
    { run: "none", values: { loss: "b", rate: 3 } },
    { run: "far", values: { loss: "a10", rate: 1, "best frechet": 10 } },
    { run: "lost", values: { loss: "a9", rate: 2, "best frechet": NaN } },
    { run: "near", values: { loss: "c", "best frechet": 2 } },
  ],
};
const order = (by: string, descending: boolean): string[] =>
  sortRows(comparison, by, descending).rows.map(({ run }) => run);

test("rows are sorted by numbers as numbers, by words with their numbers", () => {
  assert.deepEqual(order("best frechet", false), ["near", "far", "none", "lost"]);
  assert.deepEqual(order("best frechet", true), ["far", "near", "none", "lost"]);
  assert.deepEqual(order("rate", true), ["none", "lost", "far", "near"]);
  assert.deepEqual(order("loss", false), ["lost", "far", "none", "near"]);
  assert.throws(() => order("speed", false), /"loss", "rate", "best frechet", received "speed"/);
});

test("the losses of a run are means of its last 100 steps", async () => {
  const recorder = recordRun("compared", { runs: temporaryFolder(), checkpointEvery: 1000 });
  await trainGan(smallGame({ steps: 120, callbacks: [recorder] }));
  const { generatorLoss } = loadRun(recorder.folder).history;
  const last = generatorLoss.slice(-100);
  const mean = last.reduce((sum, loss) => sum + loss, 0) / last.length;
  const [row] = compareRuns([recorder.folder]).rows;
  assert.equal(row!.values.generatorLoss, Number(mean.toPrecision(4)));
});
