import assert from "node:assert/strict";
import { test } from "node:test";
import { mixture2d } from "../../src/data/mixture2d";
import { assertClose } from "../support/numbers";

for (const [kind, modes, deviation] of [
  ["ring8", 8, 0.01],
  ["grid25", 25, 0.05],
] as const)
  test(`${kind} has ${modes} Gaussians around its centres`, () => {
    const data = mixture2d({ kind, size: 20_000, seed: 1 });
    assert.deepEqual([data.size, data.shape, data.centers.length], [20_000, [2], modes]);
    assert.equal(data.standardDeviation, deviation);
    let squares = 0;
    const counts = new Array<number>(modes).fill(0);
    for (let i = 0; i < data.size; i++) {
      const [x, y] = data.centers[data.labels![i]!]!;
      squares += (data.samples[2 * i]! - x) ** 2 + (data.samples[2 * i + 1]! - y) ** 2;
      counts[data.labels![i]!]!++;
    }
    assertClose([Math.sqrt(squares / (2 * data.size))], [deviation], deviation * 0.02);
    for (const count of counts)
      assert.ok(Math.abs(count / (data.size / modes) - 1) < 0.15, counts.join(" "));
  });

test("the ring's centres lie on the unit circle, the grid's are 2 apart", () => {
  for (const [x, y] of mixture2d({ size: 1 }).centers) assertClose([Math.hypot(x, y)], [1]);
  const { centers } = mixture2d({ kind: "grid25", size: 1 });
  assert.deepEqual(
    [centers[0], centers[1], centers[24]],
    [
      [-4, -4],
      [-2, -4],
      [4, 4],
    ],
  );
});

test("moons without noise are two half circles", () => {
  const { samples, labels } = mixture2d({ kind: "moons", size: 500, standardDeviation: 0 });
  for (let i = 0; i < 500; i++) {
    const [x, y] = [samples[2 * i]!, samples[2 * i + 1]!];
    assertClose([labels![i] ? Math.hypot(x - 1, y - 0.5) : Math.hypot(x, y)], [1]);
  }
});

test("own centres are used, and wrong ones refused", () => {
  const { samples } = mixture2d({ kind: [[3, -3]], size: 4, standardDeviation: 0 });
  assert.deepEqual([...samples], [3, -3, 3, -3, 3, -3, 3, -3]);
  assert.throws(
    () => mixture2d({ kind: "ring9" as "ring8" }),
    /expected "ring8", "grid25", "moons" or an array .*received "ring9"/,
  );
  assert.throws(() => mixture2d({ size: 0 }), /option "size": expected a value >= 1, received 0/);
});
