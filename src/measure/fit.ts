import * as tf from "@tensorflow/tfjs";
import { batchStream } from "../data/batches";
import { oneHot } from "../data/conditions";
import { sampleLength } from "../data/dataset";
import { toLabels } from "../data/labels";
import type { Data } from "../data/pictures";
import { gatherSamples } from "../data/samples";
import { compileStep } from "../runtime/compile/compileStep";

export interface FitSchedule {
  /** Updates. */
  readonly steps: number;
  readonly batchSize: number;
  /** Adam's step size. */
  readonly learningRate: number;
  /** Decides the order. */
  readonly seed: number;
}

/**
 * Fits a network to examples by softmax cross-entropy and Adam, in one compiled step. No more than
 * a batch of the data is held in TensorFlow.
 *
 * @param data decides how many samples there are to take in turn
 * @param batchOf the samples at some positions, as tensors
 * @param examples a batch -> inputs and one-hot targets; their cross-entropy is what falls
 */
export function fitSoftmax(
  network: tf.LayersModel,
  data: Data,
  batchOf: (positions: Int32Array) => tf.Tensor[],
  examples: (batch: tf.Tensor[]) => [tf.Tensor, tf.Tensor],
  { steps, batchSize, learningRate, seed }: FitSchedule,
): void {
  const optimizer: tf.Optimizer = tf.train.adam(learningRate);
  const variables = network.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const step = compileStep((...batch: tf.Tensor[]) => {
    const [inputs, targets] = examples(batch);
    const { value, grads } = tf.variableGrads(
      () =>
        tf.losses.softmaxCrossEntropy(
          targets,
          network.apply(inputs, { training: true }) as tf.Tensor,
        ),
      variables,
    );
    optimizer.applyGradients(grads);
    return [value];
  });
  const { indices } = batchStream(data, batchSize, seed);
  for (let number = 0; number < steps; number++) {
    const batch = batchOf(indices(number));
    tf.dispose([...step(...batch), ...batch]);
  }
  optimizer.dispose();
}

/** Some samples as a tensor `[n, ...shape]`. */
export function tensorOf(data: Data, positions: Int32Array): tf.Tensor {
  const rows = new Float32Array(positions.length * sampleLength(data.shape));
  gatherSamples(data, positions, rows);
  return tf.tensor(rows, [positions.length, ...data.shape]);
}

/**
 * Labelled samples at some positions: as a tensor `[n, ...shape]`, and their classes, one-hot.
 *
 * @throws TypeError, naming the caller, where the data have no labels
 */
export function labelledBatches(
  caller: string,
  data: Data,
  wanted?: number,
): { classes: number; batchOf: (positions: Int32Array) => tf.Tensor[] } {
  if (!data.labels)
    throw new TypeError(`${caller}: expected data with labels, received "${data.name}" without`);
  const labels = toLabels(data.labels);
  const classes = wanted ?? labels.reduce((most, label) => Math.max(most, label), 0) + 1;
  const told = (positions: Int32Array): tf.Tensor =>
    tf.tensor2d(
      oneHot(
        positions.map((place) => labels[place]!),
        classes,
      ),
      [positions.length, classes],
    );
  return { classes, batchOf: (positions) => [tensorOf(data, positions), told(positions)] };
}
