import { z } from "zod";
import { defineOptions, describeValue } from "../base/options";
import { checkLabels, type Labels } from "./labels";

/** What all data say of themselves, wherever their numbers are. */
export interface DataFacts {
  readonly name: string;
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

/** Samples of one shape, stored one after the other as numbers in memory. */
export interface Dataset extends DataFacts {
  /**
   * `[size, ...shape]` numbers in row-major order, in the range the generator draws in (images: -1
   * … 1).
   */
  readonly samples: Float32Array;
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
  ["size", "source", "conditions", "centers", "standardDeviation", "codes", "vocabulary"].concat([
    ...["separator", "columns", "bytes", "rows", "words"],
  ]),
);

/** The number of values in one sample. */
export function sampleLength(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/** Throws by `fail` unless a shape is made of positive integers. */
export function checkShape(
  shape: readonly number[],
  fail: (expected: string, received: string) => never,
): void {
  const isSide = (side: unknown): boolean => Number.isInteger(side) && Number(side) > 0;
  if (!Array.isArray(shape) || !shape.length || !shape.every(isSide))
    fail("a shape of positive integers such as [28, 28, 1]", JSON.stringify(shape));
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
  checkShape(shape, fail);
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
