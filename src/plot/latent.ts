import type { Data } from "../data/pictures";
import { createFigure, type Figure } from "./figure";
import { pngUrl } from "./png";
import { plotSamples } from "./samples";

/**
 * A map of a plane of latent space: what the generator draws at each point, with the plane's
 * coordinates as axes.
 *
 * @param data `side * side` images, rows from the top (+reach) to the bottom, as `latentPlane`
 *   orders them
 * @param reach the coordinate at the edge of the map
 * @throws RangeError when the number of images is not a square
 */
export function plotLatent(data: Data, reach: number): Figure {
  const side = Math.sqrt(data.size);
  if (!Number.isInteger(side))
    throw new RangeError(
      `plotLatent: expected a square number of images (side * side), received ${data.size}`,
    );
  const source = pngUrl(plotSamples(data, { count: data.size, columns: side, scale: 1, gap: 0 }));
  // Image centres lie on the grid, so the picture reaches half a cell further.
  const edge = side === 1 ? reach : reach * (1 + 1 / (side - 1));
  const figure = createFigure(
    [
      {
        type: "scatter",
        mode: "markers",
        x: [0],
        y: [0],
        marker: { size: 1, opacity: 0 },
        showlegend: false,
      },
    ],
    {
      title: "A plane of latent space",
      xaxis: {
        title: { text: "along the first direction" },
        range: [-edge, edge],
        showgrid: false,
        zeroline: false,
      },
      yaxis: {
        title: { text: "along the second" },
        range: [-edge, edge],
        showgrid: false,
        zeroline: false,
        scaleanchor: "x",
      },
      width: 600,
      height: 600,
    },
  );
  const placed = {
    x: -edge,
    y: edge,
    sizex: 2 * edge,
    sizey: 2 * edge,
    xref: "x",
    yref: "y",
  } as const;
  figure.layout.images = [{ source, ...placed, sizing: "stretch", layer: "below" }];
  return figure;
}
