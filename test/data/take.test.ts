import assert from "node:assert/strict";
import { test } from "node:test";
import {
  countClasses,
  createDataset,
  createPictures,
  joinSamples,
  labelsOf,
  takeClass,
  takeFirst,
} from "../../src/data";

const points = createDataset({
  name: "points",
  samples: Float32Array.from([0, 1, 2, 3, 4, 5, 6, 7]),
  shape: [2],
  labels: Uint8Array.from([1, 0, 1, 3]),
});
const named = { ...points, classNames: ["a", "b", "c", "d", "e"] };
const bare = createDataset({ name: "bare", samples: new Float32Array(4), shape: [2] });

test("the first samples come in order, and all where there are fewer", () => {
  const first = takeFirst(points, 2);
  assert.deepEqual(
    [[...first.samples], [...labelsOf(first)]],
    [
      [0, 1, 2, 3],
      [1, 0],
    ],
  );
  assert.equal(takeFirst(points, 99).size, 4);
  const bytes = Uint8Array.from([0, 255, 51]);
  const pictures = createPictures({ name: "p", bytes, shape: [1, 1, 1] });
  assert.deepEqual([...takeFirst(pictures, 2).samples], [-1, 1]);
  for (const count of [0, -1, 1.5, NaN, "2" as never])
    assert.throws(() => takeFirst(points, count), /RangeError: takeFirst: expected the count/);
});

test("a class is taken by its label or by its name", () => {
  assert.deepEqual([...takeClass(points, 1).samples], [0, 1, 4, 5]);
  assert.deepEqual([...takeClass(named, "d").samples], [6, 7]);
  assert.equal(takeClass(named, "d").name, "points, d");
  assert.throws(
    () => takeClass(points, 2),
    /RangeError: takeClass: expected one of the classes 0, 1, 2, 3, received 2/,
  );
  assert.throws(() => takeClass(named, "x"), /the classes a, b, c, d, e, received "x"/);
  assert.throws(() => takeClass(bare, 0), /TypeError: labelsOf: expected data with labels/);
});

test("classes are counted, those that never occur too", () => {
  assert.deepEqual(
    countClasses(points).map(({ name, count }) => [name, count]),
    [
      ["0", 1],
      ["1", 2],
      ["2", 0],
      ["3", 1],
    ],
  );
  assert.deepEqual(
    countClasses(named).map(({ name, count }) => `${name}${count}`),
    ["a1", "b2", "c0", "d1", "e0"],
  );
  assert.throws(() => countClasses(bare), /received "bare" without; load them with classes/);
});

test("samples are joined in order; other shapes and other things are refused", () => {
  const both = joinSamples([takeFirst(points, 1), points]);
  assert.deepEqual([...both.samples], [0, 1, 0, 1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual([both.size, both.labels], [5, undefined]);
  const line = createDataset({ name: "line", samples: new Float32Array(2), shape: [1] });
  assert.throws(
    () => joinSamples([points, line]),
    /RangeError: joinSamples: expected samples of shape \[2\] as the first, received \[1\]/,
  );
  for (const wrong of [undefined, [], [5], points, [new Float32Array(2)]])
    assert.throws(
      () => joinSamples(wrong as never),
      /TypeError: joinSamples: expected a list of datasets of numbers, received /,
    );
});
