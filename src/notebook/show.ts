import { randomUUID } from "node:crypto";
import { describeValue } from "../base/options";
import { roundNumbers } from "../base/round";
import { isFigure, type Figure } from "../plot/figure";
import { isPng, type Png } from "../plot/png";
import { renderPage } from "../plot/save";
import { escapeXml, renderSvg } from "../plot/svg";
import { kernelDisplay, type DisplayData } from "./kernel";

/** What {@link show} can show. */
export type Showable = Png | Figure | { svg: string; text: string };

function displayData(value: Showable): Omit<DisplayData, "transient"> {
  if (isPng(value)) {
    const { bytes, width, height } = value;
    return {
      data: { "image/png": Buffer.from(bytes).toString("base64"), "text/plain": `image, ${width} x ${height} pixels` },
      metadata: { "image/png": { width, height } },
    };
  }
  if (isFigure(value)) {
    const { title, width, height } = value.layout;
    const text = { "text/plain": `figure "${title.text}"` };
    const svg = { "image/svg+xml": renderSvg(value) };
    // A bundle with text/html is drawn as HTML everywhere, so it is sent only where somebody asked for it.
    if (process.env.GANBOOK_RENDERER === "html") {
      const page = escapeXml(renderPage(value));
      const frame = `<iframe width="${width + 40}" height="${height + 40}" style="border:0" srcdoc="${page}"></iframe>`;
      return { data: { "text/html": frame, ...text }, metadata: {} };
    }
    const plotly = { "application/vnd.plotly.v1+json": roundNumbers({ data: value.data, layout: value.layout }) };
    return { data: { ...plotly, ...svg, ...text }, metadata: {} };
  }
  if (typeof value?.svg === "string")
    return { data: { "image/svg+xml": value.svg, "text/plain": value.text }, metadata: {} };
  throw new TypeError(
    `show: expected a picture or a figure from one of the plot functions, received ${describeValue(value)}`,
  );
}

/**
 * Shows a picture or a figure under the running cell: interactive Plotly in JupyterLab, a static picture on GitHub and in
 * nbconvert, one line of text in a terminal (save it there with `savePlot`).
 *
 * Where Plotly's renderer is missing, set the environment variable `GANBOOK_RENDERER=html`: figures then carry plotly.js
 * themselves (10 MB each).
 */
export function show(value: Showable): void {
  const content = displayData(value);
  const write = kernelDisplay();
  if (write) write({ ...content, transient: {} }, false);
  else console.log(String(content.data["text/plain"]));
}

/** An output that can be redrawn in place. */
export interface LiveDisplay {
  /** Shows a value, in place of the one before. */
  update(value: Showable): void;
}

/** A place under the running cell to draw in, again and again; undefined outside a notebook. */
export function openDisplay(): LiveDisplay | undefined {
  const write = kernelDisplay();
  const transient = { display_id: randomUUID() };
  let shown = false;
  return write && {
    update(value) {
      write({ ...displayData(value), transient }, shown);
      shown = true;
    },
  }; // prettier-ignore
}
