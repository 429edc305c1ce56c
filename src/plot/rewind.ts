import { createFigure, colors, type BackgroundImage, type Figure, type SliderStep } from "./figure";
import { pngUrl } from "./png";

/** One picture of a run. */
export type RewindFrame = { readonly step: number } & (
  { readonly png: Uint8Array } | { readonly points: readonly number[] }
);

/** What {@link plotRewind} shows of a run: `loadRun` gives it. */
export interface RewindRun {
  readonly frames: readonly RewindFrame[];
  readonly history: {
    readonly step: readonly number[];
    readonly discriminatorLoss: readonly number[];
    readonly generatorLoss: readonly number[];
    readonly realScore: readonly number[];
    readonly fakeScore: readonly number[];
  };
}

/**
 * What a generator drew from the same latent vectors through a run, with a slider to go back and
 * forth; it needs no kernel. Images, or points of the plane.
 *
 * @param most how many pictures, evenly chosen; default 40
 * @throws RangeError when the run has no pictures; TypeError when its samples are neither images
 *   nor points of the plane
 */
export function plotRewind(run: RewindRun, most = 40): Figure {
  const { frames } = run;
  if (frames.length === 0)
    throw new RangeError("plotRewind: expected a run with pictures, received one without");
  const count = Math.min(most, frames.length);
  const chosen = Array.from(
    { length: count },
    (_, i) => frames[Math.round((i * (frames.length - 1)) / Math.max(1, count - 1))]!,
  );
  const last = chosen.at(-1)!;
  const figure = "png" in last ? pictureFigure(last.png) : pointsFigure(frames);
  figure.layout.title.text = titleOf(run, last);
  const steps = chosen.map((frame): SliderStep => ({
    label: String(frame.step),
    method: "update",
    args:
      "png" in frame
        ? [
            {},
            { "images[0].source": pngUrl({ bytes: frame.png }), "title.text": titleOf(run, frame) },
          ]
        : [coordinates(frame.points), { "title.text": titleOf(run, frame) }],
  }));
  figure.layout.sliders = [
    { active: steps.length - 1, currentvalue: { prefix: "step " }, pad: { t: 10 }, steps },
  ];
  figure.layout.margin.b = 90;
  return figure;
}

function titleOf({ history }: RewindRun, { step }: RewindFrame): string {
  const i = history.step.indexOf(step);
  if (i < 0) return `step ${step}`;
  const [ld, lg, real, fake] = [
    history.discriminatorLoss,
    history.generatorLoss,
    history.realScore,
    history.fakeScore,
  ].map((values) => values[i]!.toFixed(2));
  return `step ${step} · L_D ${ld} · L_G ${lg} · D(x) ${real} · D(G(z)) ${fake}`;
}

function pictureFigure(png: Uint8Array): Figure {
  const view = new DataView(png.buffer, png.byteOffset);
  const [width, height] = [view.getUint32(16), view.getUint32(20)]; // the header of every PNG
  const hidden = { showgrid: false, zeroline: false, showticklabels: false } as const;
  const figure = createFigure(
    [{ type: "scatter", mode: "markers", x: [], y: [], showlegend: false }],
    {
      title: "",
      xaxis: { ...hidden, range: [0, width], constrain: "domain" },
      yaxis: { ...hidden, range: [0, height], scaleanchor: "x", constrain: "domain" },
      width: 520,
      height: 580,
    },
  );
  const image: BackgroundImage = {
    source: pngUrl({ bytes: png }),
    x: 0,
    y: height,
    sizex: width,
    sizey: height,
    xref: "x",
    yref: "y",
    sizing: "stretch",
    layer: "below",
  };
  figure.layout.images = [image];
  return figure;
}

/** Coordinates as Plotly's restyle takes them: one row for each trace. */
function coordinates(points: readonly number[]): { x: number[][]; y: number[][] } {
  if (points.length % 2 !== 0)
    throw new TypeError("plotRewind: expected images or points of the plane, received others");
  return { x: [points.filter((_, i) => i % 2 === 0)], y: [points.filter((_, i) => i % 2 === 1)] };
}

function pointsFigure(frames: readonly RewindFrame[]): Figure {
  const sizes = frames
    .flatMap((frame) => ("points" in frame ? frame.points.map(Math.abs) : []))
    .sort((a, b) => a - b);
  // A few strays may lie outside.
  const reach = 1.2 * Math.max(0.1, sizes[Math.floor(0.99 * sizes.length)] ?? 0);
  const last = frames.at(-1)!;
  const { x, y } = coordinates("points" in last ? last.points : []);
  const range = [-reach, reach] as const;
  return createFigure(
    [
      {
        type: "scatter",
        mode: "markers",
        name: "generated",
        x: x[0]!,
        y: y[0]!,
        marker: { color: colors.fake, size: 5, opacity: 0.6 },
      },
    ],
    {
      title: "",
      xaxis: { range, zeroline: false, constrain: "domain" },
      yaxis: { range, zeroline: false, scaleanchor: "x", constrain: "domain" },
      width: 520,
      height: 580,
    },
  );
}
