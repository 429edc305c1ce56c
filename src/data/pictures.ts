import { z } from "zod";
import { defineOptions, describeValue } from "../base/options";
import { ByteFile } from "./byteFile";
import { checkShape, sampleLength, type DataFacts, type Dataset } from "./dataset";
import { checkLabels, toLabels, type Labels } from "./labels";
import { isText, type TextDataset } from "./textDataset";

/**
 * Pictures of one shape as bytes, a quarter of the memory, or none where they lie in a file: byte b
 * stands for b / 127.5 - 1, so that 0 … 255 are -1 (black) … 1 (white). `takeSamples` gives
 * numbers.
 */
export interface Pictures extends DataFacts {
  /** `[rows, ...shape]` bytes, in memory or in a file. */
  readonly bytes: Uint8Array | ByteFile;
  /** In which row each sample is. Default: as many rows as samples, in their order. */
  readonly rows?: Uint32Array;
}

/** Data that a game can be played with: numbers in memory, pictures as bytes, or sentences. */
export type Data = Dataset | Pictures | TextDataset;

/** Whether data are pictures as bytes. */
export const isPictures = (data: Data): data is Pictures => "bytes" in data;
/** Whether data are numbers in memory. */
export const isNumbers = (data: Data): data is Dataset => "samples" in data;

const isBytes = (value: unknown): boolean =>
  value instanceof Uint8Array || value instanceof ByteFile;
/** Whether something is data, as numbers, bytes or words. */
export const isData = (value: unknown): value is Data =>
  (value as Dataset | undefined)?.samples instanceof Float32Array ||
  isBytes((value as Pictures | undefined)?.bytes) ||
  isText(Object(value) as object);
/** An option that is data. */
export const dataOption: z.ZodCustom<Data> = z.custom<Data>(isData, "expected a dataset");

/** What {@link createPictures} needs. */
export interface PicturesParts {
  name: string;
  bytes: Uint8Array;
  shape: readonly number[];
  labels?: Labels;
  classNames?: readonly string[];
}

const partsSchema = z.strictObject({
  name: z.string(),
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array, "expected a Uint8Array"),
  shape: z.custom<readonly number[]>(),
  labels: z.custom<Labels>().optional(),
  classNames: z.custom<readonly string[]>().optional(),
});
const readParts = defineOptions("createPictures", partsSchema);

/**
 * Pictures of your own bytes, `[n, ...shape]` of them, after checking them. The bytes are not
 * copied.
 *
 * @throws TypeError on a wrong option, when a shape is not made of positive integers, there are no
 *   bytes, or they do not divide into samples, or when labels are none, or not one for each
 */
export function createPictures(parts: PicturesParts): Pictures {
  const { name, bytes, shape, labels, classNames } = readParts(parts);
  const fail = (expected: string, received: string): never => {
    throw new TypeError(`pictures "${name}": expected ${expected}, received ${received}`);
  };
  checkShape(shape, fail);
  const length = sampleLength(shape);
  if (bytes.length === 0 || bytes.length % length !== 0)
    fail(`bytes for samples of ${length} each (${JSON.stringify(shape)})`, `${bytes.length} bytes`);
  const size = bytes.length / length;
  if (labels) checkLabels(labels, size, fail);
  return {
    name,
    bytes,
    shape: [...shape],
    size,
    ...(labels && { labels }),
    ...(classNames && { classNames }),
  };
}

/**
 * The pictures at `indices`, in that order: the same bytes, looked at in another order.
 *
 * @throws RangeError when an index is no sample's
 */
export function viewPictures(
  data: Pictures,
  indices: ArrayLike<number>,
  name: string = data.name,
): Pictures {
  const { bytes, shape, labels, classNames } = data;
  const rows = Uint32Array.from(indices, (index, i) => {
    checkIndex(data, index, i);
    return data.rows ? data.rows[index]! : index;
  });
  const chosen = labels && toLabels(Array.from(indices, (index) => labels[index]!));
  return {
    name,
    bytes,
    rows,
    shape,
    size: rows.length,
    ...(chosen && { labels: chosen }),
    ...(classNames && { classNames }),
    ...(data.conditions && { conditions: takeConditions(data, indices) }),
  };
}

/** What players are told of the samples at `indices`, of data that have conditions. */
export function takeConditions(
  { conditions = new Float32Array(), size }: DataFacts,
  indices: ArrayLike<number>,
): Float32Array {
  const length = conditions.length / size;
  const taken = new Float32Array(indices.length * length);
  for (let i = 0; i < indices.length; i++) {
    const start = indices[i]! * length;
    taken.set(conditions.subarray(start, start + length), i * length);
  }
  return taken;
}

/** @throws RangeError when an index is no sample's */
export function checkIndex({ name, size }: DataFacts, index: number, place: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= size)
    throw new RangeError(
      `expected indices from 0 to ${size - 1} (the samples of "${name}"), received ` +
        `${describeValue(index)} at place ${place}`,
    );
}
