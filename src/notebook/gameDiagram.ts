import { element, svgDocument, textElement } from "../plot/svgElement";
import type { Game } from "../train/game";

/** A game as a diagram: who draws, who judges, and what passes between them. */
export function drawGame({ generator, discriminator, latentSize, loss, step }: Game): string {
  const sample = JSON.stringify(generator.outputs[0]!.shape.slice(1));
  const weights = (model: typeof generator): string =>
    `${model.countParams().toLocaleString("en")} weights`;
  return svgDocument({ width: 700, height: 190, fontSize: 13 }, `game at step ${step}`, [
    element("defs", {}, arrowHead),
    box(10, 20, 90, "#f3f3f3", ["z", `[${latentSize}]`]),
    arrow(100, 47, 138, 47),
    box(140, 20, 150, "#fde8d8", ["G", weights(generator)]),
    arrow(290, 47, 328, 47),
    box(330, 20, 120, "#f3f3f3", ["fake", sample]),
    box(330, 110, 120, "#f3f3f3", ["real", sample]),
    arrow(450, 47, 488, 76),
    arrow(450, 137, 488, 106),
    box(490, 64, 150, "#dbe8f5", ["D", weights(discriminator)]),
    arrow(640, 91, 676, 91),
    textElement({ x: 10, y: 132 }, `loss: ${loss.name}`),
    textElement({ x: 10, y: 152 }, `step ${step}`),
  ]);
}

/** A box with a bold line of text and a grey one. */
function box(
  x: number,
  y: number,
  width: number,
  fill: string,
  [name, about]: readonly [string, string],
): string {
  const middle = { x: x + width / 2, "text-anchor": "middle" };
  return (
    element("rect", { x, y, width, height: 54, rx: 6, fill, stroke: "#888" }) +
    textElement({ ...middle, y: y + 23, "font-weight": "bold" }, name) +
    textElement({ ...middle, y: y + 41, fill: "#666" }, about)
  );
}

const arrow = (x1: number, y1: number, x2: number, y2: number): string =>
  element("line", {
    x1,
    y1,
    x2,
    y2,
    stroke: "#444",
    "stroke-width": 1.5,
    "marker-end": "url(#tip)",
  });

const arrowHead = element(
  "marker",
  {
    id: "tip",
    viewBox: "0 0 8 8",
    refX: 7,
    refY: 4,
    markerWidth: 7,
    markerHeight: 7,
    orient: "auto",
  },
  element("path", { d: "M0 0 8 4 0 8z", fill: "#444" }),
);
