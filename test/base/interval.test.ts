import assert from "node:assert/strict";
import { test } from "node:test";
import { meanInterval, shareInterval } from "../../src/base/interval";
import { assertClose } from "../support/numbers";

test("a mean's interval is Student's, with the t of printed tables", () => {
  // t(0.975) of 3 degrees of freedom is 3.182446; the deviation of 1, 2, 3, 4 is sqrt(5 / 3).
  const half = (3.182446 * Math.sqrt(5 / 3)) / 2;
  const { mean, low, high } = meanInterval([1, 2, 3, 4]);
  assertClose([mean, low, high], [2.5, 2.5 - half, 2.5 + half], 1e-6);
  // t(0.975) of 1 is 12.706205
  const pair = meanInterval([0, 2]);
  assertClose([pair.mean, pair.low, pair.high], [1, 1 - 12.706205, 1 + 12.706205], 1e-6);
  assert.deepEqual(meanInterval([5]), { mean: 5, low: -Infinity, high: Infinity });
});

test("a share's interval is Wilson's, as Newcombe printed it", () => {
  // https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I, 3
  const printed: [hits: number, trials: number, low: number, high: number][] = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ];
  for (const [hits, trials, low, high] of printed) {
    const interval = shareInterval(hits, trials);
    assert.equal(interval.mean, hits / trials);
    assertClose([interval.low, interval.high], [low, high], 5.1e-5);
  }
});

test("a share of nothing, or of more than all, is none", () => {
  for (const [hits, trials] of [
    [5, 3],
    [0, 0],
    [3, -1],
    [-1, 3],
    [NaN, 3],
  ] as const)
    assert.throws(() => shareInterval(hits, trials), /shareInterval: expected 0 to /);
});
