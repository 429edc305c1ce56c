/** One Plotly trace; the fields that our plots use (https://plotly.com/javascript/reference). */
export interface Trace {
  type: "scatter" | "bar" | "heatmap";
  name?: string;
  x: readonly (number | null)[];
  y: readonly (number | null)[];
  /** Heat maps: rows of values, lowest y first. */
  z?: readonly (readonly number[])[];
  mode?: "lines" | "markers";
  line?: { color?: string; width?: number; dash?: "dot" };
  marker?: {
    color?: string;
    size?: number;
    opacity?: number;
    line?: { color: string; width: number };
  };
  width?: number;
  opacity?: number;
  showlegend?: boolean;
  hoverinfo?: "skip";
  hovertemplate?: string;
  colorscale?: readonly (readonly [number, string])[];
  zmin?: number;
  zmax?: number;
  zsmooth?: "best";
  colorbar?: { title: { text: string } };
}

/** One axis. */
export interface Axis {
  title?: { text: string };
  range?: readonly [number, number];
  zeroline?: boolean;
  showgrid?: boolean;
  showticklabels?: boolean;
  scaleanchor?: "x";
  constrain?: "domain";
}

/** An arrow from (ax, ay) to (x, y), in data coordinates. */
export interface Arrow {
  x: number;
  y: number;
  ax: number;
  ay: number;
  xref: "x";
  yref: "y";
  axref: "x";
  ayref: "y";
  text: "";
  showarrow: true;
  arrowhead: 2;
  arrowwidth: number;
  arrowcolor: string;
}

/** A picture behind the traces, in data coordinates; `x`, `y` is its upper left corner. */
export interface BackgroundImage {
  source: string;
  x: number;
  y: number;
  sizex: number;
  sizey: number;
  xref: "x";
  yref: "y";
  sizing: "stretch";
  layer: "below";
}

/** One place of a slider: what Plotly's `update` does there to traces and layout. */
export interface SliderStep {
  label: string;
  method: "update";
  args: [object, Record<string, string>];
}

/** A Plotly figure: interactive in JupyterLab, and drawable as SVG by `renderSvg`. */
export interface Figure {
  data: Trace[];
  layout: {
    title: Title;
    width: number;
    height: number;
    xaxis: Axis;
    yaxis: Axis;
    annotations?: Arrow[];
    images?: BackgroundImage[];
    sliders?: {
      active: number;
      currentvalue: { prefix: string };
      pad: { t: number };
      steps: SliderStep[];
    }[];
    barmode?: "overlay";
    margin: { l: number; r: number; t: number; b: number };
    plot_bgcolor: string;
    legend: { orientation: "h"; x: number; y: number; yanchor: "bottom" };
  };
}

/** A title at the upper edge, above the legend. */
export interface Title {
  text: string;
  yref: "container";
  y: number;
  yanchor: "top";
  pad: { t: number };
}

/** How Plotly shows every figure: nobody's data are offered to a cloud. */
export const plotlyConfig = { displaylogo: false, showSendToCloud: false } as const;

/**
 * One colour for each role, in every plot (ColorBrewer's PRGn and RdBu, readable without red-green
 * vision).
 */
export const colors = {
  real: "#1b7837",
  fake: "#762a83",
  discriminator: "#2166ac",
  generator: "#b2182b",
  arrow: "#d6604d",
  neutral: "#777777",
} as const;

export interface FigureOptions {
  title: string;
  xaxis: Axis;
  yaxis: Axis;
  width?: number;
  height?: number;
}

/** A figure in the house style. */
export function createFigure(
  data: Trace[],
  { title, xaxis, yaxis, width = 680, height = 360 }: FigureOptions,
): Figure {
  return {
    data,
    layout: {
      title: { text: title, yref: "container", y: 1, yanchor: "top", pad: { t: 10 } },
      width,
      height,
      xaxis,
      yaxis,
      margin: { l: 60, r: 20, t: 64, b: 48 },
      plot_bgcolor: "#fafafa",
      legend: { orientation: "h", x: 0, y: 1.01, yanchor: "bottom" },
    },
  };
}

/** Whether a value is a figure. */
export function isFigure(value: unknown): value is Figure {
  const figure = value as Partial<Figure> | null;
  return Array.isArray(figure?.data) && typeof figure?.layout === "object";
}
