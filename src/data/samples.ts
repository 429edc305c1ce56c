import { describeValue } from "../base/options";
import type { ByteFile } from "./byteFile";
import { createDataset, sampleLength, type Dataset } from "./dataset";
import { toLabels } from "./labels";
import { writeLevels } from "./levels";
import { checkIndex, isNumbers, isPictures, takeConditions, type Data } from "./pictures";
import { wordsOf, type TextDataset } from "./textDataset";

/** Numbers that bytes and words may become: 2 GiB of them. */
const mostNumbers = 2 ** 29;
/** A view of an array is an object: it costs more than to copy fewer numbers than these. */
const fewNumbers = 32;

/**
 * The samples at `indices`, in that order, as a new dataset of numbers in memory.
 *
 * @throws TypeError without a list of positions; RangeError when an index is no sample's,
 *   or pictures or sentences would take more than 2 GiB
 */
export function takeSamples(
  data: Data,
  indices: ArrayLike<number>,
  name: string = data.name,
): Dataset {
  if (!Number.isInteger((indices as ArrayLike<number> | undefined)?.length))
    throw new TypeError(
      `takeSamples: expected a list of positions, received ${describeValue(indices)}`,
    );
  const count = indices.length * sampleLength(data.shape);
  if (!isNumbers(data) && count > mostNumbers)
    throw new RangeError(
      `takeSamples: expected samples of 2 GiB of numbers at most, received ${indices.length} of ` +
        `${JSON.stringify(data.shape)}; take fewer: games and measures take them as they are`,
    );
  const samples = new Float32Array(count);
  gatherSamples(data, indices, samples);
  const labels = data.labels && toLabels(Array.from(indices, (index) => data.labels![index]!));
  const taken = createDataset({
    name,
    samples,
    shape: data.shape,
    ...(labels && { labels }),
    ...(data.classNames && { classNames: data.classNames }),
  });
  return data.conditions ? { ...taken, conditions: takeConditions(data, indices) } : taken;
}

/**
 * Copies the samples at `indices` into `target`, which holds `indices.length` samples; bytes become
 * the numbers that they stand for, words one-hot.
 *
 * @throws RangeError when an index is no sample's, or the target is of another length; Error when
 *   the pictures' file has become shorter
 */
export function gatherSamples(data: Data, indices: ArrayLike<number>, target: Float32Array): void {
  const length = sampleLength(data.shape);
  if (target.length !== indices.length * length)
    throw new RangeError(
      `expected a target of ${indices.length * length} numbers, received ${target.length}`,
    );
  for (let i = 0; i < indices.length; i++) checkIndex(data, indices[i]!, i);
  if (isNumbers(data)) return gatherNumbers(data.samples, length, indices, target);
  if (!isPictures(data)) return gatherWords(data, indices, target);
  const read = readerOf(data.bytes, length);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    writeLevels(read(data.rows ? data.rows[index]! : index), target, i * length);
  }
}

function gatherNumbers(
  samples: Float32Array,
  length: number,
  indices: ArrayLike<number>,
  target: Float32Array,
): void {
  for (let i = 0, place = 0; i < indices.length; i++, place += length) {
    const from = indices[i]! * length;
    if (length > fewNumbers) target.set(samples.subarray(from, from + length), place);
    else for (let j = 0; j < length; j++) target[place + j] = samples[from + j]!;
  }
}

function gatherWords(data: TextDataset, indices: ArrayLike<number>, target: Float32Array): void {
  const [length, size] = data.shape as [number, number];
  target.fill(0);
  for (let i = 0; i < indices.length; i++)
    wordsOf(data, indices[i]!).forEach((word, place) => {
      target[(i * length + place) * size + word] = 1;
    });
}

/** Gives the bytes of a row; the array may be used again for the next. */
function readerOf(bytes: Uint8Array | ByteFile, length: number): (row: number) => Uint8Array {
  if (bytes instanceof Uint8Array) return (row) => bytes.subarray(row * length, (row + 1) * length);
  const one = new Uint8Array(length);
  return (row) => {
    bytes.read(one, row * length);
    return one;
  };
}

/**
 * The numbers of `count` samples from `start` on, `[count, ...shape]`, for what looks at all data
 * in parts.
 */
export function readSamples(data: Data, start: number, count: number): Float32Array {
  const length = sampleLength(data.shape);
  if (isNumbers(data)) return data.samples.slice(start * length, (start + count) * length);
  const part = new Float32Array(count * length);
  gatherSamples(
    data,
    Uint32Array.from({ length: count }, (_, i) => start + i),
    part,
  );
  return part;
}
