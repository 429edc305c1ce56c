import assert from "node:assert/strict";
import { test } from "node:test";
import { formatInterval, formatShare } from "../../src/measure";

test("intervals are written out, shares in per cent", () => {
  const interval = { mean: 0.1424, low: -0.25, high: 0.545 };
  assert.equal(formatInterval(interval), "0.14, 95 %: -0.25 … 0.55");
  assert.equal(formatInterval(interval, 3), "0.142, 95 %: -0.250 … 0.545");
  assert.equal(
    formatShare({ mean: 0.9925, low: 0.98774, high: 1 }),
    "99.25 %, 95 %: 98.77 … 100.00",
  );
  assert.equal(formatShare({ mean: 0.5, low: 0.4, high: 0.6 }, 0), "50 %, 95 %: 40 … 60");
});
