import { z } from "zod";
import { defineOptions, describeValue } from "../base/options";
import { colors, createFigure, type Figure } from "./figure";

export interface PlotCurvesOptions {
  /** Default `"Curves"`. */
  title?: string;
  /** What x is. Default `"x"`. */
  xTitle?: string;
}

const schema = z.strictObject({
  title: z.string().default("Curves"),
  xTitle: z.string().default("x"),
});
const readOptions = defineOptions("plotCurves", schema);

const palette = [colors.discriminator, colors.generator, colors.real, colors.fake, colors.neutral];

/**
 * Curves over the same places, each by its name: `plotCurves(x, { square: x.map((v) => v * v) })`.
 *
 * @throws TypeError on a wrong option; RangeError where a curve has not one number for each place,
 *   or there are none or more than five
 */
export function plotCurves(
  x: readonly number[],
  curves: Readonly<Record<string, readonly number[]>>,
  options: PlotCurvesOptions = {},
): Figure {
  const { title, xTitle } = readOptions(options);
  const named = Object.entries(curves);
  if (named.length < 1 || named.length > palette.length)
    throw new RangeError(
      `plotCurves: expected 1 to ${palette.length} curves, received ${named.length}`,
    );
  for (const [name, y] of named)
    if (!Array.isArray(y) || y.length !== x.length)
      throw new RangeError(
        `plotCurves: expected ${x.length} numbers for "${name}", one for each x, received ` +
          describeValue(y),
      );
  return createFigure(
    named.map(([name, y], i) => ({
      type: "scatter",
      mode: "lines",
      name,
      x: [...x],
      y: [...y],
      line: { color: palette[i]!, width: 1.5 },
    })),
    { title, xaxis: { title: { text: xTitle } }, yaxis: {} },
  );
}
