import type { Axis, Figure, Trace } from "./figure";
import { heatmapUrl } from "./heatmap";
import { niceTicks } from "./ticks";

type Scale = (value: number) => number;
type Range = readonly [number, number];

/** A string safe inside SVG. */
export const escapeXml = (text: string): string =>
  text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** The start of a picture, with the name that says what it shows. */
export const openSvg = (width: number, height: number, name: string, fontSize: number): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
  `viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(name)}" ` +
  `font-family="sans-serif" font-size="${fontSize}" fill="#333">`;

const round = (value: number): string => String(Math.round(value * 10) / 10);

/**
 * Draws a figure as static SVG, for places without Plotly (GitHub, nbconvert, files). Knows the
 * traces that our plots use: scatter, bar and heat map, arrows and background images.
 *
 * @param id a name that no other figure in the same document has
 */
export function renderSvg(figure: Figure, id = "figure"): string {
  const {
    width,
    height,
    margin,
    title,
    xaxis,
    yaxis,
    images = [],
    annotations = [],
    plot_bgcolor,
  } = figure.layout;
  const left = margin.l;
  const top = margin.t;
  let plotWidth = width - margin.l - margin.r;
  let plotHeight = height - margin.t - margin.b;
  const xRange = rangeOf(xaxis, figure.data, "x");
  const yRange = rangeOf(yaxis, figure.data, "y");
  if (yaxis.scaleanchor === "x") {
    const unit = Math.min(
      plotWidth / (xRange[1] - xRange[0]),
      plotHeight / (yRange[1] - yRange[0]),
    );
    plotWidth = unit * (xRange[1] - xRange[0]);
    plotHeight = unit * (yRange[1] - yRange[0]);
  }
  const x: Scale = (value) => left + ((value - xRange[0]) / (xRange[1] - xRange[0])) * plotWidth;
  const y: Scale = (value) =>
    top + plotHeight - ((value - yRange[0]) / (yRange[1] - yRange[0])) * plotHeight;
  const frame = `x="${left}" y="${top}" width="${round(plotWidth)}" height="${round(plotHeight)}"`;
  const inside = [
    ...images.map((image) =>
      picture(
        image.source,
        x(image.x),
        y(image.y),
        x(image.x + image.sizex),
        y(image.y - image.sizey),
      ),
    ),
    ...figure.data.map((trace) => drawTrace(trace, x, y)),
    ...annotations.map(
      (arrow) =>
        `<line x1="${round(x(arrow.ax))}" y1="${round(y(arrow.ay))}" ` +
        `x2="${round(x(arrow.x))}" y2="${round(y(arrow.y))}" stroke="${arrow.arrowcolor}" ` +
        `stroke-width="${arrow.arrowwidth}" marker-end="url(#${id}-arrow)"/>`,
    ),
  ];
  return [
    openSvg(width, height, `figure "${title.text}"`, 12),
    `<defs><marker id="${id}-arrow" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="5" ` +
      'markerHeight="5" orient="auto"><path d="M0 0L6 3L0 6z" ' +
      `fill="#d6604d"/></marker><clipPath id="${id}-plot"><rect ${frame}/></clipPath></defs>`,
    `<rect width="${width}" height="${height}" fill="#fff"/><rect ${frame} ` +
      `fill="${plot_bgcolor}"/>`,
    `<text x="${left}" y="20" font-size="15">${escapeXml(title.text)}</text>`,
    drawLegend(figure.data, left, 44),
    drawAxes({ xaxis, yaxis, xRange, yRange, x, y, left, top, plotWidth, plotHeight }),
    `<g clip-path="url(#${id}-plot)">${inside.join("")}</g>`,
    `</svg>`,
  ].join("");
}

function rangeOf(axis: Axis, traces: readonly Trace[], key: "x" | "y"): Range {
  if (axis.range) return axis.range;
  const values = traces
    .flatMap((trace) => trace[key])
    .filter((value) => value !== null && Number.isFinite(value)) as number[];
  if (traces.some(({ type }) => type === "bar") && key === "y") values.push(0);
  if (!values.length) return [0, 1];
  const [low, high] = values.reduce(
    ([a, b], value) => [Math.min(a, value), Math.max(b, value)],
    [Infinity, -Infinity],
  );
  const pad = key === "y" || low === high ? (high - low) * 0.05 || 1 : 0;
  return [low - (key === "y" && low === 0 ? 0 : pad), high + pad];
}

function drawTrace(trace: Trace, x: Scale, y: Scale): string {
  const at = (i: number): [number, number] | undefined => {
    const [a, b] = [trace.x[i], trace.y[i]];
    return typeof a === "number" && typeof b === "number" && Number.isFinite(a + b)
      ? [x(a), y(b)]
      : undefined;
  };
  switch (trace.type) {
    case "heatmap": {
      const [x0, x1] = cellEdges(trace.x as number[]);
      const [y0, y1] = cellEdges(trace.y as number[]);
      return picture(heatmapUrl(trace), x(x0), y(y1), x(x1), y(y0));
    }
    case "bar": {
      const color = trace.marker?.color ?? "#777";
      return trace.x
        .map((center, i) => {
          const half = (trace.width ?? 1) / 2;
          const [from, to, value] = [x(center! - half), x(center! + half), y(trace.y[i]!)];
          return `<rect x="${round(from)}" y="${round(value)}" width="${round(to - from)}" height="${round(y(0) - value)}" fill="${color}" fill-opacity="${trace.opacity ?? 1}"/>`;
        })
        .join("");
    }
    case "scatter": {
      if (trace.mode === "markers") {
        const { color = "#777", size = 6, opacity = 1 } = trace.marker ?? {};
        const dots = trace.x.flatMap((_, i) => {
          const point = at(i);
          return point ? [point] : [];
        });
        // A dot is a line of length 0 with round ends: a third of a circle element's bytes.
        const path = dots.map(([a, b]) => `M${round(a)} ${round(b)}h0`).join("");
        return `<path d="${path}" fill="none" stroke="${color}" stroke-width="${size}" stroke-opacity="${opacity}" stroke-linecap="round"/>`;
      }
      const { color = "#777", width = 1.5, dash } = trace.line ?? {};
      let pen = "M";
      const path = trace.x
        .map((_, i) => {
          const point = at(i);
          const piece = point ? `${pen}${round(point[0])} ${round(point[1])}` : "";
          pen = point ? "L" : "M";
          return piece;
        })
        .join("");
      return `<path d="${path}" fill="none" stroke="${color}" stroke-width="${width}"${dash ? ' stroke-dasharray="3 3"' : ""}/>`;
    }
  }
}

/** A heat map's cells are centred on their coordinates, so it reaches half a cell beyond them. */
function cellEdges(centers: readonly number[]): Range {
  const half = centers.length > 1 ? (centers[1]! - centers[0]!) / 2 : 0.5;
  return [centers[0]! - half, centers.at(-1)! + half];
}

function picture(source: string, left: number, top: number, right: number, bottom: number): string {
  return `<image href="${source}" x="${round(left)}" y="${round(top)}" width="${round(right - left)}" height="${round(bottom - top)}" preserveAspectRatio="none"/>`;
}

function drawLegend(traces: readonly Trace[], left: number, y: number): string {
  let offset = left;
  return traces
    .filter((trace) => trace.name && trace.showlegend !== false)
    .map((trace) => {
      const color = trace.line?.color ?? trace.marker?.color ?? "#777";
      const entry = `<rect x="${offset}" y="${y - 9}" width="10" height="10" fill="${color}"/><text x="${offset + 14}" y="${y}">${escapeXml(trace.name!)}</text>`;
      offset += 30 + trace.name!.length * 7;
      return entry;
    })
    .join("");
}

interface AxesParts {
  xaxis: Axis;
  yaxis: Axis;
  xRange: Range;
  yRange: Range;
  x: Scale;
  y: Scale;
  left: number;
  top: number;
  plotWidth: number;
  plotHeight: number;
}

function drawAxes(parts: AxesParts): string {
  const { xaxis, yaxis, xRange, yRange, x, y, left, top, plotWidth, plotHeight } = parts;
  const bottom = top + plotHeight;
  const across = niceTicks(xRange[0], xRange[1], Math.max(3, plotWidth / 90)).map((tick) => {
    const at = round(x(tick));
    const line =
      xaxis.showgrid === false
        ? ""
        : `<line x1="${at}" y1="${top}" x2="${at}" y2="${round(bottom)}" stroke="#e4e4e4"/>`;
    return `${line}<text x="${at}" y="${round(bottom + 16)}" text-anchor="middle">${tick}</text>`;
  });
  const down = niceTicks(yRange[0], yRange[1], Math.max(3, plotHeight / 50)).map((tick) => {
    const at = round(y(tick));
    const line =
      yaxis.showgrid === false
        ? ""
        : `<line x1="${left}" y1="${at}" x2="${round(left + plotWidth)}" y2="${at}" stroke="#e4e4e4"/>`;
    return `${line}<text x="${left - 6}" y="${round(y(tick) + 4)}" text-anchor="end">${tick}</text>`;
  });
  const middle = round(top + plotHeight / 2);
  const titles = [
    xaxis.title &&
      `<text x="${round(left + plotWidth / 2)}" y="${round(bottom + 36)}" ` +
        `text-anchor="middle">${escapeXml(xaxis.title.text)}</text>`,
    yaxis.title &&
      `<text x="16" y="${middle}" text-anchor="middle" transform="rotate(-90 16 ` +
        `${middle})">${escapeXml(yaxis.title.text)}</text>`,
  ];
  return [...across, ...down, ...titles].filter(Boolean).join("");
}
