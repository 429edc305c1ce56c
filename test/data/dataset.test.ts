import assert from "node:assert/strict";
import { test } from "node:test";
import { createDataset, takeSamples } from "../../src/data/dataset";

const numbers = (...values: number[]): Float32Array => Float32Array.from(values);

test("samples are counted by their shape, and taken with their labels", () => {
  const data = createDataset({
    name: "d",
    samples: numbers(0, 1, 2, 3, 4, 5),
    shape: [2],
    labels: Uint8Array.of(7, 8, 9),
  });
  assert.equal(data.size, 3);
  const taken = takeSamples(data, [2, 0]);
  assert.deepEqual([...taken.samples], [4, 5, 0, 1]);
  assert.deepEqual([...taken.labels!], [9, 7]);
});

test("wrong data is refused with what was expected and what came", () => {
  const refused = (parts: Partial<Parameters<typeof createDataset>[0]>, message: RegExp): void =>
    assert.throws(
      () => createDataset({ name: "d", samples: numbers(1, 2), shape: [2], ...parts }),
      message,
    );
  refused({ samples: numbers() }, /dataset "d": expected at least one sample, received empty data/);
  refused(
    { samples: numbers(1, NaN) },
    /expected finite numbers, received NaN in sample 0, value 1/,
  );
  refused({ samples: numbers(1, 2, 3) }, /expected a multiple of 2 numbers .*received 3 numbers/);
  refused(
    { shape: [0] },
    /expected a shape of positive integers such as \[28, 28, 1\], received \[0\]/,
  );
  refused({ labels: Uint8Array.of(1, 2) }, /expected 1 labels, one per sample, received 2 labels/);
  refused(
    { samples: [1, 2] as unknown as Float32Array },
    /expected samples in a Float32Array, received an array of length 2/,
  );
});
