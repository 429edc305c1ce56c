import { z } from "zod";
import { defineOptions, positiveInteger, seedOption } from "../base/options";
import { randomStream } from "../base/random";
import { createDataset, type Dataset } from "./dataset";
import { loadMnist } from "./mnist";

export interface StackedMnistOptions {
  /** How many images to stack. Default 20,000 (190 MB). */
  size?: number;
  /** Which digits to draw from. Default `"train"`. */
  part?: "all" | "train" | "test";
  /** Default 0. */
  seed?: number;
}

/** The options, to be kept as JSON. */
export const stackedMnistOptions = z.strictObject({
  size: positiveInteger.default(20_000),
  part: z.enum(["all", "train", "test"]).default("train"),
  seed: seedOption,
});
const readOptions = defineOptions("stackedMnist", stackedMnistOptions);

/**
 * Stacked MNIST: three random digits as the red, green and blue of one image, `[size, 28, 28, 3]`,
 * which makes 1,000 modes that can be counted. Source: https://arxiv.org/abs/1611.02163, section
 * 3.3. Digits are those of `loadMnist()`.
 *
 * @throws TypeError on an unknown option or a wrong value
 */
export function stackedMnist(options: StackedMnistOptions = {}): Dataset {
  const { size, part, seed } = readOptions(options);
  // Any order would do, as they are drawn at random; recorded runs know this one.
  const digits = loadMnist({ order: 1 })[part];
  const random = randomStream(seed, "stacked MNIST");
  const pixels = 28 * 28;
  const samples = new Float32Array(size * pixels * 3);
  for (let i = 0; i < 3 * size; i++) {
    const [image, channel, digit] = [Math.floor(i / 3), i % 3, random.integer(digits.size)];
    for (let p = 0; p < pixels; p++)
      samples[(image * pixels + p) * 3 + channel] = digits.samples[digit * pixels + p]!;
  }
  const data = createDataset({ name: "Stacked MNIST", samples, shape: [28, 28, 3] });
  return { ...data, source: { loader: "stackedMnist", options: { size, part, seed } } };
}
