import { z } from "zod";
import { defineOptions, positiveInteger, positiveNumber, seedOption } from "../base/options";
import { dataOption, type Data } from "../data/pictures";
import { splitDataset } from "../data/split";
import { requireRuntime } from "../runtime/start";
import { fitSoftmax, labelledBatches } from "./fit";
import { eyeOf, judgeSamples, type Judge } from "./judge";
import { buildJudge } from "./judgeNetwork";
import { Moments } from "./moments";

export interface TrainJudgeOptions {
  /** Labelled pictures to measure its accuracy on. Default: a fifth of the data, not trained on. */
  heldOut?: Data;
  /** Passes over the data. Default 20. */
  epochs?: number;
  /** Updates, instead of passes. */
  steps?: number;
  /** Default 64. */
  batchSize?: number;
  /** Adam's step size. Default 1e-3. */
  learningRate?: number;
  /** Decides the first weights, the order and what is held out. Default 0. */
  seed?: number;
}

const schema = z.strictObject({
  heldOut: dataOption.optional(),
  epochs: positiveInteger.default(20),
  steps: positiveInteger.optional(),
  batchSize: positiveInteger.default(64),
  learningRate: positiveNumber.default(1e-3),
  seed: seedOption,
});
const readOptions = defineOptions("trainJudge", schema);

/**
 * A judge of labelled pictures of any size: a classifier trained on them, three convolutions or
 * more with batch normalisation. Its distances mean what its classes mean, and its accuracy says
 * how well it sees; `judgeSamples`, `measureImages` and the others take it. Make one judge, of real
 * pictures, for all that you compare.
 *
 * @param data pictures `[n, height, width, channels]`, -1 … 1, with labels
 * @throws TypeError on a wrong option, or for data that are no pictures or have no labels;
 *   RangeError when there are fewer pictures than in a batch; Error when the runtime has not been
 *   started
 */
export function trainJudge(data: Data, options: TrainJudgeOptions = {}): Judge {
  requireRuntime("trainJudge");
  const given = readOptions(options);
  const { batchSize, learningRate, seed } = given;
  if (data.shape.length !== 3)
    throw new TypeError(
      "trainJudge: expected pictures [height, width, channels], received " +
        `"${data.name}" of ${JSON.stringify(data.shape)}`,
    );
  const { classes } = labelledBatches("trainJudge", data);
  const parts = given.heldOut
    ? { train: data, test: given.heldOut }
    : splitDataset(data, 0.2, seed);
  const { train, test } = parts;
  if (String(test.shape) !== String(data.shape))
    throw new TypeError(
      `trainJudge: option "heldOut": expected pictures ${JSON.stringify(data.shape)}, received ` +
        `"${test.name}" of ${JSON.stringify(test.shape)}`,
    );
  if (!test.labels)
    throw new TypeError(`trainJudge: expected held-out data with labels, received "${test.name}"`);
  if (train.size < batchSize)
    throw new RangeError(
      `trainJudge: expected ${batchSize} pictures to train on, or a smaller batchSize, received ` +
        `${train.size}`,
    );
  const model = buildJudge(data.shape, classes, seed);
  const { batchOf } = labelledBatches("trainJudge", train, classes);
  const steps = given.steps ?? given.epochs * Math.floor(train.size / batchSize);
  const schedule = { steps, batchSize, learningRate, seed };
  fitSoftmax(model, train, batchOf, ([x, y]) => [x!, y!], schedule);

  const judge = { name: `judge of ${data.name}`, accuracy: 0, model, eye: eyeOf(model) };
  const { features, featureSize } = judgeSamples(train, { judge: { ...judge, featureScale: 1 } });
  const variances = new Moments(featureSize)
    .add(features)
    .covariance()
    .map((row, i) => row[i]!);
  const variance = variances.reduce((sum, value) => sum + value, 0) / featureSize;
  const trained = { ...judge, featureScale: variance > 0 ? 1 / Math.sqrt(variance) : 1 };
  const { labels } = judgeSamples(test, { judge: trained });
  const right = labels.filter((label, i) => label === test.labels![i]);
  return { ...trained, accuracy: right.length / test.size };
}
