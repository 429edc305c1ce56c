import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { defineOptions, positiveInteger, positiveNumber, seedOption } from "../base/options";
import { pickByShare } from "../base/pick";
import { randomStream } from "../base/random";
import { initializeKernels } from "../build/weights";
import { createDataset, type Dataset } from "../data/dataset";
import { requireRuntime } from "../runtime/start";
import { fitSoftmax, tensorOf } from "./fit";

/**
 * A model of sentences trained by maximum likelihood: the rival that a text GAN has to be measured
 * beside.
 */
export interface LanguageModel {
  /** All words before a place, the rest 0, and the place, one-hot -> logits of the word there. */
  readonly network: tf.LayersModel;
  readonly length: number;
  readonly words: number;
}

export interface TrainLanguageModelOptions {
  /** Passes over the data. Default 20. */
  epochs?: number;
  /** Default 64 sentences. */
  batchSize?: number;
  /** Adam's step size. Default 1e-3. */
  learningRate?: number;
  /** Units of the hidden layer. Default 256. */
  hiddenUnits?: number;
  /** Default 0. */
  seed?: number;
}

const schema = z.strictObject({
  epochs: positiveInteger.default(20),
  batchSize: positiveInteger.default(64),
  learningRate: positiveNumber.default(1e-3),
  hiddenUnits: positiveInteger.default(256),
  seed: seedOption,
});
const readOptions = defineOptions("trainLanguageModel", schema);

/**
 * For sentences `[batch, length, words]`, what is known at each place: `[batch length, length words
 * + length]`.
 */
function contexts(sentences: tf.Tensor3D): tf.Tensor2D {
  const [batch, length, words] = sentences.shape;
  const before = tf.tensor2d(
    Array.from({ length: length ** 2 }, (_, i) => (i % length < Math.floor(i / length) ? 1 : 0)),
    [length, length],
  );
  const known = tf.mul(
    tf.reshape(sentences, [batch, 1, length, words]),
    tf.reshape(before, [1, length, length, 1]),
  );
  const place = tf.mul(tf.ones([batch, 1, 1]), tf.reshape(tf.eye(length), [1, length, length]));
  return tf.concat(
    [
      tf.reshape(known, [batch * length, length * words]),
      tf.reshape(place, [batch * length, length]),
    ],
    1,
  );
}

/**
 * Trains a feed-forward language model (https://jmlr.org/papers/v3/bengio03a.html, with all words
 * before as context) by maximum likelihood.
 *
 * @param data one-hot words `[size, length, words]`
 * @throws TypeError on a wrong option, or when the data have another shape; Error when the runtime
 *   has not been started
 */
export function trainLanguageModel(
  data: Dataset,
  options: TrainLanguageModelOptions = {},
): LanguageModel {
  requireRuntime("trainLanguageModel");
  const { epochs, batchSize, learningRate, hiddenUnits, seed } = readOptions(options);
  if (data.shape.length !== 2)
    throw new TypeError(
      "trainLanguageModel: expected one-hot words [length, words], received " +
        `${JSON.stringify(data.shape)}`,
    );
  const [length, words] = data.shape as [number, number];
  const network = tf.sequential({
    name: "languageModel",
    layers: [
      tf.layers.dense({
        units: hiddenUnits,
        activation: "relu",
        inputShape: [length * words + length],
      }),
      tf.layers.dense({ units: words }),
    ],
  });
  initializeKernels(network, "heNormal", seed);
  const batchOf = (positions: Int32Array): tf.Tensor[] => [tensorOf(data, positions)];
  const examples = ([sentences]: tf.Tensor[]): [tf.Tensor, tf.Tensor] => [
    contexts(sentences as tf.Tensor3D),
    tf.reshape(sentences!, [-1, words]),
  ];
  const steps = epochs * Math.floor(data.size / batchSize);
  fitSoftmax(network, data, batchOf, examples, { steps, batchSize, learningRate, seed });
  return { network, length, words };
}

/** Sentences of a language model, drawn word by word: one-hot words `[count, length, words]`. */
export function sampleLanguageModel(
  { network, length, words }: LanguageModel,
  count: number,
  seed = 0,
): Dataset {
  const random = randomStream(seed, "language model");
  const samples = new Float32Array(count * length * words);
  for (let position = 0; position < length; position++) {
    const probabilities = tf.tidy(() => {
      const known = tf.reshape(contexts(tf.tensor3d(samples, [count, length, words])), [
        count,
        length,
        -1,
      ]);
      const here = tf.reshape(tf.slice(known, [0, position, 0], [count, 1, -1]), [count, -1]);
      return tf.softmax(network.predictOnBatch(here) as tf.Tensor).dataSync<"float32">();
    });
    for (let i = 0; i < count; i++) {
      const word = pickByShare(probabilities.subarray(i * words, (i + 1) * words), random);
      samples[(i * length + position) * words + word] = 1;
    }
  }
  return createDataset({ name: "language model", samples, shape: [length, words] });
}
