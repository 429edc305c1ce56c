import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import {
  defineOptions,
  describeValue,
  positiveInteger,
  positiveNumber,
  requireInteger,
  seedOption,
} from "../base/options";
import { pickByShare } from "../base/pick";
import { randomStream } from "../base/random";
import { checkWords, isText, wordsOf, type TextDataset } from "../data/textDataset";
import { numbersOf } from "../runtime/numbersOf";
import { requireRuntime } from "../runtime/start";
import { EarlierWords } from "./earlierWords";
import { fitSoftmax } from "./fit";

/**
 * A model of sentences trained by maximum likelihood: the rival that a text GAN has to be measured
 * beside.
 */
export interface LanguageModel {
  /** Words by their number `[n, length]` -> logits of each, from the words before it. */
  readonly network: tf.LayersModel;
  readonly vocabulary: readonly string[];
  readonly separator: " " | "";
}

export interface TrainLanguageModelOptions {
  /** Passes over the data. Default 20. */
  epochs?: number;
  /** Default 64 sentences. */
  batchSize?: number;
  /** Adam's step size. Default 1e-3. */
  learningRate?: number;
  /** Numbers that stand for a word. Default 64. */
  embeddingSize?: number;
  /** Units of the hidden layer. Default 256. */
  hiddenUnits?: number;
  /** Default 0. */
  seed?: number;
}

const schema = z.strictObject({
  epochs: positiveInteger.default(20),
  batchSize: positiveInteger.default(64),
  learningRate: positiveNumber.default(1e-3),
  embeddingSize: positiveInteger.default(64),
  hiddenUnits: positiveInteger.default(256),
  seed: seedOption,
});
const readOptions = defineOptions("trainLanguageModel", schema);

/**
 * Trains a feed-forward language model (https://jmlr.org/papers/v3/bengio03a.html, with all words
 * before as context) by maximum likelihood. Words are vectors that are gathered: 20,000 of them
 * take no more than 20 do.
 *
 * @throws TypeError on a wrong option, or data that are no sentences; Error when the runtime has
 *   not been started
 */
export function trainLanguageModel(
  data: TextDataset,
  options: TrainLanguageModelOptions = {},
): LanguageModel {
  requireRuntime("trainLanguageModel");
  const { epochs, batchSize, learningRate, embeddingSize, hiddenUnits, seed } =
    readOptions(options);
  checkText("trainLanguageModel", data);
  const { vocabulary, separator } = data;
  const [length, words] = data.shape as [number, number];
  const network = tf.sequential({
    name: "languageModel",
    layers: [
      new EarlierWords({ words, embeddingSize, units: hiddenUnits, inputShape: [length] }),
      tf.layers.dense({ units: words }),
    ],
  });
  setFirstWeights(network, seed);
  const batchOf = (positions: Int32Array): tf.Tensor[] => [wordsTensor(data, positions)];
  const examples = ([sentences]: tf.Tensor[]): [tf.Tensor, tf.Tensor] => [
    sentences!,
    tf.oneHot(sentences!, words),
  ];
  const steps = epochs * Math.floor(data.size / batchSize);
  fitSoftmax(network, data, batchOf, examples, { steps, batchSize, learningRate, seed });
  return { network, vocabulary, separator };
}

function checkText(caller: string, data: unknown): asserts data is TextDataset {
  if (!isText(Object(data) as object))
    throw new TypeError(
      `${caller}: expected sentences, as encodeSentences and sampleSentences make them, received ` +
        describeValue(data),
    );
  checkWords(caller, data as TextDataset);
}

/**
 * Small vectors, so that words begin alike, and biases that are not 0: at the first place nothing
 * is known, and a relu of 0 has no slope.
 */
function setFirstWeights(network: tf.LayersModel, seed: number): void {
  const random = randomStream(seed, "language model, first weights");
  const scaled = (weight: tf.Tensor, scale: number): tf.Tensor =>
    tf.tensor(
      Float32Array.from({ length: weight.size }, () => scale * random.normal()),
      weight.shape,
    );
  tf.tidy(() => {
    const [vectors, kernel, bias, out, outBias] = network.getWeights() as FiveWeights;
    const [length, embeddingSize, units] = kernel.shape as [number, number, number];
    network.setWeights([
      scaled(vectors, 0.1),
      scaled(kernel, Math.sqrt(4 / (length * embeddingSize))),
      scaled(bias, 0.1),
      scaled(out, Math.sqrt(1 / units)),
      outBias,
    ]);
  });
}
type FiveWeights = [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];

/** Sentences as numbers, `[positions.length, length]`. */
function wordsTensor(data: TextDataset, positions: Int32Array): tf.Tensor2D {
  const length = data.shape[0]!;
  const words = new Int32Array(positions.length * length);
  positions.forEach((place, i) => words.set(wordsOf(data, place), i * length));
  return tf.tensor2d(words, [positions.length, length], "int32");
}

/** Sentences that are judged or drawn at once. */
const atOnce = 256;

/**
 * Sentences of a language model, drawn word by word.
 *
 * @throws RangeError when the count is no whole number above 0
 */
export function sampleLanguageModel(
  { network, vocabulary, separator }: LanguageModel,
  count: number,
  seed = 0,
): TextDataset {
  requireInteger("sampleLanguageModel", "count", count, 1);
  const random = randomStream(seed, "language model");
  const [length, known] = network.outputs[0]!.shape.slice(1) as [number, number];
  const [context, choose] = network.layers as [tf.layers.Layer, tf.layers.Layer];
  const words = new Int32Array(count * length);
  for (let place = 0; place < length; place++)
    for (let start = 0; start < count; start += atOnce) {
      const part = Math.min(atOnce, count - start);
      const shares = numbersOf(() => {
        const drawn = words.subarray(start * length, (start + part) * length);
        const seen = context.apply(tf.tensor2d(drawn, [part, length], "int32")) as tf.Tensor3D;
        const here = tf.slice(seen, [0, place, 0], [part, 1, -1]);
        return tf.softmax(choose.apply(here) as tf.Tensor);
      });
      for (let i = 0; i < part; i++)
        words[(start + i) * length + place] = pickByShare(
          shares.subarray(i * known, (i + 1) * known),
          random,
        );
    }
  return {
    name: "language model",
    size: count,
    shape: [length, known],
    words,
    vocabulary,
    separator,
  };
}

/**
 * How surprised a language model is by sentences: the mean of -log p a word, in nats, up to the
 * first end of each sentence, which counts as a word. e to the power of it is the perplexity.
 *
 * @param data with the vocabulary and length of those that the model was trained on
 * @throws TypeError when they have others; RangeError without sentences
 */
export function crossEntropy(model: LanguageModel, data: TextDataset): number {
  checkText("crossEntropy", data);
  const [length, known] = model.network.outputs[0]!.shape.slice(1) as [number, number];
  if (String(data.shape) !== String([length, known]) || !isAlike(model, data))
    throw new TypeError(
      `crossEntropy: expected sentences [${length},${known}] of the model's vocabulary, received ` +
        `${JSON.stringify(data.shape)}; encode them with its words and length`,
    );
  if (data.size === 0) throw new RangeError("crossEntropy: expected sentences, received none");
  let [sum, count] = [0, 0];
  for (let start = 0; start < data.size; start += atOnce) {
    const positions = Int32Array.from(
      { length: Math.min(atOnce, data.size - start) },
      (_, i) => start + i,
    );
    const surprise = numbersOf(() => {
      const words = wordsTensor(data, positions);
      const logits = model.network.predictOnBatch(words) as tf.Tensor;
      const said = tf.oneHot(words, known);
      return tf.losses.softmaxCrossEntropy(said, logits, undefined, 0, tf.Reduction.NONE);
    });
    positions.forEach((place, i) => {
      const end = wordsOf(data, place).indexOf(known - 1);
      const words = end < 0 ? length : end + 1;
      for (let j = 0; j < words; j++) sum += surprise[i * length + j]!;
      count += words;
    });
  }
  return sum / count;
}

const isAlike = (model: LanguageModel, data: TextDataset): boolean =>
  model.vocabulary.every((word, i) => word === data.vocabulary[i]);
