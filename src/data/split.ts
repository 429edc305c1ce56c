import { describeValue, requireInteger } from "../base/options";
import { randomStream } from "../base/random";
import type { Dataset } from "./dataset";
import { isNumbers, isPictures, viewPictures, type Data, type Pictures } from "./pictures";
import { takeSamples } from "./samples";
import { viewText, type TextDataset } from "./textDataset";

/** Data cut in two, and the whole. */
export interface SplitDataset<D extends Data = Dataset> {
  /** Every sample, shuffled. */
  readonly all: D;
  readonly train: D;
  readonly test: D;
}

/** Which order the parts of a split have: 1 is that of runs that say nothing of it. */
export type SplitOrder = 1 | 2;

export function splitDataset(
  data: Dataset,
  testFraction: number,
  seed: number,
  order?: SplitOrder,
): SplitDataset;
export function splitDataset(
  data: Pictures,
  testFraction: number,
  seed: number,
  order?: SplitOrder,
): SplitDataset<Pictures>;
export function splitDataset(
  data: TextDataset,
  testFraction: number,
  seed: number,
  order?: SplitOrder,
): SplitDataset<TextDataset>;
export function splitDataset(
  data: Data,
  testFraction: number,
  seed: number,
  order?: SplitOrder,
): SplitDataset<Data>;
/**
 * Shuffles a dataset and splits it so that every class has the same share in both parts
 * (stratified). Of pictures no bytes are copied.
 *
 * @param testFraction the share of each class that goes to `test`, in (0, 1)
 * @param order 2, the default: the first n of each part are a random sample of it. 1, as ganbook
 *   did before: the same parts in the order of the whole, where classes that fill their share of
 *   `test` late come late in `train`
 * @throws RangeError when a part would be empty, or the seed is no whole number
 */
export function splitDataset(
  data: Data,
  testFraction: number,
  seed: number,
  order: SplitOrder = 2,
): SplitDataset<Data> {
  requireInteger("splitDataset", "seed", seed, 0);
  if (!(typeof testFraction === "number" && testFraction > 0 && testFraction < 1))
    throw new RangeError(
      `splitDataset: expected a testFraction between 0 and 1, received ` +
        describeValue(testFraction),
    );
  const shuffled = randomStream(seed, "split").permutation(data.size);
  const perClass = new Map<number, number[]>();
  for (const index of shuffled) {
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
      `splitDataset: expected a testFraction that leaves samples on both sides, received ` +
        `${testFraction} for ${data.size} samples of ${perClass.size} classes ` +
        "(the share of each class is rounded)",
    );
  const take = (places: Uint32Array, name = data.name): Data => {
    if (isNumbers(data)) return takeSamples(data, places, name);
    return isPictures(data) ? viewPictures(data, places, name) : viewText(data, places, name);
  };
  const partOf = (name: string, belongs: (index: number) => boolean): Data => {
    const members = shuffled.filter(belongs);
    const places =
      order === 1
        ? members
        : randomStream(seed, `split, ${name}`)
            .permutation(members.length)
            .map((place) => members[place]!);
    return take(places, `${data.name} (${name})`);
  };
  return {
    all: take(shuffled),
    train: partOf("train", (index) => !test.has(index)),
    test: partOf("test", (index) => test.has(index)),
  };
}
