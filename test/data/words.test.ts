import assert from "node:assert/strict";
import { test } from "node:test";
import { createDataset } from "../../src/data/dataset";
import { createGrammar, sampleSentences } from "../../src/data/grammar";
import { takeSamples } from "../../src/data/samples";
import { splitDataset } from "../../src/data/split";
import { decodeSentences, encodeSentences } from "../../src/data/text";
import { hashData } from "../../src/runs/hashData";

test("a grammar knows all its sentences, and no others", () => {
  const grammar = createGrammar({ S: ["N V", "the N V N"], N: ["cat", "dog"], V: ["sees"] });
  assert.deepEqual([...grammar.sentences].sort(), [
    "cat sees",
    "dog sees",
    "the cat sees cat",
    "the cat sees dog",
    "the dog sees cat",
    "the dog sees dog",
  ]);
  assert.deepEqual(grammar.words, ["cat", "dog", "sees", "the"]);
  assert.equal(grammar.length, 4);
  assert.ok(
    grammar.isValid("the dog sees cat") && !grammar.isValid("the dog sees") && !grammar.isValid(""),
  );
});

test("English in small agrees in number, and has the words and sentences it says", () => {
  const { sentences, words, length, isValid } = createGrammar();
  assert.deepEqual(
    [sentences.length, new Set(sentences).size, words.length, length],
    [27_840, 27_840, 26, 7],
  );
  assert.ok(isValid("every small cat sees many dogs") && !isValid("every small cat see many dogs"));
});

test("rules that do not end, or are missing, or too many, are refused", () => {
  assert.throws(() => createGrammar({ S: ["a S"] }), /"S" contains itself/);
  assert.throws(() => createGrammar({ T: ["a"] }), /expected a rule for "S"/);
  const ten = Array.from({ length: 10 }, (_, i) => String(i));
  assert.throws(() => createGrammar({ S: ["D D D D D D"], D: ten }), /at most 200000 sentences/);
});

test("an alternative may be empty: drawn sentences are valid when they come back", () => {
  const grammar = createGrammar({ S: ["a X c", "X"], X: ["", "b"] });
  assert.deepEqual([...grammar.sentences].sort(), ["", "a b c", "a c", "b"]);
  assert.deepEqual([grammar.words, grammar.length], [["a", "b", "c"], 3]);
  const drawn = sampleSentences(grammar, { size: 40, seed: 1 });
  assert.ok(decodeSentences(drawn, drawn.vocabulary).every(grammar.isValid));
});

test("a symbol without a rule is no word, and a rule without alternatives no rule", () => {
  assert.throws(
    () => createGrammar({ S: ["the NUON"], NOUN: ["cat"] }),
    /expected a rule for "NUON", .* received rules for S, NOUN; .* "NUON": \["NUON"\]/,
  );
  assert.deepEqual(createGrammar({ S: ["I love the USA"], USA: ["USA"] }).sentences, [
    "I love the USA",
  ]);
  assert.deepEqual(createGrammar({ S: ["NP runs"], NP: ["I", "UK\tcats "], UK: ["UK"] }).words, [
    "I",
    "UK",
    "cats",
    "runs",
  ]);
  for (const wrong of [[], "a b", [1], undefined] as never[])
    assert.throws(() => createGrammar({ S: wrong }), /expected one text or more for "S", received/);
  assert.throws(() => createGrammar({ S: ["A"], A: ["B"], B: ["a A"] }), /contains itself/);
});

test("rare words are one word, tabs and line ends are none", () => {
  const lines = ["a\tb c\r", "a b d", "a  e"];
  const data = encodeSentences(lines, { minCount: 2 });
  assert.deepEqual(data.vocabulary, ["<unknown>", "a", "b", ""]);
  assert.deepEqual(decodeSentences(data, data.vocabulary), [
    "a b <unknown>",
    "a b <unknown>",
    "a <unknown>",
  ]);
  const known = { words: ["a", "?"], unknown: "?" };
  const asked = encodeSentences(["a x"], known);
  assert.deepEqual(decodeSentences(asked, asked.vocabulary), ["a ?"]);
  assert.throws(() => encodeSentences(["x"], { words: ["a"], unknown: "?" }), /known words/);
  assert.throws(() => encodeSentences([]), /at least one sentence, received none/);
  assert.throws(() => encodeSentences(["a", 1] as never), /list of texts.*received 1 among them/);
  assert.throws(() => encodeSentences("a b" as never), /received "a b"; split it into lines/);
  assert.throws(() => encodeSentences(undefined as never), /list of texts, .*received undefined/);
  for (const words of [
    ["a", "a"],
    ["a", ""],
  ])
    assert.throws(() => encodeSentences(["a"], { words }), /"words": expected each word once/);
  const many = encodeSentences(Array.from({ length: 130_000 }, () => "a b"));
  assert.deepEqual([many.size, many.shape], [130_000, [3, 3]]);
});

test("sentences become one-hot words and come back; the seed decides which", () => {
  const grammar = createGrammar();
  const data = sampleSentences(grammar, { size: 50, seed: 3 });
  assert.deepEqual(data.shape, [8, 27]);
  const back = decodeSentences(data, data.vocabulary);
  assert.ok(back.every(grammar.isValid));
  assert.deepEqual(encodeSentences(back, { words: grammar.words, length: 7 }).words, data.words);
  assert.notDeepEqual(sampleSentences(grammar, { size: 50, seed: 4 }).words, data.words);
  assert.deepEqual(encodeSentences(["b a", "a"]).vocabulary, ["a", "b", ""]);
  assert.throws(
    () => encodeSentences(["a c"], { words: ["a"] }),
    /expected known words, received "c"/,
  );
  assert.throws(() => encodeSentences(["a a a"], { length: 2 }), /at most 2 words, received 3/);
  const other = createDataset({ name: "x", samples: new Float32Array(4), shape: [2, 2] });
  assert.throws(() => decodeSentences(other, data.vocabulary), /expected \[length, 27\]/);
});

test("a word takes 4 bytes, however many are known; a batch is one-hot", () => {
  const [size, length, known] = [5000, 20, 20_000];
  const line = (i: number): string =>
    Array.from({ length }, (_, j) => `w${(i * length + j) % known}`).join(" ");
  const data = encodeSentences(Array.from({ length: size }, (_, i) => line(i)));
  assert.deepEqual(data.shape, [length + 1, known + 1]);
  assert.equal(data.words.byteLength, 4 * size * (length + 1));
  const batch = takeSamples(data, [4321]);
  assert.deepEqual(decodeSentences(batch, data), [line(4321)]);
  assert.deepEqual(batch.samples.filter((x) => x !== 0).length, length + 1);
  assert.throws(
    () =>
      takeSamples(
        data,
        Array.from({ length: size }, (_, i) => i),
      ),
    /samples of 2 GiB of numbers at most, received 5000/,
  );
});

test("sentences are data like any other: split, hashed, checked, shown", async () => {
  const data = encodeSentences(["a b", "b", "a", "b b", "a a"]);
  const { train, test: held, all } = splitDataset(data, 0.4, 1);
  assert.deepEqual([train.size, held.size], [3, 2]);
  assert.deepEqual([...decodeSentences(train), ...decodeSentences(held)].sort(), [
    "a",
    "a a",
    "a b",
    "b",
    "b b",
  ]);
  const numbers = takeSamples(all, [0, 1, 2, 3, 4]);
  assert.equal(await hashData(all), await hashData(numbers));
  assert.notEqual(await hashData(all), await hashData(data));
  assert.throws(() => decodeSentences(numbers), /expected the data that were trained on/);
  const lengths = Uint8Array.of(2, 1, 1, 2, 2);
  const parts = splitDataset({ ...data, labels: lengths }, 0.4, 1);
  const words = decodeSentences(parts.train).map((line) => line.split(" ").length);
  assert.deepEqual([...parts.train.labels!], words);
});
