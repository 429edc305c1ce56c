import { z } from "zod";
import { defineOptions, positiveInteger } from "../base/options";
import type { Data } from "../data/pictures";
import { readSamples } from "../data/samples";
import { encodePng, type Png } from "./png";

export interface PlotSamplesOptions {
  /** How many samples, from the first. Default: all of them, at most 100. */
  count?: number;
  /** Images per row. Default: the square root of the count, rounded up. */
  columns?: number;
  /** Screen pixels per image pixel. Default 2. */
  scale?: number;
  /** Screen pixels between images. Default 2. */
  gap?: number;
}

const schema = z.strictObject({
  count: positiveInteger.optional(),
  columns: positiveInteger.optional(),
  scale: positiveInteger.default(2),
  gap: z.int().min(0).default(2),
});
const readOptions = defineOptions("plotSamples", schema);
const paper = 235;
/** -1 … 1 as 0 … 1. */
const levelOf = (value: number): number => Math.min(1, Math.max(0, (value + 1) / 2));

/**
 * Images side by side in a grid. Values -1 … 1 become black … white; what lies outside is cut off.
 *
 * @param data images of shape `[height, width, 1]` (grey) or `[height, width, 3]` (colour),
 *   or `[height, width, 4]`, of which the last is how opaque they are, on the paper's grey
 * @throws TypeError when the samples are not images, or on a wrong option
 */
export function plotSamples(data: Data, options: PlotSamplesOptions = {}): Png {
  const { count = Math.min(100, data.size), columns, scale, gap } = readOptions(options);
  const [height, width, channels] = data.shape;
  if (data.shape.length !== 3 || !height || !width || ![1, 3, 4].includes(channels!))
    throw new TypeError(
      "plotSamples: expected images of shape [height, width, 1, 3 or 4], " +
        `received ${JSON.stringify(data.shape)}`,
    );
  const shown = Math.min(count, data.size);
  const across = Math.min(shown, columns ?? Math.ceil(Math.sqrt(shown)));
  const cellWidth = width * scale + gap;
  const cellHeight = height * scale + gap;
  const gridWidth = across * cellWidth + gap;
  const gridHeight = Math.ceil(shown / across) * cellHeight + gap;
  const samples = readSamples(data, 0, shown);
  const isClear = channels === 4;
  const rgb = new Uint8Array(gridWidth * gridHeight * 3).fill(paper);
  for (let i = 0; i < shown; i++) {
    const left = gap + (i % across) * cellWidth;
    const top = gap + Math.floor(i / across) * cellHeight;
    for (let y = 0; y < height * scale; y++)
      for (let x = 0; x < width * scale; x++) {
        const pixel =
          ((i * height + Math.floor(y / scale)) * width + Math.floor(x / scale)) * channels!;
        const target = ((top + y) * gridWidth + left + x) * 3;
        for (let c = 0; c < 3; c++) {
          const value = levelOf(samples[pixel + (channels === 1 ? 0 : c)]!);
          const opaque = isClear ? levelOf(samples[pixel + 3]!) : 1;
          rgb[target + c] = Math.round(255 * value * opaque + paper * (1 - opaque));
        }
      }
  }
  return encodePng(gridWidth, gridHeight, rgb);
}

/**
 * Samples along paths through latent space, one path a row, without gaps along the path.
 *
 * @param data the samples of the first path, then of the second, …
 * @param steps samples per path
 * @throws RangeError when the samples do not divide into paths
 */
export function plotInterpolation(data: Data, steps: number): Png {
  if (!Number.isInteger(steps) || steps < 2 || data.size % steps !== 0)
    throw new RangeError(
      `plotInterpolation: expected a number of steps that divides ${data.size} samples ` +
        `into paths, received ${steps}`,
    );
  return plotSamples(data, { count: data.size, columns: steps, gap: 1 });
}
