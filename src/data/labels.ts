import { describeValue } from "../base/options";

/**
 * Class numbers, from 0 on: a Uint8Array, Uint16Array or Int32Array, by what these have in common.
 * (A union of the three has no `reduce` that can be called.)
 */
export interface Labels extends ArrayLike<number>, Iterable<number> {
  /** As an array's. */
  reduce<T>(step: (found: T, label: number, index: number) => T, first: T): T;
  /** As an array's. */
  forEach(work: (label: number, index: number) => void): void;
  /** As an array's. */
  map(make: (label: number, index: number) => number): Labels;
  /** As an array's. */
  filter(test: (label: number, index: number) => boolean): Labels;
  /** As an array's. */
  every(test: (label: number, index: number) => boolean): boolean;
  /** As an array's. */
  some(test: (label: number, index: number) => boolean): boolean;
  /** As an array's. */
  findIndex(test: (label: number, index: number) => boolean): number;
  /** As an array's. */
  indexOf(label: number, from?: number): number;
  /** As an array's. */
  slice(from?: number, to?: number): Labels;
  /** As an array's. */
  subarray(from?: number, to?: number): Labels;
  /** As an array's. */
  keys(): IterableIterator<number>;
  /** As an array's. */
  entries(): IterableIterator<[number, number]>;
  /** As an array's. */
  join(separator?: string): string;
}

/** Class numbers in the smallest array that holds them. */
export function toLabels(numbers: ArrayLike<number>): Labels {
  const values = Int32Array.from(numbers);
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  return largest < 256
    ? Uint8Array.from(values)
    : largest < 65_536
      ? Uint16Array.from(values)
      : values;
}

/**
 * Looks at the labels of `size` samples.
 *
 * @param fail throws, told what was expected and what was received
 */
export function checkLabels(
  labels: Labels,
  size: number,
  fail: (expected: string, received: string) => never,
): void {
  if (![Uint8Array, Uint16Array, Int32Array].some((type) => labels instanceof type))
    fail("labels in a Uint8Array, Uint16Array or Int32Array", describeValue(labels));
  if (labels.length !== size) fail(`${size} labels, one per sample`, `${labels.length} labels`);
  const bad = labels.findIndex((label) => label < 0);
  if (bad >= 0) fail("labels from 0 on", `${labels[bad]} for sample ${bad}`);
}
