import { describeValue } from "../base/options";
import { roundNumbers } from "../base/round";
import type { MimeBundle } from "../kernel/api";
import { isFigure, plotlyConfig, type Figure } from "../plot/figure";
import { isPng, type Png } from "../plot/png";
import { renderPage } from "../plot/save";
import { renderSvg } from "../plot/svg";
import { escapeXml } from "../plot/svgElement";

/** What `show` can show. */
export type Showable = Png | Figure | { svg: string; text: string };

/** What is said where nothing can be shown, and to who cannot see. */
export function textOf(value: Showable): string {
  if (isPng(value)) return `image, ${value.width} x ${value.height} pixels`;
  return isFigure(value) ? `figure "${value.layout.title.text}"` : value.text;
}

/** A picture or figure in every form that front ends know. */
export function bundleOf(value: Showable): { data: MimeBundle; metadata: Record<string, unknown> } {
  if (isPng(value)) {
    const { bytes, width, height } = value;
    return {
      data: {
        "image/png": Buffer.from(bytes).toString("base64"),
        "text/plain": textOf(value),
      },
      metadata: { "image/png": { width, height, alt: textOf(value) } },
    };
  }
  if (isFigure(value)) {
    const { width, height } = value.layout;
    const text = { "text/plain": textOf(value) };
    const svg = { "image/svg+xml": renderSvg(value) };
    // A bundle with text/html is drawn as HTML everywhere, so it is sent only where somebody asked
    // for it.
    if (process.env.GANBOOK_RENDERER === "html") {
      const page = escapeXml(renderPage(value));
      const name = escapeXml(textOf(value));
      const size = `width="${width + 40}" height="${height + 40}"`;
      const frame = `<iframe title="${name}" ${size} style="border:0" srcdoc="${page}"></iframe>`;
      return { data: { "text/html": frame, ...text }, metadata: {} };
    }
    const plotly = {
      "application/vnd.plotly.v1+json": roundNumbers({
        data: value.data,
        layout: value.layout,
        config: plotlyConfig,
      }),
    };
    return { data: { ...plotly, ...svg, ...text }, metadata: {} };
  }
  if (typeof value?.svg === "string")
    return { data: { "image/svg+xml": value.svg, "text/plain": value.text }, metadata: {} };
  throw new TypeError(
    "show: expected a picture or a figure from one of the plot functions, received " +
      `${describeValue(value)}`,
  );
}
