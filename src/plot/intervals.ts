import { z } from "zod";
import { defineOptions } from "../base/options";
import { colors, createFigure, type Figure, type Trace } from "./figure";

/** A mean with its interval, and what it is of. */
export interface NamedInterval {
  readonly name: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface PlotIntervalsOptions {
  /** What is compared, above the figure and beside its axis. Default `""`. */
  title?: string;
}

const readOptions = defineOptions(
  "plotIntervals",
  z.strictObject({ title: z.string().default("") }),
);

/**
 * Means side by side, each with its interval; the names are shown over the points. An interval
 * without end, of a single value, is left out.
 *
 * @throws TypeError on a wrong option
 */
export function plotIntervals(
  intervals: readonly NamedInterval[],
  options: PlotIntervalsOptions = {},
): Figure {
  const { title } = readOptions(options);
  const color = colors.generator;
  const bars = intervals.flatMap(({ low, high }, i): Trace[] =>
    Number.isFinite(low) && Number.isFinite(high)
      ? [
          {
            type: "scatter",
            mode: "lines",
            x: [i + 1, i + 1],
            y: [low, high],
            line: { color, width: 1.5 },
            showlegend: false,
            hoverinfo: "skip",
          },
        ]
      : [],
  );
  const points = intervals.map(({ name, mean }, i): Trace => ({
    type: "scatter",
    mode: "markers",
    name: `${i + 1}: ${name}`,
    x: [i + 1],
    y: [mean],
    marker: { color, size: 7 },
  }));
  return createFigure([...bars, ...points], {
    title,
    xaxis: { title: { text: "setting" }, range: [0.5, intervals.length + 0.5] },
    yaxis: { title: { text: title } },
  });
}
