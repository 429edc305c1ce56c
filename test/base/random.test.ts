import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { philox4x32, randomStream, wordsAt } from "../../src/base/random";

test("philox4x32-10 gives Random123's reference vectors", () => {
  const hex = (words: number[]): string =>
    words.map((word) => word.toString(16).padStart(8, "0")).join(" ");
  assert.equal(hex(philox4x32([0, 0, 0, 0], [0, 0])), "6627e8d5 e169c58d bc57ac4c 9b00dbd8");
  const ones = 0xffffffff;
  assert.equal(
    hex(philox4x32([ones, ones, ones, ones], [ones, ones])),
    "408f276d 41c83b0e a20bc7c6 6d5451fd",
  );
  assert.equal(
    hex(philox4x32([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])),
    "d16cfe09 94fdcceb 5001e420 24126ea1",
  );
});

test("every stream that the library names gives the words of the reference vectors", () => {
  const vectors = JSON.parse(readFileSync("test/base/streams.json", "utf8")) as Record<
    string,
    number[]
  >;
  for (const [key, expected] of Object.entries(vectors)) {
    const [, seed, name] = /^(\d+) (.*)$/.exec(key)!;
    const stream = randomStream(Number(seed), name!);
    assert.deepEqual(
      expected.map(() => stream.word()),
      expected,
      key,
    );
  }
  assert.equal(Object.keys(vectors).length, 36);
});

test("a stream goes on from any position as if it had never stopped", () => {
  const whole = randomStream(7, "noise");
  const words = Array.from({ length: 11 }, () => whole.word());
  const rest = randomStream(7, "noise", 5);
  assert.deepEqual(
    Array.from({ length: 6 }, () => rest.word()),
    words.slice(5),
  );
  assert.equal(rest.position, 11);
});

test("streams differ by name and by seed, also above 32 bits", () => {
  const first = (seed: number, name: string): number => randomStream(seed, name).word();
  const words = [
    first(1, "noise"),
    first(2, "noise"),
    first(1, "init"),
    first(1 + 2 ** 32, "noise"),
  ];
  assert.equal(new Set(words).size, 4);
});

test("normals have mean 0, variance 1 and the normal's fourth moment", () => {
  const values = randomStream(1, "normals").normals(200_000);
  const moment = (power: number): number =>
    values.reduce((sum, value) => sum + value ** power, 0) / values.length;
  assert.ok(Math.abs(moment(1)) < 0.01, `mean ${moment(1)}`);
  assert.ok(Math.abs(moment(2) - 1) < 0.01, `variance ${moment(2)}`);
  assert.ok(Math.abs(moment(4) - 3) < 0.1, `fourth moment ${moment(4)}`);
});

test("a permutation holds every index once, and each place is equally likely", () => {
  const random = randomStream(3, "order");
  const firsts = new Array<number>(5).fill(0);
  for (let i = 0; i < 5000; i++) {
    const order = random.permutation(5);
    assert.deepEqual([...order].sort(), [0, 1, 2, 3, 4]);
    firsts[order[0]!]!++;
  }
  for (const count of firsts)
    assert.ok(Math.abs(count - 1000) < 120, `first place ${firsts.join(" ")}`);
});

test("a seed that is no integer is refused", () => {
  assert.throws(() => randomStream(0.5, "x"), /expected seed to be an integer >= 0, received 0.5/);
});

test("numbers go on over the end of the counter's first word", () => {
  const key = [3, 4] as const;
  const place = { key, counter: [2 ** 32 - 1, 5, 6, 7] as const };
  const after = philox4x32([0, 6, 6, 7], key);
  assert.deepEqual([...wordsAt(place, 8)].slice(4), after);
  const stream = randomStream(9, "long", 4 * (2 ** 32 - 1));
  const words = Array.from({ length: 8 }, () => stream.word());
  const reserved = randomStream(9, "long", 4 * (2 ** 32 - 1)).reserve(8);
  assert.deepEqual([...wordsAt(reserved, 8)], words);
});
