import type { Figure } from "./figure";
import { drawLegend, drawXAxis, drawYAxis, rangeOf, type Room } from "./svgAxes";
import { element, svgDocument, textElement } from "./svgElement";
import { drawImage, drawTrace, type Scale } from "./svgTraces";

/**
 * Draws a figure as static SVG, for places without Plotly (GitHub, nbconvert, files). Knows the
 * traces that our plots use: scatter, bar and heat map, arrows and background images.
 *
 * @param id a name that no other figure in the same document has
 */
export function renderSvg(figure: Figure, id = "figure"): string {
  const { data, layout } = figure;
  const { width, height, title, xaxis, yaxis, images = [], annotations = [] } = layout;
  const xRange = rangeOf(xaxis, data, "x");
  const yRange = rangeOf(yaxis, data, "y");
  const [across, up] = [xRange[1] - xRange[0], yRange[1] - yRange[0]];
  const room = roomOf(layout, across, up);
  const x: Scale = (value) => room.left + ((value - xRange[0]) / across) * room.width;
  const y: Scale = (value) => room.top + room.height - ((value - yRange[0]) / up) * room.height;
  const inside = [
    ...images.map(({ source, x: left, y: top, sizex, sizey }) =>
      drawImage(source, x(left), y(top), x(left + sizex), y(top - sizey)),
    ),
    ...data.map((trace) => drawTrace(trace, x, y)),
    ...annotations.map((arrow) =>
      element("line", {
        x1: x(arrow.ax),
        y1: y(arrow.ay),
        x2: x(arrow.x),
        y2: y(arrow.y),
        stroke: arrow.arrowcolor,
        "stroke-width": arrow.arrowwidth,
        "marker-end": `url(#${id}-arrow)`,
      }),
    ),
  ];
  const { left: frameX, top: frameY, ...sides } = room;
  const frame = { x: frameX, y: frameY, ...sides };
  const clip = element("clipPath", { id: `${id}-plot` }, element("rect", frame));
  return svgDocument({ width, height, fontSize: 12 }, `figure "${title.text}"`, [
    element("defs", {}, arrowHead(`${id}-arrow`) + clip),
    element("rect", { ...frame, fill: layout.plot_bgcolor }),
    textElement({ x: room.left, y: 20, "font-size": 15 }, title.text),
    drawLegend(data, room.left, 44),
    drawXAxis(xaxis, xRange, x, room),
    drawYAxis(yaxis, yRange, y, room),
    element("g", { "clip-path": `url(#${id}-plot)` }, inside.join("")),
  ]);
}

/** What the margins leave; with axes of one unit, as much of it as their ranges take. */
function roomOf(layout: Figure["layout"], across: number, up: number): Room {
  const { l: left, r, t: top, b } = layout.margin;
  const [width, height] = [layout.width - left - r, layout.height - top - b];
  if (layout.yaxis.scaleanchor !== "x") return { left, top, width, height };
  const unit = Math.min(width / across, height / up);
  return { left, top, width: unit * across, height: unit * up };
}

const arrowHead = (id: string): string =>
  element(
    "marker",
    {
      id,
      viewBox: "0 0 6 6",
      refX: 5,
      refY: 3,
      markerWidth: 5,
      markerHeight: 5,
      orient: "auto",
    },
    element("path", { d: "M0 0L6 3L0 6z", fill: "#d6604d" }),
  );
