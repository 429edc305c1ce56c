import * as tf from "@tensorflow/tfjs";
import { batchStream } from "../data/batches";
import { conditionsOf } from "../data/conditions";
import { sampleLength } from "../data/dataset";
import type { Data } from "../data/pictures";
import { isInFile, ReadAhead, type GatheredBatch } from "../data/readAhead";
import { gatherSamples } from "../data/samples";
import { ownPositions } from "../runtime/collectives/share";
import type { Workers } from "../runtime/collectives/workers";
import type { Game } from "./game";

/** What one update of D is given. */
export interface Batch {
  /** `[batchSize, ...shape]`; a worker's share of it, where there are several. */
  readonly real: tf.Tensor;
  /** `[batchSize, conditionSize]`, in a conditional game; or a share of it. */
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
 * Batches of data, or a worker's share of each. Those of pictures in a file are read ahead by a
 * thread, which the first one starts.
 *
 * @throws TypeError when a conditional game's data have no conditions, RangeError of the batch
 */
export function drawBatches(game: Game, data: Data, batchSize: number, workers?: Workers): Batches {
  const { stepsPerEpoch, indices: all } = batchStream(data, batchSize, game.seed);
  const rows = batchSize / (workers?.count ?? 1);
  const indices = (step: number): Int32Array =>
    workers ? ownPositions(all(step), workers, game.packing) : all(step);
  const { conditionSize } = game;
  const conditions = conditionSize > 0 ? conditionsOf(data, conditionSize) : undefined;
  const { name, size } = data;
  const told = conditions && { name, size, samples: conditions, shape: [conditionSize] };
  const gather = (part: Data, positions: Int32Array): Float32Array => {
    const gathered = new Float32Array(rows * sampleLength(part.shape));
    gatherSamples(part, positions, gathered);
    return gathered;
  };
  const ahead = isInFile(data) ? new ReadAhead(data, rows, indices) : undefined;
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
        real: tf.tensor(samples, [rows, ...data.shape]),
        condition: told && tf.tensor(gather(told, positions), [rows, conditionSize]),
      };
    },
    end: async () => ahead?.close(),
  };
}
