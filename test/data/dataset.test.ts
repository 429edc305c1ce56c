import assert from "node:assert/strict";
import { test } from "node:test";
import { createDataset } from "../../src/data/dataset";
import { mixture2d } from "../../src/data/mixture2d";
import { gatherSamples, takeSamples } from "../../src/data/samples";
import { splitDataset } from "../../src/data/split";

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

test("labels of any size stay what they are, through taking and splitting", () => {
  for (const [type, step] of [
    [Uint8Array, 10],
    [Uint16Array, 15],
    [Int32Array, 7000],
  ] as const) {
    const size = 2000;
    const of = (i: number): number => (i % 20) * step;
    const data = createDataset({
      name: "many",
      samples: Float32Array.from({ length: size }, (_, i) => of(i)),
      shape: [1],
      labels: new type(Array.from({ length: size }, (_, i) => of(i))),
    });
    const { all, train, test: held } = splitDataset(data, 0.5, 1);
    for (const part of [takeSamples(data, [299, 19]), all, train, held])
      assert.deepEqual([...part.labels!], [...part.samples]);
  }
});

test("labels that are no class numbers are refused", () => {
  const refused = (labels: unknown, message: RegExp): void =>
    assert.throws(
      () =>
        createDataset({ name: "d", samples: numbers(1, 2), shape: [1], labels: labels as never }),
      message,
    );
  refused([0, 1], /expected labels in a Uint8Array, Uint16Array or Int32Array, received an array/);
  refused(Float32Array.of(0, 1), /expected labels in a Uint8Array, Uint16Array or Int32Array/);
  refused(Int32Array.of(0, -1), /expected labels from 0 on, received -1 for sample 1/);
});

test("samples that are not there are refused by their index, nothing is invented", () => {
  const data = createDataset({ name: "two", samples: numbers(1, 2), shape: [1] });
  for (const index of [2, -1, 0.5, NaN])
    for (const take of [
      () => takeSamples(data, [0, index]),
      () => gatherSamples(data, [0, index], new Float32Array(2)),
    ])
      assert.throws(take, (error: Error) => {
        assert.ok(error instanceof RangeError);
        assert.match(
          error.message,
          /^expected indices from 0 to 1 \(the samples of "two"\), received .* at place 1$/,
        );
        return true;
      });
  assert.throws(
    () => gatherSamples(data, [0, 1], new Float32Array(1)),
    /expected a target of 2 numbers, received 1/,
  );
});

test("a split's parts have no sample in common, every sample, and each class by its share", () => {
  const data = createDataset({
    name: "numbers",
    samples: Float32Array.from({ length: 60 }, (_, i) => i),
    shape: [1],
    labels: Uint8Array.from({ length: 60 }, (_, i) => Number(i >= 40)),
  });
  for (const order of [1, 2] as const) {
    const { all, train, test: held } = splitDataset(data, 0.25, 3, order);
    const sorted = (part: Float32Array): number[] => [...part].sort((a, b) => a - b);
    assert.deepEqual(sorted(all.samples), [...data.samples]);
    assert.deepEqual([train.size, held.size], [45, 15]);
    const both = Float32Array.from([...train.samples, ...held.samples]);
    assert.deepEqual(sorted(both), [...data.samples]);
    assert.equal(held.labels!.filter((label) => label === 1).length, 5);
  }
});

test("a dataset of other numbers is made of one that is there", () => {
  const data = mixture2d({ size: 3 });
  const moved = createDataset({ ...data, samples: data.samples.map((value) => value + 1) });
  assert.deepEqual(
    Object.keys(moved).sort(),
    ["classNames", "labels", "name", "samples", "shape", "size"].filter((key) => key in data),
  );
  assert.deepEqual([moved.size, moved.name, moved.labels], [3, data.name, data.labels]);
  const misspelt = { ...data, label: Uint8Array.of(0, 0, 0) };
  assert.throws(() => createDataset(misspelt), /unknown option "label"; did you mean "labels"/);
});
