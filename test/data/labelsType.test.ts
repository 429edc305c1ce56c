import assert from "node:assert/strict";
import { test } from "node:test";
import { oneHot } from "../../src/data/conditions";
import { createDataset } from "../../src/data/dataset";

test("labels of any kind can be reduced, mapped and filtered as arrays are", () => {
  for (const labels of [Uint8Array.of(2, 0, 2), Uint16Array.of(2, 0, 2), Int32Array.of(2, 0, 2)]) {
    const data = createDataset({ name: "three", shape: [1], samples: new Float32Array(3), labels });
    const twos = data.labels!.reduce<number[]>(
      (found, label, i) => (label === 2 ? [...found, i] : found),
      [],
    );
    assert.deepEqual(twos, [0, 2]);
    assert.equal(data.labels!.filter((label) => label === 2).length, 2);
    assert.deepEqual([...data.labels!.map((label) => label + 1)], [3, 1, 3]);
  }
});

test("label i has its 1 at place i", () => {
  assert.deepEqual([...oneHot([0, 2, 1], 3)], [1, 0, 0, 0, 0, 1, 0, 1, 0]);
  assert.throws(() => oneHot([3], 3), /expected labels from 0 to 2, received 3/);
});
