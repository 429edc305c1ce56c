import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { defineOptions } from "../base/options";
import { likeliest } from "../base/pick";
import { readTensorFile } from "../base/tensorFile";
import type { Data } from "../data/pictures";
import { readSamples } from "../data/samples";
import { packageFolder } from "../base/paths";
import { requireRuntime } from "../runtime/start";
import { dropoutLayer } from "../build/dropout";
import { checkSamples } from "./rows";

/**
 * A classifier that looks at digits for us: its last hidden layer is what distances are measured
 * in.
 */
export interface Judge {
  readonly name: string;
  /** The share of held-out digits that it names rightly, as measured when it was trained. */
  readonly accuracy: number;
  readonly model: tf.LayersModel;
  /** Samples -> the last hidden layer. */
  readonly eye: tf.LayersModel;
  /**
   * What features are multiplied with, so that those of the judge's training digits have variance 1
   * on average.
   */
  readonly featureScale: number;
}

const isJudge = (value: unknown): boolean =>
  (value as Judge | null)?.eye instanceof tf.LayersModel &&
  (value as Judge).model instanceof tf.LayersModel;
/** An option that is a judge. */
export const judgeOption: z.ZodCustom<Judge> = z.custom<Judge>(
  isJudge,
  "expected a judge, such as loadJudge() gives",
);

/** What a judge sees in some samples. */
export interface Judgement {
  /** The likeliest class of each sample. */
  readonly labels: Uint8Array;
  /** `[size, classes]` */
  readonly probabilities: Float32Array;
  /** `[size, featureSize]`, scaled. */
  readonly features: Float32Array;
  readonly featureSize: number;
}

const shape = [28, 28, 1];
const atATime = 500;

/** Where the shipped weights are; `npm run judge` makes them again. */
export const judgeFile: string = join(packageFolder, "src", "measure", "judge.safetensors");

/**
 * The judge's network with its first weights: five convolutions with batch normalisation, a hidden
 * layer of 64, ten logits.
 */
export function buildJudge(): tf.LayersModel {
  let seed = 0;
  const kernelInitializer = (): ReturnType<typeof tf.initializers.heNormal> =>
    tf.initializers.heNormal({ seed: ++seed });
  const block = (filters: number, strides: number, inputShape?: number[]): tf.layers.Layer[] => [
    tf.layers.conv2d({
      filters,
      kernelSize: 3,
      strides,
      padding: "same",
      useBias: false,
      kernelInitializer: kernelInitializer(),
      ...(inputShape && { inputShape }),
    }),
    tf.layers.batchNormalization({ momentum: 0.9 }),
    tf.layers.reLU(),
  ];
  return tf.sequential({
    name: "judge",
    layers: [
      ...block(16, 1, shape),
      ...block(32, 2),
      ...block(32, 1),
      ...block(64, 2),
      ...block(64, 1),
      tf.layers.flatten(),
      dropoutLayer({ rate: 0.3, seed: 1 }),
      tf.layers.dense({
        units: 64,
        activation: "relu",
        kernelInitializer: kernelInitializer(),
        name: "judge_features",
      }),
      dropoutLayer({ rate: 0.3, seed: 2 }),
      tf.layers.dense({ units: 10, kernelInitializer: kernelInitializer() }),
    ],
  });
}

let shipped: Judge | undefined;

/**
 * The judge of MNIST's digits that comes with the library, trained on 8,000 digits of the `mnist`
 * package (`test/bench/trainJudge.ts`). Weights are loaded once.
 *
 * @throws Error when the file is missing or damaged
 */
export function loadJudge(): Judge {
  requireRuntime("loadJudge");
  if (shipped) return shipped;
  const { metadata, tensors } = readTensorFile(judgeFile);
  const model = buildJudge();
  tf.tidy(() =>
    model.setWeights(
      model.weights.map(({ dtype }, i) => {
        const { values, shape } = tensors.get(String(i))!;
        return tf.tensor(values, [...shape], dtype);
      }),
    ),
  );
  const eye = tf.model({ inputs: model.inputs, outputs: model.getLayer("judge_features").output });
  return (shipped = {
    name: metadata.name!,
    accuracy: Number(metadata.accuracy),
    model,
    eye,
    featureScale: Number(metadata.featureScale),
  });
}

export interface JudgeSamplesOptions {
  /** Default: `loadJudge()`. */
  judge?: Judge;
}

const readOptions = defineOptions(
  "judgeSamples",
  z.strictObject({ judge: judgeOption.optional() }),
);

/**
 * Shows samples to a judge.
 *
 * @param data images `[n, 28, 28, 1]`, -1 … 1
 * @throws TypeError on a wrong option, or when they are of another shape; RangeError for NaN or
 *   infinite numbers
 */
export function judgeSamples(data: Data, options: JudgeSamplesOptions = {}): Judgement {
  const { judge = loadJudge() } = readOptions(options);
  if (String(data.shape) !== String(shape))
    throw new TypeError(
      `judgeSamples: expected images of ${JSON.stringify(shape)}, received ` +
        `${JSON.stringify(data.shape)}`,
    );
  checkSamples("judgeSamples", "images", data);
  const featureSize = judge.eye.outputs[0]!.shape[1]!;
  const classes = judge.model.outputs[0]!.shape[1]!;
  const features = new Float32Array(data.size * featureSize);
  const probabilities = new Float32Array(data.size * classes);
  for (let start = 0; start < data.size; start += atATime) {
    const count = Math.min(atATime, data.size - start);
    tf.tidy(() => {
      const x = tf.tensor(readSamples(data, start, count), [count, ...shape]);
      const seen = tf.mul(judge.eye.predictOnBatch(x) as tf.Tensor, judge.featureScale);
      features.set(seen.dataSync<"float32">(), start * featureSize);
      probabilities.set(
        tf.softmax(judge.model.predictOnBatch(x) as tf.Tensor).dataSync<"float32">(),
        start * classes,
      );
    });
  }
  const labels = Uint8Array.from({ length: data.size }, (_, i) =>
    likeliest(probabilities.subarray(i * classes, (i + 1) * classes)),
  );
  return { labels, probabilities, features, featureSize };
}
