import assert from "node:assert/strict";
import { test } from "node:test";
import { inPieces, learnPieces } from "../../src/data/pieces";
import { decodeSentences, encodeSentences } from "../../src/data/text";

const lines = [
  "Don't panic, said the cat.",
  "The  dog\tsaid: naïve cafés cost €3.50!\r",
  " 日本語 and 👩‍🚀 too ",
];
/** What white space comes back as. */
const plain = lines.map((line) => line.trim().replace(/\s+/g, " "));

for (const unit of ["spaces", "words", "characters", "pieces"] as const)
  test(`a text in ${unit} comes back as it was, but for white space`, () => {
    const data = encodeSentences(lines, { unit });
    assert.deepEqual(decodeSentences(data, data), plain);
    assert.equal(data.shape[1], data.vocabulary.length);
    assert.ok(data.vocabulary.every((word) => !/[\t\r\n]/.test(word)));
    assert.equal(new Set(data.vocabulary).size, data.vocabulary.length);
  });

test("words and marks are parted as Unicode does, each with the space before it", () => {
  const { vocabulary } = encodeSentences(["Don't panic, said he: €3.50!"], { unit: "words" });
  const expected = ["Don't", " panic", ",", " said", " he", ":", " €", "3.50", "!", ""];
  assert.deepEqual([...vocabulary].sort(), expected.sort());
});

test("characters are what a reader calls one", () => {
  const { vocabulary, shape } = encodeSentences(["e\u0301👩‍🚀"], { unit: "characters" });
  assert.deepEqual([vocabulary.length, shape[0]], [3, 3]);
});

test("pieces are the pairs that are commonest, one after the other", () => {
  // low 5 times, lower 2, newest 6, widest 3: the example of the paper, with its first merges.
  const words = [
    ...Array<string>(5).fill("low_"),
    ...Array<string>(2).fill("lower_"),
    ...Array<string>(6).fill("newest_"),
    ...Array<string>(3).fill("widest_"),
  ];
  const characters = new Set(words.join("")).size;
  const learned = (merges: number): string[] =>
    learnPieces(words, characters + merges).filter((piece) => piece.length > 1);
  assert.deepEqual(learned(1), ["es"]);
  assert.deepEqual(learned(3), ["es", "est", "est_"]);
  assert.deepEqual(learned(5), ["es", "est", "est_", "lo", "low"]);
  assert.deepEqual(learnPieces(["ab", "cd"], 100), ["a", "b", "c", "d"], "once saves nothing");
  assert.deepEqual(inPieces("lowest_", new Set(learned(5))), ["low", "est_"]);
  assert.deepEqual(inPieces("xlow", new Set(["low"])), ["x", "low"]);
});

test("a held-out text is written in the words of another", () => {
  const train = encodeSentences(["a b b", "b c"], { unit: "words", minCount: 2 });
  const words = train.vocabulary.slice(0, -1);
  const held = encodeSentences(["x b"], { unit: "words", words, unknown: "<unknown>" });
  assert.deepEqual(held.vocabulary, train.vocabulary);
  assert.deepEqual(decodeSentences(held, held), ["<unknown> b"]);
  const pieces = encodeSentences(["low lower"], { unit: "pieces", pieces: 9 });
  const again = encodeSentences(["lower low"], {
    unit: "pieces",
    words: pieces.vocabulary.slice(0, -1),
    length: pieces.shape[0]! - 1,
  });
  assert.deepEqual(decodeSentences(again, again), ["lower low"]);
});

test("sentences that are too long are refused, left out or cut", () => {
  const some = ["a b c", "a b"];
  assert.throws(() => encodeSentences(some, { length: 2 }), /at most 2 words, received 3.*"skip"/);
  const read = (longer: "skip" | "cut"): string[] => {
    const data = encodeSentences(some, { length: 2, longer });
    return decodeSentences(data, data);
  };
  assert.deepEqual(read("skip"), ["a b"]);
  assert.deepEqual(read("cut"), ["a b", "a b"]);
  const upper = encodeSentences(["A a"], { lowerCase: true });
  assert.deepEqual(upper.vocabulary, ["a", ""]);
});
