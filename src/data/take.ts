import { joinNumbers } from "../base/joinNumbers";
import { describeValue, requireInteger } from "../base/options";
import { createDataset, type DataFacts, type Dataset } from "./dataset";
import type { Labels } from "./labels";
import { isData, type Data } from "./pictures";
import { takeSamples } from "./samples";

/**
 * The first samples of data, as numbers; all of them where there are not so many.
 *
 * @throws RangeError where the count is no whole number from 1 on, or pictures would take more than
 *   2 GiB
 */
export function takeFirst(data: Data, count: number): Dataset {
  requireInteger("takeFirst", "the count", count);
  return takeSamples(data, [...Array(Math.min(count, data.size)).keys()]);
}

/**
 * The labels of data that have some.
 *
 * @throws TypeError for data without labels
 */
export function labelsOf({ name, labels }: DataFacts): Labels {
  if (!labels)
    throw new TypeError(
      `labelsOf: expected data with labels, received "${name}" without; load them with classes`,
    );
  return labels;
}

/**
 * The samples of one class, as numbers.
 *
 * @param wanted its label, or its name
 * @throws TypeError for data without labels; RangeError where no sample is of this class
 */
export function takeClass(data: Data, wanted: number | string): Dataset {
  const labels = labelsOf(data);
  const label = typeof wanted === "number" ? wanted : (data.classNames ?? []).indexOf(wanted);
  const found = [...labels.keys()].filter((i) => labels[i] === label);
  if (!found.length)
    throw new RangeError(
      `takeClass: expected one of the classes ${namesOf(data).join(", ")}, received ` +
        describeValue(wanted),
    );
  return takeSamples(data, found, `${data.name}, ${wanted}`);
}

/**
 * How many samples of each class there are, in the order of the labels.
 *
 * @throws TypeError for data without labels
 */
export function countClasses(data: DataFacts): { name: string; count: number }[] {
  const labels = labelsOf(data);
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return namesOf(data).map((name, label) => ({ name, count: counts.get(label) ?? 0 }));
}

/** The names of all classes; where they have none, their labels. */
function namesOf(data: DataFacts): readonly string[] {
  const most = labelsOf(data).reduce((highest, label) => Math.max(highest, label), -1);
  return data.classNames ?? Array.from({ length: most + 1 }, (_, label) => String(label));
}

/**
 * Several sets of samples of one shape as one, one after the other. Labels are left behind.
 *
 * @throws TypeError without a list of datasets of numbers; RangeError where their shapes differ
 */
export function joinSamples(parts: readonly Dataset[]): Dataset {
  const isList = Array.isArray(parts) && parts.length > 0;
  if (!isList || !parts.every((part) => isData(part) && "samples" in part))
    throw new TypeError(
      `joinSamples: expected a list of datasets of numbers, received ${describeValue(parts)}`,
    );
  const [{ name, shape }] = parts as [Dataset];
  const other = parts.find((part) => String(part.shape) !== String(shape));
  if (other)
    throw new RangeError(
      `joinSamples: expected samples of shape ${JSON.stringify(shape)} as the first, received ` +
        JSON.stringify(other.shape),
    );
  const samples = joinNumbers(parts.map((part) => part.samples));
  return createDataset({ name, samples, shape });
}
