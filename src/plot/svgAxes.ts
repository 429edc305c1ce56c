import type { Axis, Trace } from "./figure";
import { element, round, textElement } from "./svgElement";
import type { Scale } from "./svgTraces";
import { niceTicks } from "./ticks";

/** The least and the greatest value that an axis shows. */
export type Range = readonly [number, number];

/** The room that a plot takes in its figure, in pixels. */
export interface Room {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Numbers beyond this are not drawn: their differences are no numbers. */
const largest = 1e300;

/** An axis' range: its own, or that of the traces with a little room. */
export function rangeOf(axis: Axis, traces: readonly Trace[], key: "x" | "y"): Range {
  if (axis.range) return withRoom(...axis.range);
  const values = traces
    .flatMap((trace) => trace[key])
    .filter((value): value is number => value !== null && Math.abs(value) <= largest);
  if (traces.some(({ type }) => type === "bar") && key === "y") values.push(0);
  if (!values.length) return [0, 1];
  const [low, high] = values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
  if (key === "x") return withRoom(low, high);
  const pad = (high - low) * 0.05 || 1;
  return withRoom(low - (low === 0 ? 0 : pad), high + pad);
}

/** A range with something in it, whatever it was. */
function withRoom(low: number, high: number): Range {
  if (!(Math.abs(low) <= largest && Math.abs(high) <= largest)) return [0, 1];
  return low < high ? [low, high] : [Math.min(low, high) - 1, Math.max(low, high) + 1];
}

const grey = "#e4e4e4";

/** The axis along the lower side: grid, ticks and title. */
export function drawXAxis(axis: Axis, range: Range, x: Scale, room: Room): string {
  const { left, top, width } = room;
  const bottom = top + room.height;
  const ticks = niceTicks(...range, Math.max(3, width / 90)).map((tick) => {
    const at = x(tick);
    const line = element("line", { x1: at, y1: top, x2: at, y2: bottom, stroke: grey });
    const label = textElement({ x: at, y: bottom + 16, "text-anchor": "middle" }, tick);
    return axis.showgrid === false ? label : line + label;
  });
  const place = { x: left + width / 2, y: bottom + 36, "text-anchor": "middle" };
  return ticks.join("") + (axis.title ? textElement(place, axis.title.text) : "");
}

/** The axis along the left side. */
export function drawYAxis(axis: Axis, range: Range, y: Scale, room: Room): string {
  const { left, top, width, height } = room;
  const ticks = niceTicks(...range, Math.max(3, height / 50)).map((tick) => {
    const at = y(tick);
    const line = element("line", { x1: left, y1: at, x2: left + width, y2: at, stroke: grey });
    const label = textElement({ x: left - 6, y: at + 4, "text-anchor": "end" }, tick);
    return axis.showgrid === false ? label : line + label;
  });
  const middle = round(top + height / 2);
  const transform = `rotate(-90 16 ${middle})`;
  const place = { x: 16, y: middle, "text-anchor": "middle", transform };
  return ticks.join("") + (axis.title ? textElement(place, axis.title.text) : "");
}

/** The traces' names and colours, side by side. */
export function drawLegend(traces: readonly Trace[], left: number, y: number): string {
  let x = left;
  return traces
    .map(({ name, showlegend, line, marker }) => {
      if (!name || showlegend === false) return "";
      const fill = line?.color ?? marker?.color ?? "#777";
      const entry =
        element("rect", { x, y: y - 9, width: 10, height: 10, fill }) +
        textElement({ x: x + 14, y }, name);
      x += 30 + name.length * 7;
      return entry;
    })
    .join("");
}
