import { z } from "zod";
import { defineOptions, positiveNumber } from "../base/options";
import { datasetOption, type Dataset } from "../data/dataset";
import { colors, createFigure, type Arrow, type Figure, type Trace } from "./figure";

/**
 * D's scores on a grid, 0 to 1: `probability[row][column]` belongs to `(x[column], y[row])`.
 */
export interface DecisionSurface {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly probability: readonly (readonly number[])[];
}

/**
 * Where each of some points would move to make D believe in it: `[n, 2]` points and as many steps.
 */
export interface PointGradients {
  readonly points: Float32Array;
  readonly steps: Float32Array;
}

export interface PlotDecision2dOptions {
  /** Default: no heat map. */
  surface?: DecisionSurface;
  real?: Dataset;
  fake?: Dataset;
  /** Arrows on the fakes. Default: none. */
  gradients?: PointGradients;
  /** Half the side of the square shown. Default: what holds the real points. */
  reach?: number;
  /** Default `"What D believes, and where the fakes want to go"`. */
  title?: string;
}

const hasAll =
  (...keys: readonly string[]) =>
  (value: unknown): boolean =>
    typeof value === "object" && value !== null && keys.every((key) => key in value);
const schema = z.strictObject({
  surface: z
    .custom<DecisionSurface>(hasAll("x", "y", "probability"), "expected { x, y, probability }")
    .optional(),
  real: datasetOption.optional(),
  fake: datasetOption.optional(),
  gradients: z
    .custom<PointGradients>(hasAll("points", "steps"), "expected { points, steps }")
    .optional(),
  reach: positiveNumber.optional(),
  title: z.string().default("What D believes, and where the fakes want to go"),
});
const readOptions = defineOptions("plotDecision2d", schema);
const mostPoints = 400;

function cloud(name: string, color: string, data: Dataset): Trace {
  if (data.shape.length !== 1 || data.shape[0] !== 2)
    throw new TypeError(
      `plotDecision2d: expected points of shape [2], received ${JSON.stringify(data.shape)}`,
    );
  const x: number[] = [];
  const y: number[] = [];
  for (let i = 0; i < Math.min(mostPoints, data.size); i++) {
    x.push(data.samples[2 * i]!);
    y.push(data.samples[2 * i + 1]!);
  }
  return { type: "scatter", mode: "markers", name, x, y, marker: { color, size: 5, opacity: 0.6 } };
}

/**
 * The plane as D sees it (green: real, purple: fake), real and generated points (the first 400),
 * and the way each fake would move to be believed.
 *
 * @throws TypeError on a wrong option, or when the data are not points of shape `[2]`
 */
export function plotDecision2d(options: PlotDecision2dOptions): Figure {
  const { surface, real, fake, gradients, reach, title } = readOptions(options);
  const traces: Trace[] = [];
  if (surface)
    traces.push({
      type: "heatmap",
      name: "D",
      x: surface.x,
      y: surface.y,
      z: surface.probability,
      colorscale: [
        [0, "#af8dc3"],
        [0.5, "#f7f7f7"],
        [1, "#7fbf7b"],
      ],
      zmin: 0,
      zmax: 1,
      zsmooth: "best",
      colorbar: { title: { text: "D" } },
      showlegend: false,
    });
  if (real) traces.push(cloud("real", colors.real, real));
  if (fake) traces.push(cloud("generated", colors.fake, fake));
  const widest =
    reach ??
    Math.max(1, ...((real ?? fake)?.samples.slice(0, 2 * mostPoints).map(Math.abs) ?? [])) * 1.25;
  const range = [-widest, widest] as const;
  const figure = createFigure(traces, {
    title,
    xaxis: { range, zeroline: false, constrain: "domain" },
    yaxis: { range, zeroline: false, scaleanchor: "x", constrain: "domain" },
    width: 520,
    height: 500,
  });
  if (gradients) figure.layout.annotations = arrows(gradients, widest / 5);
  return figure;
}

/** At most 60 arrows, scaled so that the longest has length `longest`. */
function arrows({ points, steps }: PointGradients, longest: number): Arrow[] {
  const count = Math.min(60, points.length / 2);
  const lengths = Array.from({ length: count }, (_, i) =>
    Math.hypot(steps[2 * i]!, steps[2 * i + 1]!),
  );
  const scale = longest / Math.max(1e-12, ...lengths);
  return Array.from({ length: count }, (_, i) => ({
    x: points[2 * i]! + scale * steps[2 * i]!,
    y: points[2 * i + 1]! + scale * steps[2 * i + 1]!,
    ax: points[2 * i]!,
    ay: points[2 * i + 1]!,
    xref: "x",
    yref: "y",
    axref: "x",
    ayref: "y",
    text: "",
    showarrow: true,
    arrowhead: 2,
    arrowwidth: 1,
    arrowcolor: colors.arrow,
  }));
}
