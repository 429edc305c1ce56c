/**
 * One worker's share of a batch. Inside {@link withShare} these functions speak to the other
 * workers; everywhere else a batch is whole, and they give back what they are given.
 *
 * What is minimised is the sum of what each worker computes, so the slope of a sum over workers is
 * the sum of the slopes.
 */
import * as tf from "@tensorflow/tfjs";
import { andRestore } from "../../base/interrupt";
import type { Workers } from "./workers";

/** What a step plays with. */
export interface Share {
  readonly workers: Workers;
  /** The worker's samples in a batch. */
  readonly rows: number;
  /**
   * In how many parts a batch is cut before it is shared out: each worker has the same rows of
   * each part, so that samples that are judged at once stay together.
   */
  readonly parts: number;
}

let current: (Share & { calls: number }) | undefined;

/** Runs a step with a worker's share of a batch; alone, just runs it. */
export function withShare<T>(share: Share | undefined, step: () => T): T {
  const before = current;
  current = share && { ...share, calls: 0 };
  return andRestore(step, () => (current = before));
}

/** Whether this is one worker of several, with a share of a batch. */
export const isSharing = (): boolean => current !== undefined;

/** Sums of a step are told apart by their order, which is the same for all workers. */
const sum = (share: NonNullable<typeof current>, x: tf.Tensor): tf.Tensor =>
  share.workers.sum(x, `step ${share.calls++}`);

/**
 * What `draw` gives for the whole batch, of which only the worker's own rows are kept: random
 * numbers do not depend on how many workers there are. For shapes that are not a batch's all
 * workers get the same.
 *
 * @param axis along which the samples are
 */
export function drawOwnRows(
  shape: readonly number[],
  draw: (shape: number[]) => tf.Tensor,
  axis = 0,
): tf.Tensor {
  const own = shape[axis]!;
  const isPacked = own !== current?.rows;
  if (!current || (isPacked && own * current.parts !== current.rows)) return draw([...shape]);
  const { index, count } = current.workers;
  const parts = isPacked ? 1 : current.parts;
  const [before, after] = [shape.slice(0, axis), shape.slice(axis + 1)];
  const whole = draw([...before, own * count, ...after]);
  const sides = [sizeOf(before), parts, count, own / parts, sizeOf(after)];
  const taken = tf.slice(tf.reshape(whole, sides), [0, 0, index, 0, 0], [-1, -1, 1, -1, -1]);
  return tf.reshape(taken, [...shape]);
}

/** The same choice of rows among the positions of a batch. */
export function ownPositions(
  positions: Int32Array,
  { index, count }: Pick<Workers, "index" | "count">,
  parts: number,
): Int32Array {
  const length = positions.length / parts / count;
  const own = new Int32Array(parts * length);
  for (let part = 0; part < parts; part++) {
    const start = (part * count + index) * length;
    own.set(positions.subarray(start, start + length), part * length);
  }
  return own;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, side) => size * side, 1);

/**
 * Logits of the whole batch, of several tensors `[rows, …]` at once, for what every worker computes
 * alike of them. Its slope is that of each worker's own rows: the others' are the same elsewhere,
 * and need not be asked for.
 */
export function gatherAlike(tensors: readonly tf.Tensor[]): tf.Tensor[] {
  const share = current;
  if (!share) return [...tensors];
  const gather = tf.customGrad((x) => ({
    value: placeOwn(share, x as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => tf.mul(takeOwn(share, dy), share.workers.count),
  }));
  const widths = tensors.map(({ size, shape }) => size / shape[0]);
  const rows = tensors.map((x, i) => tf.reshape(x, [x.shape[0], widths[i]!]));
  const all = gather(tf.concat(rows, 1));
  return tensors.map(({ shape: [, ...rest] }, i) => {
    const part = tf.slice(all, [0, startOf(widths, i)], [-1, widths[i]!]);
    return tf.reshape(part, [all.shape[0], ...rest]);
  });
}

/** Where a part begins; `tf.split` into one part has no slope (tfjs-core 4.22.0, SplitV_grad). */
const startOf = (lengths: readonly number[], i: number): number =>
  lengths.slice(0, i).reduce((sum, length) => sum + length, 0);

/**
 * What `compute` makes of the rows of all workers, of which only the worker's own are kept. Alone,
 * what it makes of its rows.
 *
 * @param compute `[rows, …]` -> as many rows
 */
export function computeTogether(x: tf.Tensor, compute: (all: tf.Tensor) => tf.Tensor): tf.Tensor {
  const share = current;
  return share ? takeOwn(share, compute(gatherRows(share, x))) : compute(x);
}

/** The rows of all workers; the slopes of their uses are added up. */
const gatherRows = (share: NonNullable<typeof current>, x: tf.Tensor): tf.Tensor =>
  tf.customGrad((given) => ({
    value: placeOwn(share, given as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => takeOwn(share, addUp(share, dy)),
  }))(x);

/** A sum over workers with a slope, of any order. */
const addUp = (share: NonNullable<typeof current>, x: tf.Tensor): tf.Tensor =>
  tf.customGrad((given) => ({
    value: sum(share, given as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => addUp(share, dy),
  }))(x);

/** The rows of all, by a sum of what is 0 but in each worker's own place. */
function placeOwn(share: NonNullable<typeof current>, x: tf.Tensor): tf.Tensor {
  const { index, count } = share.workers;
  const [rows, ...rest] = x.shape as [number, ...number[]];
  const empty = (workers: number): tf.Tensor[] =>
    workers > 0 ? [tf.zeros([workers * rows, ...rest])] : [];
  return sum(share, tf.concat([...empty(index), x, ...empty(count - 1 - index)], 0));
}

/** The worker's own rows among all. */
function takeOwn({ workers }: Share, all: tf.Tensor): tf.Tensor {
  const rows = all.shape[0] / workers.count;
  const rest = all.shape.slice(1);
  return tf.slice(all, [workers.index * rows, ...rest.map(() => 0)], [rows, ...rest]);
}

/** The mean over workers of what each has as a mean over its own rows; alone, as it is. */
export function meanOfWorkers<T extends tf.Tensor>(x: T): T {
  return current ? tf.div<T>(addUp(current, x), current.workers.count) : x;
}

/** A worker's part of a mean over the batch, which it has as a mean over its own rows. */
export const partOfMean = <T extends tf.Tensor>(x: T): T =>
  current ? tf.div<T>(x, current.workers.count) : x;

/** Sums over workers of float32 tensors, in one message; alone, as they are. */
export function addUpAll(tensors: readonly tf.Tensor[]): tf.Tensor[] {
  if (!current) return [...tensors];
  const all = sum(current, tf.concat(tensors.map((x) => tf.reshape(x, [-1]))));
  const lengths = tensors.map(({ size }) => size);
  return tensors.map(({ shape }, i) =>
    tf.reshape(tf.slice(all, startOf(lengths, i), lengths[i]), shape),
  );
}

/** Whether batch normalisation looks at the worker's own rows only. */
export const looksAtOwn = (): boolean => current?.workers.batchStatistics === "own";
