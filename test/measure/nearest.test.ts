import assert from "node:assert/strict";
import { test } from "node:test";
import { createDataset, randomStream } from "../../src/data";
import { nearestSamples } from "../../src/measure";

test("the nearest is that of a search one by one", () => {
  const random = randomStream(1, "nearest");
  const cloud = (count: number) =>
    createDataset({ name: "cloud", samples: random.normals(5 * count), shape: [5] });
  const [some, known] = [cloud(20), cloud(300)];
  const row = (samples: Float32Array, i: number): number[] => [...samples.slice(5 * i, 5 * i + 5)];
  const expected = Array.from({ length: 20 }, (_, i) => {
    const here = row(some.samples, i);
    const far = Array.from({ length: 300 }, (__, j) =>
      Math.hypot(...row(known.samples, j).map((value, k) => value - here[k]!)),
    );
    return far.indexOf(Math.min(...far));
  });
  assert.deepEqual([...nearestSamples(some, known)], expected);
  const line = createDataset({ name: "line", samples: new Float32Array(2), shape: [1] });
  assert.throws(
    () => nearestSamples(some, line),
    /TypeError: nearestSamples: expected samples of one shape, received \[5\] and \[1\]/,
  );
});
