import { bundleOf, type Showable } from "./bundle";
import { present } from "./place";

/**
 * Shows a picture or a figure under the running cell: interactive Plotly in JupyterLab, a static
 * picture on GitHub and in nbconvert, one line of text in a terminal (save it there with
 * `savePlot`).
 *
 * Where Plotly's renderer is missing, set the environment variable `GANBOOK_RENDERER=html`: figures
 * then carry plotly.js themselves (10 MB each).
 */
export function show(value: Showable): void {
  const { data, metadata } = bundleOf(value);
  present(data, metadata);
}
