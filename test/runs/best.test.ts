import assert from "node:assert/strict";
import { test } from "node:test";
import { isBetter } from "../../src/runs/best";

test("lower is better unless higher is asked for; equals and no numbers never are", () => {
  const known = { step: 1, name: "distance", value: 2 };
  const cases: [value: number, better: "lower" | "higher" | undefined, expected: boolean][] = [
    [1, undefined, true],
    [1, "lower", true],
    [1, "higher", false],
    [3, undefined, false],
    [3, "lower", false],
    [3, "higher", true],
    [2, "lower", false],
    [2, "higher", false],
    [NaN, "lower", false],
    [Infinity, "higher", false],
    [-Infinity, "lower", false],
  ];
  for (const [value, better, expected] of cases)
    assert.equal(isBetter(value, known, better), expected, `${value}, ${better}`);
  assert.equal(isBetter(5, undefined, "lower"), true, "the first one is the best so far");
});
