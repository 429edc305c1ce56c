import { z } from "zod";
import { defineOptions } from "../base/options";
import { scoredLoss, scoreNames, type ScoredLoss } from "./scoredLoss";
import { colors, createFigure, type Figure, type Trace } from "./figure";

export interface PlotDensity1dOptions {
  /** Real numbers. */
  real: ArrayLike<number>;
  /** Generated numbers. */
  fake: ArrayLike<number>;
  /** D's scores along the line. Default: not drawn. */
  discriminator?: { x: readonly number[]; probability: readonly number[] };
  /** Of the game: says whether D's scores are probabilities. Default: not said. */
  loss?: ScoredLoss;
  /** What to show of the line. Default `[-4, 4]`. */
  range?: readonly [number, number];
  /** Default `"The game on a line"`. */
  title?: string;
}

const isNumbers = (value: unknown): boolean =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
const numbers = z.custom<ArrayLike<number>>(isNumbers, "expected an array of numbers");
const list = z.array(z.number()).readonly();
const schema = z.strictObject({
  real: numbers,
  fake: numbers,
  discriminator: z.strictObject({ x: list, probability: list }).optional(),
  loss: scoredLoss.optional(),
  range: z.tuple([z.number(), z.number()]).default([-4, 4]),
  title: z.string().default("The game on a line"),
});
const readOptions = defineOptions("plotDensity1d", schema);
const bins = 40;

function histogram(
  name: string,
  color: string,
  values: ArrayLike<number>,
  [from, to]: readonly [number, number],
): Trace {
  const width = (to - from) / bins;
  const density = new Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    const bin = Math.floor((values[i]! - from) / width);
    if (bin >= 0 && bin < bins) density[bin]! += 1 / (values.length * width);
  }
  const x = density.map((_, i) => from + (i + 0.5) * width);
  return { type: "bar", name, x, y: density, width, marker: { color }, opacity: 0.5 };
}

/**
 * Densities of real and generated numbers as histograms, and D's opinion along the line.
 *
 * @throws TypeError on a wrong option
 */
export function plotDensity1d(options: PlotDensity1dOptions): Figure {
  const { real, fake, discriminator, loss, range, title } = readOptions(options);
  const traces = [
    histogram("real", colors.real, real, range),
    histogram("generated", colors.fake, fake, range),
  ];
  if (discriminator)
    traces.push({
      type: "scatter",
      mode: "lines",
      name: "D(x)",
      x: discriminator.x,
      y: discriminator.probability,
      line: { color: colors.discriminator, width: 2 },
    });
  const figure = createFigure(traces, {
    title,
    xaxis: { title: { text: "x" }, range },
    yaxis: { title: { text: discriminator ? `density, and ${scoreNames(loss).axis}` : "density" } },
  });
  figure.layout.barmode = "overlay";
  return figure;
}
