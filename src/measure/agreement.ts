import * as tf from "@tensorflow/tfjs";
import { shareInterval, type Interval } from "../base/interval";
import { defineOptions } from "../base/options";
import { oneHot } from "../data/conditions";
import type { Dataset } from "../data/dataset";
import type { Data } from "../data/pictures";
import { takeSamples } from "../data/samples";
import {
  classifierSchema,
  classifierSteps,
  classify,
  nameSamples,
  trainClassifier,
  type TrainClassifierOptions,
} from "./classifier";

/**
 * The share of samples that somebody names as they were asked to be, with its 95 % interval
 * (Wilson's).
 *
 * @param asked the labels that a conditional generator was told
 * @param seen the labels that a judge gives them
 * @throws RangeError when there are not as many of one as of the other
 */
export function labelAgreement(asked: ArrayLike<number>, seen: ArrayLike<number>): Interval {
  if (asked.length !== seen.length || asked.length === 0)
    throw new RangeError(
      `labelAgreement: expected as many labels on both sides, received ${asked.length} and ` +
        `${seen.length}`,
    );
  let same = 0;
  for (let i = 0; i < asked.length; i++) if (asked[i] === seen[i]) same++;
  return shareInterval(same, asked.length);
}

/**
 * Keeps those samples that the game's own D names as G was told to draw them, for drawings that a
 * classifier is to learn from: D's auxiliary classifier has learned from the training data alone,
 * so nobody outside the game helps.
 *
 * @param discriminator one with an auxiliary classifier (`conditioning: "auxiliary"` or
 *   `"projection + auxiliary"`)
 * @param drawn samples with the labels that G was told
 * @throws TypeError when D names no classes or the samples have no labels; RangeError when D agrees
 *   with none
 */
export function rejectMislabelled(discriminator: tf.LayersModel, drawn: Dataset): Dataset {
  const [, ofClass] = discriminator.outputs;
  const { labels } = drawn;
  if (!ofClass || !labels)
    throw new TypeError(
      "rejectMislabelled: expected samples with labels and a discriminator that names them " +
        '(conditioning: "auxiliary"), received ' +
        `${labels ? "one that does not" : "samples without"}`,
    );
  const classes = ofClass.shape[1]!;
  const named = nameSamples(drawn, (samples, start) => {
    const [count] = samples.shape;
    const told = tf.tensor2d(oneHot(labels.subarray(start, start + count), classes), [
      count,
      classes,
    ]);
    const inputs = [samples, told];
    return (
      discriminator.predictOnBatch(
        discriminator.inputs.length > 1 ? inputs : samples,
      ) as tf.Tensor[]
    )[1]!;
  });
  const kept = Array.from(labels.keys()).filter((i) => named[i] === labels[i]);
  if (kept.length === 0)
    throw new RangeError(
      "rejectMislabelled: expected a discriminator that agrees with some labels, received " +
        "one that names every sample otherwise; train the game for longer",
    );
  return takeSamples(drawn, kept);
}

/** What a classifier is worth that has only seen generated data. */
export interface SyntheticTraining {
  /** The share of test samples named rightly by a classifier trained on generated data. */
  readonly synthetic: Interval;
  /** The same of one trained on real data. */
  readonly real: Interval;
  /** How much the first falls behind, in percentage points. */
  readonly gap: number;
}

const readOptions = defineOptions("trainOnSynthetic", classifierSchema);

/**
 * Trains one classifier on generated and one on real data, alike otherwise, and tests both on real
 * data that neither has seen (train on synthetic, test on real: https://arxiv.org/abs/1706.02633,
 * section 4.1). Both take the same number of steps, so that more generated than real data mean more
 * variety, not more training.
 *
 * @param options `epochs` are those over the real data
 * @throws TypeError on a wrong option, or when any of the data has no labels
 */
export function trainOnSynthetic(
  synthetic: Data,
  real: Data,
  test: Data,
  options: TrainClassifierOptions = {},
): SyntheticTraining {
  const given = readOptions(options);
  for (const [what, { labels }] of Object.entries({ synthetic, real, test }))
    if (!labels)
      throw new TypeError(
        `trainOnSynthetic: expected labels in all data, received ${what} data without`,
      );
  const steps = classifierSteps(real, given);
  const accuracy = (data: Data): Interval => {
    const model = trainClassifier(data, { ...options, steps });
    const seen = classify(model, test);
    model.dispose();
    return labelAgreement(test.labels!, seen);
  };
  const [ofSynthetic, ofReal] = [accuracy(synthetic), accuracy(real)];
  return { synthetic: ofSynthetic, real: ofReal, gap: 100 * (ofReal.mean - ofSynthetic.mean) };
}
