import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { writeFileAtomically } from "../base/files";
import { isFigure, plotlyConfig, type Figure } from "./figure";
import { isPng, type Png } from "./png";
import { renderSvg } from "./svg";
import { escapeXml } from "./svgElement";

/**
 * Saves a picture (`.png`) or a figure (`.svg`, or `.html`: one file with plotly.js inside, for any
 * browser, offline). Returns the absolute path.
 *
 * @throws TypeError when the path's ending does not fit what is saved
 */
export function savePlot(path: string, plot: Png | Figure): string {
  const kind = extname(path);
  if (isPng(plot) && kind === ".png") return writeFileAtomically(path, plot.bytes);
  if (isFigure(plot) && kind === ".svg") return writeFileAtomically(path, renderSvg(plot));
  if (isFigure(plot) && kind === ".html") return writeFileAtomically(path, renderPage(plot));
  const expected = isPng(plot)
    ? ".png for a picture"
    : isFigure(plot)
      ? ".svg or .html for a figure"
      : "a picture or a figure";
  throw new TypeError(`savePlot: expected ${expected}, received "${path}"`);
}

/** A figure as HTML that draws itself with plotly.js-dist, carried inside. */
export function renderPage(figure: Figure): string {
  const plotly = readFileSync(require.resolve("plotly.js-dist"), "utf8").replaceAll(
    "</script",
    "<\\/script",
  );
  const config = { ...plotlyConfig, responsive: true };
  const json = JSON.stringify({ ...figure, config }).replaceAll("<", "\\u003c");
  const title = escapeXml(figure.layout.title.text);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>
<body><div id="figure" role="figure" aria-label="figure &quot;${title}&quot;"></div>
<script>${plotly}</script>
<script>{
  const { data, layout, config } = ${json};
  Plotly.newPlot("figure", data, layout, config);
}</script>
</body></html>
`;
}
