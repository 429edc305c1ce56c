import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { writeFileAtomically } from "../base/files";
import { defineOptions, describeValue } from "../base/options";
import { likeliest } from "../base/pick";
import { encodeTensors, readTensorFile } from "../base/tensorFile";
import type { Data } from "../data/pictures";
import { readSamples } from "../data/samples";
import { packageFolder } from "../base/paths";
import { requireRuntime } from "../runtime/start";
import { toLabels, type Labels } from "../data/labels";
import { buildJudge, featureLayer } from "./judgeNetwork";
import { checkSamples } from "./rows";

/**
 * A classifier that looks at pictures for us: its last hidden layer is what distances are measured
 * in. `loadJudge` gives that of MNIST's digits, `trainJudge` one of your own pictures.
 */
export interface Judge {
  readonly name: string;
  /** The share of held-out pictures that it names rightly, as measured when it was trained. */
  readonly accuracy: number;
  /** Pictures `[n, ...shape]` -> class logits `[n, classes]`. */
  readonly model: tf.LayersModel;
  /** Samples -> the last hidden layer. */
  readonly eye: tf.LayersModel;
  /**
   * What features are multiplied with, so that those of the judge's training data have variance 1
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
  readonly labels: Labels;
  /** `[size, classes]` */
  readonly probabilities: Float32Array;
  /** `[size, featureSize]`, scaled. */
  readonly features: Float32Array;
  readonly featureSize: number;
}

const atATime = 500;

/** Where the shipped weights are; `npm run judge` makes them again. */
export const judgeFile: string = join(packageFolder, "src", "measure", "judge.safetensors");

let shipped: Judge | undefined;

/**
 * A judge from its file. By default that of MNIST's digits that comes with the library, trained on
 * 8,000 digits of the `mnist` package (`test/bench/trainJudge.ts`), whose weights are loaded once.
 *
 * @param file as `saveJudge` writes it
 * @throws Error when the file is missing, damaged, or no judge's; or when the runtime has not been
 *   started
 */
export function loadJudge(file?: string): Judge {
  requireRuntime("loadJudge");
  if (file !== undefined) return readJudge(file);
  return (shipped ??= readJudge(judgeFile));
}

function readJudge(file: string): Judge {
  const { metadata, tensors } = readTensorFile(file);
  const { name, accuracy, featureScale, shape = "28,28,1", classes = "10" } = metadata;
  const model = buildJudge(shape.split(",").map(Number), Number(classes));
  const stored = model.getWeights().map((weight, i) => ({ weight, known: tensors.get(String(i)) }));
  const isJudges = stored.every(
    ({ weight, known }) => String(weight.shape) === String(known?.shape),
  );
  if (!isJudges || name === undefined || !(Number(featureScale) > 0)) {
    model.dispose();
    throw new Error(
      `loadJudge: expected a judge, as saveJudge writes it, in ${file}, received other tensors`,
    );
  }
  tf.tidy(() =>
    model.setWeights(
      stored.map(({ weight, known }) => tf.tensor(known!.values, [...known!.shape], weight.dtype)),
    ),
  );
  return {
    name,
    accuracy: Number(accuracy),
    model,
    eye: eyeOf(model),
    featureScale: Number(featureScale),
  };
}

/**
 * Keeps a judge that `trainJudge` has made, as a safetensors file: distances compare only within
 * one judge, so that all that is to be compared later needs the same one.
 *
 * @returns the absolute path
 * @throws TypeError for something that is no judge; Error when the file cannot be written
 */
export function saveJudge(judge: Judge, file: string): string {
  if (!isJudge(judge))
    throw new TypeError(
      `saveJudge: expected a judge, such as trainJudge gives, received ${describeValue(judge)}`,
    );
  const { name, accuracy, featureScale, model } = judge;
  const tensors = new Map(
    model.getWeights().map((weight, i) => {
      const numbers = weight.dataSync();
      const values =
        weight.dtype === "int32" ? Int32Array.from(numbers) : Float32Array.from(numbers);
      return [String(i), { shape: weight.shape, values }];
    }),
  );
  const shape = String(model.inputs[0]!.shape.slice(1));
  const classes = String(model.outputs[0]!.shape[1]);
  const scale = { accuracy: String(accuracy), featureScale: String(featureScale) };
  const metadata = { name, shape, classes, ...scale };
  return writeFileAtomically(file, encodeTensors({ metadata, tensors }));
}

/** A judge's network up to its last hidden layer. */
export const eyeOf = (model: tf.LayersModel): tf.LayersModel =>
  tf.model({ inputs: model.inputs, outputs: model.getLayer(featureLayer).output });

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
 * @param data images of the judge's shape, -1 … 1: `[n, 28, 28, 1]` by default
 * @throws TypeError on a wrong option, or when they are of another shape; RangeError for NaN or
 *   infinite numbers
 */
export function judgeSamples(data: Data, options: JudgeSamplesOptions = {}): Judgement {
  const { judge = loadJudge() } = readOptions(options);
  const shape = judge.model.inputs[0]!.shape.slice(1) as number[];
  if (String(data.shape) !== String(shape))
    throw new TypeError(
      `judgeSamples: expected images of ${JSON.stringify(shape)}, as "${judge.name}" knows them, ` +
        `received ${JSON.stringify(data.shape)}; trainJudge makes a judge of other pictures`,
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
  const named = Int32Array.from({ length: data.size }, (_, i) =>
    likeliest(probabilities.subarray(i * classes, (i + 1) * classes)),
  );
  const labels = toLabels(named);
  return { labels, probabilities, features, featureSize };
}
