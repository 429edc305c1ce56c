import { randomStream } from "../base/random";
import { takeSamples, type Dataset } from "./dataset";

/** A dataset cut in two, and the whole. */
export interface SplitDataset {
  /** Every sample, shuffled. */
  readonly all: Dataset;
  readonly train: Dataset;
  readonly test: Dataset;
}

/**
 * Shuffles a dataset and splits it so that every class has the same share in both parts (stratified).
 *
 * @param testFraction the share of each class that goes to `test`, in (0, 1)
 */
export function splitDataset(data: Dataset, testFraction: number, seed: number): SplitDataset {
  const order = randomStream(seed, "split").permutation(data.size);
  const perClass = new Map<number, number[]>();
  for (const index of order) {
    const label = data.labels?.[index] ?? 0;
    const members = perClass.get(label) ?? [];
    members.push(index);
    perClass.set(label, members);
  }
  const test = new Set<number>();
  for (const members of perClass.values())
    members.slice(0, Math.round(members.length * testFraction)).forEach((index) => test.add(index));
  if (test.size === 0 || test.size === data.size)
    throw new RangeError(
      `splitDataset: expected a testFraction that leaves samples on both sides, received ${testFraction} for ${data.size} samples`,
    );
  return {
    all: takeSamples(data, order),
    train: takeSamples(
      data,
      order.filter((index) => !test.has(index)),
      `${data.name} (train)`,
    ),
    test: takeSamples(
      data,
      order.filter((index) => test.has(index)),
      `${data.name} (test)`,
    ),
  };
}
