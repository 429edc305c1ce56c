import { describeValue } from "../base/options";
import type { DataFacts } from "./dataset";

/** Class numbers as one-hot rows: `[labels.length, classes]` numbers. */
export function oneHot(labels: ArrayLike<number>, classes: number): Float32Array {
  const rows = new Float32Array(labels.length * classes);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes)
      throw new RangeError(
        `expected labels from 0 to ${classes - 1}, received ${describeValue(label)}`,
      );
    rows[i * classes + label] = 1;
  }
  return rows;
}

/**
 * What players are told of each sample, `[size, length]` numbers: the data's own conditions, or
 * their labels, one-hot.
 *
 * @throws TypeError when the data have neither, or conditions of another length; RangeError when a
 *   label is too large
 */
export function conditionsOf(data: DataFacts, length: number): Float32Array {
  if (data.conditions) {
    if (data.conditions.length === data.size * length) return data.conditions;
    throw new TypeError(
      `expected ${length} condition values a sample, as the players take, received ` +
        `${data.conditions.length / data.size} in "${data.name}"`,
    );
  }
  if (data.labels) return oneHot(data.labels, length);
  throw new TypeError(
    "expected data with labels (or conditions), for players that are told the class of " +
      `each sample; received "${data.name}" without`,
  );
}
