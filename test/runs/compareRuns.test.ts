import assert from "node:assert/strict";
import { test } from "node:test";
import { sortRows, type RunComparison } from "../../src/runs/compareRuns";

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
