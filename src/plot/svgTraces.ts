import type { Trace } from "./figure";
import { heatmapUrl } from "./heatmap";
import { element, point } from "./svgElement";

/** Where a value is drawn, in pixels. */
export type Scale = (value: number) => number;

/** Draws a trace as SVG. */
export function drawTrace(trace: Trace, x: Scale, y: Scale): string {
  if (trace.type === "heatmap") {
    const [x0, x1] = cellEdges(trace.x as number[]);
    const [y0, y1] = cellEdges(trace.y as number[]);
    return drawImage(heatmapUrl(trace), x(x0), y(y1), x(x1), y(y0));
  }
  if (trace.type === "bar") return drawBars(trace, x, y);
  const points = trace.x.map((a, i) => {
    const b = trace.y[i];
    if (typeof a !== "number" || typeof b !== "number") return undefined;
    return Number.isFinite(x(a) + y(b)) ? point(x(a), y(b)) : undefined;
  });
  return trace.mode === "markers" ? drawDots(trace, points) : drawLine(trace, points);
}

function drawBars(
  { x: centers, y: values, width = 1, ...trace }: Trace,
  x: Scale,
  y: Scale,
): string {
  const look = { fill: trace.marker?.color ?? "#777", "fill-opacity": String(trace.opacity ?? 1) };
  const bars = centers.map((center, i) => {
    const [from, to] = [x(center! - width / 2), x(center! + width / 2)];
    const top = y(values[i]!);
    return element("rect", { x: from, y: top, width: to - from, height: y(0) - top, ...look });
  });
  return bars.join("");
}

/** A dot is a line of length 0 with round ends: a third of a circle element's bytes. */
function drawDots({ marker = {} }: Trace, points: readonly (string | undefined)[]): string {
  const { color = "#777", size = 6, opacity = 1 } = marker;
  return element("path", {
    d: points.map((at) => (at ? `M${at}h0` : "")).join(""),
    fill: "none",
    stroke: color,
    "stroke-width": size,
    "stroke-opacity": String(opacity),
    "stroke-linecap": "round",
  });
}

/** A line, with a gap where a point is none. */
function drawLine({ line = {} }: Trace, points: readonly (string | undefined)[]): string {
  const { color = "#777", width = 1.5, dash } = line;
  const pieces = points.map((at, i) => (at ? `${i > 0 && points[i - 1] ? "L" : "M"}${at}` : ""));
  return element("path", {
    d: pieces.join(""),
    fill: "none",
    stroke: color,
    "stroke-width": width,
    "stroke-dasharray": dash && "3 3",
  });
}

/** A heat map's cells are centred on their coordinates, so it reaches half a cell beyond them. */
function cellEdges(centers: readonly number[]): readonly [number, number] {
  const half = centers.length > 1 ? (centers[1]! - centers[0]!) / 2 : 0.5;
  return [centers[0]! - half, centers.at(-1)! + half];
}

/** A picture, stretched between its sides. */
export const drawImage = (
  href: string,
  left: number,
  top: number,
  right: number,
  bottom: number,
): string =>
  element("image", {
    href,
    x: left,
    y: top,
    width: right - left,
    height: bottom - top,
    preserveAspectRatio: "none",
  });
