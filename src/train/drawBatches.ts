import * as tf from "@tensorflow/tfjs";
import { batchStream } from "../data/batches";
import { conditionsOf } from "../data/conditions";
import { gatherSamples, type Dataset } from "../data/dataset";
import type { Game } from "./game";

/** What one update of D is given. */
export interface Batch {
  /** `[batchSize, ...shape]` */
  readonly real: tf.Tensor;
  /** `[batchSize, conditionSize]`, in a conditional game. */
  readonly condition: tf.Tensor | undefined;
}

/** The batches of a training, in an order that depends on the game's seed alone. */
export interface Batches {
  readonly stepsPerEpoch: number;
  /** Batch `step` (0, 1, …); its tensors belong to the caller. */
  readonly draw: (step: number) => Batch;
}

/** @throws TypeError when a conditional game's data have no conditions, RangeError of the batch */
export function drawBatches(game: Game, data: Dataset, batchSize: number): Batches {
  const { stepsPerEpoch, batch, indices } = batchStream(data, batchSize, game.seed);
  const { conditionSize } = game;
  const conditions = conditionSize > 0 ? conditionsOf(data, conditionSize) : undefined;
  const told = (positions: Int32Array, all: Float32Array): tf.Tensor => {
    const rows = new Float32Array(positions.length * conditionSize);
    gatherSamples({ ...data, samples: all, shape: [conditionSize] }, positions, rows);
    return tf.tensor(rows, [positions.length, conditionSize]);
  };
  return {
    stepsPerEpoch,
    draw: (step) => ({
      real: tf.tensor(batch(step).slice(), [batchSize, ...data.shape]),
      condition: conditions && told(indices(step), conditions),
    }),
  };
}
