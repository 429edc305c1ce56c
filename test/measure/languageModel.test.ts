import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { createGrammar, sampleSentences } from "../../src/data/grammar";
import { takeSamples } from "../../src/data/samples";
import { splitDataset } from "../../src/data/split";
import { decodeSentences, encodeSentences } from "../../src/data/text";
import type { TextDataset } from "../../src/data/textDataset";
import {
  crossEntropy,
  sampleLanguageModel,
  trainLanguageModel,
  type LanguageModel,
} from "../../src/measure/languageModel";
import { judgeSentences } from "../../src/measure/sentences";
import { startRuntime } from "../../src/runtime/start";
import { disposeGame } from "../../src/train/disposal";
import { trainGan } from "../../src/train/trainGan";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

/** What the language model computes, with one-hot words and a mask, as its paper has it. */
function maskedLogits(model: LanguageModel, data: TextDataset): tf.Tensor {
  const [vectors, kernel, bias, out, outBias] = model.network.getWeights() as [
    tf.Tensor2D,
    tf.Tensor3D,
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor1D,
  ];
  const [length, known] = data.shape as [number, number];
  const places = Array.from({ length }, (_, t) => {
    const all = takeSamples(
      data,
      Array.from({ length: data.size }, (_, i) => i),
    );
    const words = tf.tensor3d(all.samples, [data.size, length, known]);
    const seen = tf.mul(
      tf.reshape(tf.matMul(tf.reshape(words, [-1, known]), vectors), [data.size, length, -1]),
      tf.tensor3d(
        Array.from({ length }, (_, s) => (s < t ? 1 : 0)),
        [1, length, 1],
      ),
    );
    const flat = tf.reshape<tf.Rank.R2>(seen, [data.size, -1]);
    const hidden = tf.relu(
      tf.add(
        tf.matMul(flat, tf.reshape(kernel, [flat.shape[1], -1])),
        tf.slice(bias, [t, 0], [1, -1]),
      ),
    );
    return tf.add(tf.matMul(hidden as tf.Tensor2D, out), outBias);
  });
  return tf.stack(places, 1);
}

test("a language model: gathered vectors compute what one-hot words do; nats a word", () => {
  const data = encodeSentences(["a b", "b", "a b a", "c", "b c"]);
  const model = trainLanguageModel(data, { epochs: 30, batchSize: 5, embeddingSize: 3, seed: 2 });
  const logits = maskedLogits(model, data);
  const words = tf.tensor2d(data.words, [5, 4], "int32");
  assertClose(
    (model.network.predictOnBatch(words) as tf.Tensor).dataSync(),
    logits.dataSync(),
    1e-5,
  );
  const logs = tf.logSoftmax(logits).arraySync() as number[][][];
  // By hand: a = 0, b = 1, c = 2 and the end 3, which counts once.
  const said = [
    [0, 1, 3],
    [1, 3],
    [0, 1, 0, 3],
    [2, 3],
    [1, 2, 3],
  ];
  const surprises = said.flatMap((line, i) => line.map((word, t) => -logs[i]![t]![word]!));
  const mean = surprises.reduce((sum, x) => sum + x, 0) / surprises.length;
  assertClose([crossEntropy(model, data)], [mean], 1e-5);
  const other = encodeSentences(["a x", "b", "a b a", "c"]);
  assert.throws(() => crossEntropy(model, other), /sentences \[4,4\] of the model's vocabulary/);
  const alike = encodeSentences(["a b d", "d b a"]);
  assert.throws(() => crossEntropy(model, alike), /of the model's vocabulary/);
  assert.throws(() => trainLanguageModel(takeSamples(data, [0]) as never), /expected sentences/);
  assert.throws(() => sampleLanguageModel(model, 0), /count/);
  const shown = { ...data, vocabulary: ["a", "b"] };
  assert.throws(() => trainLanguageModel(shown), /expected a vocabulary of 4 words, the last of/);
  const short = { ...data, words: data.words.subarray(4) };
  assert.throws(() => trainLanguageModel(short), /expected 5 sentences of 4 words .* 16 words in/);
  const none = { ...data, words: new Int32Array(), size: 0 };
  assert.throws(() => crossEntropy(model, none), /expected sentences, received none/);
  assert.throws(
    () => judgeSentences([1] as never, createGrammar({ S: ["a"] }), []),
    /judgeSentences: expected a list of texts/,
  );
});

test("20,000 words: a language model and a game learn them, a batch at a time", async () => {
  const line = (i: number): string =>
    Array.from({ length: 5 }, (_, j) => `w${(5 * i + j) % 20_000}`).join(" ");
  const data = encodeSentences(Array.from({ length: 4000 }, (_, i) => line(i)));
  assert.deepEqual(data.shape, [6, 20_001]);
  const few = splitDataset(data, 0.005, 1).test;
  const model = trainLanguageModel(few, { epochs: 5, batchSize: 4, hiddenUnits: 16 });
  assert.ok(crossEntropy(model, few) < Math.log(20_001) - 0.1);
  const sampleShape = data.shape as [number, number];
  const { game } = await trainGan({
    generator: buildGenerator("text", { sampleShape }),
    discriminator: buildDiscriminator("text", { sampleShape }),
    data,
    batchSize: 4,
    steps: 2,
  });
  assert.equal(game.step, 2);
  for (const [words, received] of [
    [Int32Array.from(data.words, (word, i) => (i === 7 ? 20_001 : word)), "word 20001"],
    [Int32Array.from(data.words, (word, i) => (i === 7 ? -1 : word)), "word -1"],
    [data.words.subarray(6), "23994 words"],
  ] as const)
    await assert.rejects(
      trainGan({ game, data: { ...data, words }, batchSize: 4, steps: 1 }),
      new RegExp(`expected 4000 sentences of 6 words from 0 to 20000, received ${received}`),
    );
  disposeGame(game);
});

test("sentences are judged by the grammar; a language model learns it", () => {
  const grammar = createGrammar({
    S: ["ONE sleeps", "MANY sleep"],
    ONE: ["a N", "the N"],
    MANY: ["the NS", "some NS"],
    N: ["cat", "dog"],
    NS: ["cats", "dogs"],
  });
  const data = sampleSentences(grammar, { size: 640, seed: 1 });
  const train = decodeSentences(data, data.vocabulary);
  const judged = judgeSentences(
    ["a cat sleeps", "a cat sleep", "the dogs sleep", "a cat sleeps"],
    grammar,
    ["a cat sleeps"],
  );
  assert.deepEqual([judged.valid.mean, judged.novel.mean, judged.distinct], [0.75, 0.25, 0.75]);
  assert.equal(judgeSentences(grammar.sentences, grammar, train).pairDistance, 0);
  assert.equal(judgeSentences(["x y"], grammar, train).pairDistance, 1);
  const model = trainLanguageModel(data, { epochs: 60, hiddenUnits: 64 });
  const drawn = decodeSentences(sampleLanguageModel(model, 400, 1), data.vocabulary);
  const quality = judgeSentences(drawn, grammar, train);
  assert.ok(quality.valid.mean > 0.9 && quality.pairDistance < 0.1, JSON.stringify(quality));
  assert.throws(() => judgeSentences([], grammar, train), /expected sentences/);
});
