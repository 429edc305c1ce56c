import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { defineOptions, positiveInteger, positiveNumber, seedOption } from "../base/options";
import { likeliest } from "../base/pick";
import { dropoutLayer } from "../build/dropout";
import { initializeKernels } from "../build/weights";
import { toLabels, type Labels } from "../data/labels";
import type { Data } from "../data/pictures";
import { readSamples } from "../data/samples";
import { requireRuntime } from "../runtime/start";
import { fitSoftmax, labelledBatches } from "./fit";

export interface TrainClassifierOptions {
  /** Default: as many as the largest label asks for. */
  classes?: number;
  /** Passes over the data. Default 10. */
  epochs?: number;
  /** Updates, instead of passes. */
  steps?: number;
  /** Default 64. */
  batchSize?: number;
  /** Adam's step size. Default 1e-3. */
  learningRate?: number;
  /** Decides the first weights and the order. Default 0. */
  seed?: number;
}

export const classifierSchema = z.strictObject({
  classes: positiveInteger.optional(),
  epochs: positiveInteger.default(10),
  steps: positiveInteger.optional(),
  batchSize: positiveInteger.default(64),
  learningRate: positiveNumber.default(1e-3),
  seed: seedOption,
});
const readOptions = defineOptions("trainClassifier", classifierSchema);

/** How many updates the options mean on these data. */
export function classifierSteps(
  data: Data,
  { epochs, steps, batchSize }: z.output<typeof classifierSchema>,
): number {
  return steps ?? epochs * Math.floor(data.size / batchSize);
}

/**
 * Trains a small classifier of labelled data: two convolutions (32 and 64, 5 x 5, stride 2),
 * dropout 0.4 and a hidden layer of 64 for images, two hidden layers of 64 for vectors. What it is
 * good for: to see whether it learns as much from generated data.
 *
 * @returns samples -> class logits `[batch, classes]`
 * @throws TypeError on a wrong option, or when the data have no labels; RangeError when there are
 *   fewer samples than in a batch; Error when the runtime has not been started
 */
export function trainClassifier(data: Data, options: TrainClassifierOptions = {}): tf.LayersModel {
  requireRuntime("trainClassifier");
  const given = readOptions(options);
  const { batchSize, learningRate, seed } = given;
  const { classes, batchOf } = labelledBatches("trainClassifier", data, given.classes);
  const model = buildClassifier(data.shape, classes);
  initializeKernels(model, "heNormal", seed);
  const steps = classifierSteps(data, given);
  fitSoftmax(model, data, batchOf, ([x, y]) => [x!, y!], { steps, batchSize, learningRate, seed });
  return model;
}

function buildClassifier(shape: readonly number[], classes: number): tf.LayersModel {
  const conv = { kernelSize: 5, strides: 2, padding: "same", activation: "relu" } as const;
  const isImage = shape.length === 3;
  const first = { inputShape: [...shape] };
  const layers = isImage
    ? [
        tf.layers.conv2d({ ...conv, filters: 32, ...first }),
        tf.layers.conv2d({ ...conv, filters: 64 }),
      ]
    : [
        tf.layers.reshape({ targetShape: [shape.reduce((a, b) => a * b, 1)], ...first }),
        tf.layers.dense({ units: 64, activation: "relu" }),
      ];
  const between = isImage ? [tf.layers.flatten(), dropoutLayer({ rate: 0.4 })] : [];
  const rest = [
    tf.layers.dense({ units: 64, activation: "relu" }),
    tf.layers.dense({ units: classes }),
  ];
  return tf.sequential({ name: "classifier", layers: [...layers, ...between, ...rest] });
}

/** The likeliest class of each sample. */
export function classify(model: tf.LayersModel, data: Data): Labels {
  return nameSamples(data, (samples) => model.predictOnBatch(samples) as tf.Tensor);
}

/**
 * The likeliest class of each sample, a few hundred at a time.
 *
 * @param logitsOf samples, and the position of the first of them in the data -> class logits
 *   `[batch, classes]`
 */
export function nameSamples(
  data: Data,
  logitsOf: (samples: tf.Tensor, start: number) => tf.Tensor,
): Labels {
  const labels = new Int32Array(data.size);
  const atATime = 500;
  for (let start = 0; start < data.size; start += atATime) {
    const count = Math.min(atATime, data.size - start);
    tf.tidy(() => {
      const x = tf.tensor(readSamples(data, start, count), [count, ...data.shape]);
      const logits = logitsOf(x, start);
      const [values, classes] = [logits.dataSync<"float32">(), logits.shape[1]!];
      for (let i = 0; i < count; i++)
        labels[start + i] = likeliest(values.subarray(i * classes, (i + 1) * classes));
    });
  }
  return toLabels(labels);
}
