import assert from "node:assert/strict";
import { test } from "node:test";
import { meanInterval } from "../../src/base/interval";
import { plotDuel } from "../../src/plot/duel";

const history = (
  generatorLoss: number[],
): Parameters<typeof plotDuel>[0]["a"]["histories"][number] => ({
  step: generatorLoss.map((_, i) => i + 1),
  generatorLoss,
  discriminatorLoss: [],
  realScore: [],
  fakeScore: [],
});

test("the difference of each step, seed by seed, with its interval", () => {
  const a = { name: "A", histories: [history([1, 2]), history([1, 4])] };
  const b = { name: "B", histories: [history([2, 2]), history([4, 8])] };
  const { data, layout } = plotDuel({ a, b });
  const [first, second] = [meanInterval([1, 3]), meanInterval([0, 4])];
  assert.deepEqual(
    data.slice(0, 3).map(({ y }) => y),
    [
      [first.mean, second.mean],
      [first.low, second.low],
      [first.high, second.high],
    ],
  );
  assert.equal(layout.title.text, "generatorLoss: B - A, 2 seeds");
});
