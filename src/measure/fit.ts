import * as tf from "@tensorflow/tfjs";
import { batchStream } from "../data/batches";
import type { Dataset } from "../data/dataset";
import { compileStep } from "../runtime/compile/compileStep";
import { gather } from "../runtime/gather";

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
 * Fits a network to examples by softmax cross-entropy and Adam, in one compiled step.
 *
 * @param data decides how many rows there are to take in turn
 * @param rows tensors with one row a sample
 * @param examples a batch of those rows -> inputs and one-hot targets; their cross-entropy is what
 *   falls
 */
export function fitSoftmax(
  network: tf.LayersModel,
  data: Dataset,
  rows: readonly tf.Tensor[],
  examples: (batch: tf.Tensor[]) => [tf.Tensor, tf.Tensor],
  { steps, batchSize, learningRate, seed }: FitSchedule,
): void {
  const optimizer: tf.Optimizer = tf.train.adam(learningRate);
  const variables = network.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const step = compileStep((positions: tf.Tensor, ...all: tf.Tensor[]) => {
    const [inputs, targets] = examples(
      all.map((tensor) => gather(tensor, positions as tf.Tensor1D)),
    );
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
    const positions = tf.tensor1d(indices(number), "int32");
    tf.dispose([...step(positions, ...rows), positions]);
  }
  optimizer.dispose();
}
