import { z } from "zod";
import { defineOptions, describeValue } from "../base/options";

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

/** Samples of one shape, stored one after the other. */
export interface Dataset {
  readonly name: string;
  /**
   * `[size, ...shape]` numbers in row-major order, in the range the generator draws in (images: -1
   * … 1).
   */
  readonly samples: Float32Array;
  /** The shape of one sample, e.g. `[28, 28, 1]` or `[2]`. */
  readonly shape: readonly number[];
  /** The number of samples. */
  readonly size: number;
  /** One class (or mixture component) per sample. */
  readonly labels?: Labels;
  /** What each label means. */
  readonly classNames?: readonly string[];
  /**
   * What conditional players are told of each sample, `[size, length]` numbers, where it is not its
   * label.
   */
  readonly conditions?: Float32Array;
  /** How `loadData` can load it again; set by the loaders. */
  readonly source?: {
    readonly loader: string;
    readonly part?: string;
    readonly folder?: string;
    readonly options: object;
  };
}

/** An option that is a dataset. */
export const datasetOption: z.ZodCustom<Dataset> = z.custom<Dataset>(
  (value) => (value as Dataset | undefined)?.samples instanceof Float32Array,
  "expected a dataset",
);

/** What {@link createDataset} needs. */
export interface DatasetParts {
  name: string;
  samples: Float32Array;
  shape: readonly number[];
  labels?: Labels;
  classNames?: readonly string[];
}

/** Only names are looked at here; `createDataset` looks at the numbers. */
const partsSchema = z.strictObject({
  name: z.string(),
  samples: z.custom<Float32Array>(),
  shape: z.custom<readonly number[]>(),
  labels: z.custom<Labels>().optional(),
  classNames: z.custom<readonly string[]>().optional(),
});
const readParts = defineOptions("createDataset", partsSchema);
/** What is true of one dataset's numbers only, and left behind in `{ ...data, samples }`. */
const ofOthers = new Set(
  "size source conditions centers standardDeviation codes vocabulary separator columns".split(" "),
);

/** The number of values in one sample. */
export function sampleLength(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/**
 * Makes a dataset of your own numbers, after checking them. In `{ ...data, samples }` the name,
 * shape, labels and class names are those of `data`; its conditions and source are left behind.
 *
 * @throws TypeError on an unknown option, when a shape is not made of positive integers, the data
 *   is empty, does not divide into samples, holds NaN or infinite numbers, or comes with a
 *   different number of labels, or with labels that are no class numbers in a Uint8Array,
 *   Uint16Array or Int32Array
 */
export function createDataset(parts: DatasetParts): Dataset {
  const own = Object.entries(Object(parts) as object).filter(([key]) => !ofOthers.has(key));
  const { name, samples, shape, labels, classNames } = readParts(Object.fromEntries(own));
  const fail = (expected: string, received: string): never => {
    throw new TypeError(`dataset "${name}": expected ${expected}, received ${received}`);
  };
  if (!(samples instanceof Float32Array)) fail("samples in a Float32Array", describeValue(samples));
  if (
    !Array.isArray(shape) ||
    !shape.length ||
    !shape.every((side) => Number.isInteger(side) && side > 0)
  )
    fail("a shape of positive integers such as [28, 28, 1]", JSON.stringify(shape));
  const length = sampleLength(shape);
  if (samples.length === 0) fail("at least one sample", "empty data");
  if (samples.length % length !== 0)
    fail(
      `a multiple of ${length} numbers (shape ${JSON.stringify(shape)})`,
      `${samples.length} numbers`,
    );
  const size = samples.length / length;
  if (labels) checkLabels(labels, size, fail);
  const bad = samples.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    fail(
      "finite numbers",
      `${samples[bad]} in sample ${Math.floor(bad / length)}, value ${bad % length}`,
    );
  return {
    name,
    samples,
    shape: [...shape],
    size,
    ...(labels && { labels }),
    ...(classNames && { classNames }),
  };
}

function checkLabels(
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

/**
 * The samples at `indices`, in that order, as a new dataset.
 *
 * @throws TypeError without a list of positions; RangeError when an index is no sample's
 */
export function takeSamples(
  data: Dataset,
  indices: ArrayLike<number>,
  name: string = data.name,
): Dataset {
  if (!Number.isInteger((indices as ArrayLike<number> | undefined)?.length))
    throw new TypeError(
      `takeSamples: expected a list of positions, received ${describeValue(indices)}`,
    );
  const length = sampleLength(data.shape);
  const samples = new Float32Array(indices.length * length);
  gatherSamples(data, indices, samples);
  const labels = data.labels && toLabels(Array.from(indices, (index) => data.labels![index]!));
  const taken = createDataset({
    name,
    samples,
    shape: data.shape,
    ...(labels && { labels }),
    ...(data.classNames && { classNames: data.classNames }),
  });
  if (!data.conditions) return taken;
  const size = data.conditions.length / data.size;
  const rows = Array.from(indices, (index) =>
    data.conditions!.subarray(index * size, (index + 1) * size),
  );
  return { ...taken, conditions: Float32Array.from(rows.flatMap((row) => [...row])) };
}

/**
 * Copies the samples at `indices` into `target`, which holds `indices.length` samples.
 *
 * @throws RangeError when an index is no sample's, or the target is of another length
 */
export function gatherSamples(
  data: Dataset,
  indices: ArrayLike<number>,
  target: Float32Array,
): void {
  const length = sampleLength(data.shape);
  if (target.length !== indices.length * length)
    throw new RangeError(
      `expected a target of ${indices.length * length} numbers, received ${target.length}`,
    );
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    if (!Number.isInteger(index) || index < 0 || index >= data.size)
      throw new RangeError(
        `expected indices from 0 to ${data.size - 1} (the samples of "${data.name}"), ` +
          `received ${describeValue(index)} at place ${i}`,
      );
    const start = index * length;
    target.set(data.samples.subarray(start, start + length), i * length);
  }
}
