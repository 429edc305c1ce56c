import type { Trace } from "./figure";
import { encodePng, pngUrl } from "./png";

type Rgb = readonly [number, number, number];

const parse = (color: string): Rgb =>
  [1, 3, 5].map((start) => parseInt(color.slice(start, start + 2), 16)) as unknown as Rgb;

/** A heat map's cells as a picture, one pixel a cell, highest y on top. */
export function heatmapUrl({ z = [], zmin = 0, zmax = 1, colorscale = [] }: Trace): string {
  const stops = colorscale.map(([at, color]) => [at, parse(color)] as const);
  const width = z[0]?.length ?? 0;
  const rgb = new Uint8Array(width * z.length * 3);
  for (let row = 0; row < z.length; row++)
    for (let column = 0; column < width; column++) {
      const value = (z[z.length - 1 - row]![column]! - zmin) / (zmax - zmin);
      rgb.set(colorAt(stops, Math.min(1, Math.max(0, value))), (row * width + column) * 3);
    }
  return pngUrl(encodePng(width, z.length, rgb));
}

function colorAt(stops: readonly (readonly [number, Rgb])[], value: number): Rgb {
  const upper = Math.max(
    1,
    stops.findIndex(([at]) => at >= value),
  );
  const [from, low] = stops[upper - 1]!;
  const [to, high] = stops[upper]!;
  const t = (value - from) / (to - from);
  return low.map((channel, i) => Math.round(channel + t * (high[i]! - channel))) as unknown as Rgb;
}
