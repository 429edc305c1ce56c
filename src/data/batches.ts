import { describeValue } from "../base/options";
import { randomStream } from "../base/random";
import { sampleLength } from "./dataset";
import type { Data } from "./pictures";
import { gatherSamples } from "./samples";

/** One shuffled batch after another, without end; an epoch's last partial batch is left out. */
export interface BatchStream {
  readonly stepsPerEpoch: number;
  /**
   * The samples of batch `step` (0, 1, …): `[batchSize, ...shape]` numbers. The array is reused by
   * the next call.
   */
  readonly batch: (step: number) => Float32Array;
  /**
   * Which samples batch `step` has, without gathering them: a copy of their `batchSize` positions
   * in the data.
   */
  readonly indices: (step: number) => Int32Array;
}

/**
 * Batches in an order that depends on `seed` and the step alone: epoch `e` is its own permutation
 * of the data.
 *
 * @throws RangeError when the batch is no whole number from 1 to the data's size, or, later, the
 *   step none from 0 on
 */
export function batchStream(data: Data, batchSize: number, seed: number): BatchStream {
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > data.size)
    throw new RangeError(
      `batchStream: expected a batchSize of 1 to ${data.size} (the samples of "${data.name}"), ` +
        `received ${batchSize}`,
    );
  const stepsPerEpoch = Math.floor(data.size / batchSize);
  const target = new Float32Array(batchSize * sampleLength(data.shape));
  let epoch = -1;
  let order = new Uint32Array();
  const indices = (step: number): Int32Array => {
    if (!Number.isInteger(step) || step < 0)
      throw new RangeError(
        `batchStream: expected a step of 0, 1, …, received ${describeValue(step)}`,
      );
    const wanted = Math.floor(step / stepsPerEpoch);
    if (wanted !== epoch) {
      epoch = wanted;
      order = randomStream(seed, `data order, epoch ${epoch}`).permutation(
        data.size,
      ) as typeof order;
    }
    const start = (step % stepsPerEpoch) * batchSize;
    return new Int32Array(order.subarray(start, start + batchSize));
  };
  const batch = (step: number): Float32Array => {
    gatherSamples(data, indices(step), target);
    return target;
  };
  return { stepsPerEpoch, batch, indices };
}
