import * as tf from "@tensorflow/tfjs";
import { findOwnLayers, withLayerClasses, type LayerClass } from "./ownLayers";

/**
 * A second generator whose weights are the moving average of the first one's, which draws better
 * and steadier samples than any single step (https://arxiv.org/abs/1806.04498).
 */
export interface Average {
  readonly generator: tf.LayersModel;
  /** The weights' decay a step, once warmed up. */
  readonly decay: number;
  /** Updates so far. */
  readonly steps: tf.Variable;
  readonly pairs: readonly { mean: tf.Variable; weight: tf.Variable }[];
}

const floats = (model: tf.LayersModel): tf.Variable[] =>
  model.weights
    .map((weight) => weight.read() as tf.Variable)
    .filter(({ dtype }) => dtype === "float32");

/** Starts an average at the generator's present weights. */
export function createAverage(generator: tf.LayersModel, decay: number): Average {
  const twin = copyModel(generator);
  const means = floats(twin);
  const pairs = floats(generator).map((weight, i) => ({ mean: means[i]!, weight }));
  return { generator: twin, decay, steps: tf.tidy(() => tf.variable(tf.scalar(0), false)), pairs };
}

/** A model of the same layers and weights, with variables of its own. */
function copyModel(model: tf.LayersModel): tf.LayersModel {
  const type = model.constructor as unknown as {
    fromConfig(type: unknown, config: tf.serialization.ConfigDict): tf.LayersModel;
  };
  const classes = findOwnLayers(model).map((layer) => layer.constructor as LayerClass);
  const twin = withLayerClasses(classes, () => type.fromConfig(type, model.getConfig()));
  twin.setWeights(model.getWeights());
  return twin;
}

/**
 * Moves the average towards the generator; for the first steps faster: the decay is at most (1 + t)
 * / (10 + t).
 *
 * @param decay default: the average's own
 */
export function updateAverage(average: Average, decay: tf.Scalar | number = average.decay): void {
  const { steps, pairs } = average;
  tf.tidy(() => {
    const share = tf.sub(1, tf.minimum(decay, tf.div(tf.add(steps, 1), tf.add(steps, 10))));
    for (const { mean, weight } of pairs)
      mean.assign(tf.add(mean, tf.mul(share, tf.sub(weight, mean))));
    steps.assign(tf.add(steps, 1));
  });
}
