import type { Figure } from "../plot/figure";
import { isPng, pngUrl, type Png } from "../plot/png";
import { renderSvg } from "../plot/svg";
import { element, svgDocument, textElement } from "../plot/svgElement";

/** What the live view shows. */
export interface LivePicture {
  headline: string;
  details: string;
  /** How much is done, 0 … 1. */
  share: number;
  /** Drawn below one another on the left. */
  charts: readonly Figure[];
  /** Drawn on the right. */
  picture: Png | Figure | undefined;
}

const width = 800; // fits Lab's cells in a window of 1280
const chartWidth = 440;
const chartHeight = 190;
const headerHeight = 64;

/**
 * The live view as one SVG, so that each redraw replaces everything at once and the last one stays
 * readable anywhere.
 */
export function composeLiveSvg({ headline, details, share, charts, picture }: LivePicture): string {
  const height = headerHeight + charts.length * chartHeight;
  const side = Math.min(width - chartWidth - 20, height - headerHeight - 10);
  const bar = Math.round((width - 20) * Math.min(1, share));
  const track = { x: 10, y: 8, height: 10, rx: 5 };
  return svgDocument({ width, height, fontSize: 13 }, `${headline}\n${details}`, [
    element("rect", { ...track, width: width - 20, fill: "#e4e4e4" }),
    element("rect", { ...track, width: bar, fill: "#2166ac" }),
    textElement({ x: 10, y: 37 }, headline),
    textElement({ x: 10, y: 56 }, details),
    ...charts.map((chart, i) => {
      const place = { x: 0, y: headerHeight + i * chartHeight };
      return drawFigure(chart, { ...place, width: chartWidth, height: chartHeight }, `chart${i}`);
    }),
    drawPicture(picture, side),
  ]);
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function drawFigure({ data, layout }: Figure, place: Place, id: string): string {
  const { width, height } = place;
  const sized = { data, layout: { ...layout, width, height } };
  return element("svg", { ...place }, renderSvg(sized, id));
}

function drawPicture(picture: Png | Figure | undefined, side: number): string {
  if (!picture) return "";
  const place = { x: chartWidth + 10, y: headerHeight };
  if (!isPng(picture))
    return drawFigure(picture, { ...place, width: side, height: side }, "picture");
  const scale = Math.min(side / picture.width, side / picture.height);
  return element("image", {
    href: pngUrl(picture),
    ...place,
    width: Math.round(picture.width * scale),
    height: Math.round(picture.height * scale),
    style: "image-rendering:pixelated",
  });
}
