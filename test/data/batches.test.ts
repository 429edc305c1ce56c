import assert from "node:assert/strict";
import { test } from "node:test";
import { batchStream } from "../../src/data/batches";
import { createDataset } from "../../src/data/dataset";

const data = createDataset({
  name: "ten",
  samples: Float32Array.from({ length: 20 }, (_, i) => i),
  shape: [2],
});
const epoch = (seed: number, number: number): number[] => {
  const { batch } = batchStream(data, 5, seed);
  return [2 * number, 2 * number + 1].flatMap((step) => [...batch(step)]);
};

test("an epoch brings every sample once, whole, in an order of its own", () => {
  for (const number of [0, 1]) {
    const values = epoch(1, number);
    assert.deepEqual(
      [...values].sort((a, b) => a - b),
      [...data.samples],
    );
    for (let i = 0; i < values.length; i += 2) assert.equal(values[i + 1], values[i]! + 1);
  }
  assert.notDeepEqual(epoch(1, 0), epoch(1, 1));
});

test("a batch depends on the seed and the step alone", () => {
  assert.deepEqual(epoch(1, 1), epoch(1, 1));
  assert.notDeepEqual(epoch(1, 0), epoch(2, 0));
});

test("a last partial batch is left out", () => {
  assert.equal(batchStream(data, 3, 0).stepsPerEpoch, 3);
});

test("a batch larger than the data is refused", () => {
  assert.throws(
    () => batchStream(data, 11, 0),
    /expected a batchSize of 1 to 10 \(the samples of "ten"\), received 11/,
  );
});

test("batches that there cannot be are refused", () => {
  for (const size of [0, -1, 2.5])
    assert.throws(() => batchStream(data, size, 0), /expected a batchSize of 1 to 10 .*received/);
  const { batch, indices } = batchStream(data, 5, 0);
  for (const step of [-1, 0.5, NaN])
    for (const ask of [batch, indices])
      assert.throws(() => ask(step), {
        name: "RangeError",
        message: /expected a step of 0, 1, …, received/,
      });
});
