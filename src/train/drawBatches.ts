import * as tf from "@tensorflow/tfjs";
import { batchStream } from "../data/batches";
import { conditionsOf } from "../data/conditions";
import { sampleLength } from "../data/dataset";
import type { Data } from "../data/pictures";
import { isInFile, ReadAhead, type GatheredBatch } from "../data/readAhead";
import { gatherSamples } from "../data/samples";
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
  /** Gives back what the next batches were prepared with. */
  readonly end: () => Promise<void>;
}

/**
 * Batches of data. Those of pictures in a file are read ahead by a thread, which the first one
 * starts.
 *
 * @throws TypeError when a conditional game's data have no conditions, RangeError of the batch
 */
export function drawBatches(game: Game, data: Data, batchSize: number): Batches {
  const { stepsPerEpoch, indices } = batchStream(data, batchSize, game.seed);
  const { conditionSize } = game;
  const conditions = conditionSize > 0 ? conditionsOf(data, conditionSize) : undefined;
  const { name, size } = data;
  const told = conditions && { name, size, samples: conditions, shape: [conditionSize] };
  const gather = (part: Data, positions: Int32Array): Float32Array => {
    const rows = new Float32Array(batchSize * sampleLength(part.shape));
    gatherSamples(part, positions, rows);
    return rows;
  };
  const ahead = isInFile(data) ? new ReadAhead(data, batchSize, indices) : undefined;
  const read = (step: number): GatheredBatch => {
    if (ahead) return ahead.draw(step);
    const positions = indices(step);
    return { positions, samples: gather(data, positions) };
  };
  return {
    stepsPerEpoch,
    draw(step) {
      const { positions, samples } = read(step);
      return {
        real: tf.tensor(samples, [batchSize, ...data.shape]),
        condition: told && tf.tensor(gather(told, positions), [batchSize, conditionSize]),
      };
    },
    end: async () => ahead?.close(),
  };
}
