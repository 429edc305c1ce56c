import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { hashName, philox4x32 } from "../../src/base/random";
import { dropoutLayer } from "../../src/build/dropout";
import { startRuntime } from "../../src/runtime/start";

before(() => startRuntime({ print: false }));

const apply = (layer: tf.layers.Layer, training: boolean): number[] =>
  tf.tidy(() => [...(layer.apply(tf.ones([50, 8]), { training }) as tf.Tensor).dataSync()]);

test("in training a share of the values becomes 0 and the mean stays", () => {
  const layer = dropoutLayer({ rate: 0.25, seed: 3 });
  assert.deepEqual(new Set(apply(layer, false)), new Set([1]));
  const drawn = Array.from({ length: 40 }, () => apply(layer, true)).flat();
  assert.deepEqual(new Set(drawn), new Set([0, Math.fround(1 / 0.75)]));
  const share = drawn.filter((value) => value === 0).length / drawn.length;
  assert.ok(Math.abs(share - 0.25) < 0.01, `${share}`);
});

test("which values: word i of block 2^32 n of the stream, in call n", () => {
  const seed = 2 ** 33 + 7;
  const layer = dropoutLayer({ rate: 0.5, seed });
  const key = [seed >>> 0, hashName("dropout")] as const;
  for (const call of [0, 1]) {
    const words = Array.from({ length: 100 }, (_, i) =>
      philox4x32([i, call, Math.floor(seed / 2 ** 32), 0], key),
    );
    const expected = words.flat().map((word) => ((word & 0x7fffff) / 2 ** 23 >= 0.5 ? 2 : 0));
    assert.deepEqual(apply(layer, true), expected);
  }
});

test("a wrong rate is refused", () => {
  assert.throws(
    () => dropoutLayer({ rate: 1 }),
    /dropoutLayer: option "rate": expected a value < 1, received 1/,
  );
});
