import { PNG } from "pngjs";
import type { Figure } from "../../src/plot/figure";

/** What a cell has put out, as a notebook or a kernel's messages have it. */
export interface CellOutput {
  readonly name?: string;
  readonly text?: string | readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
}

const joined = (text: unknown): string => (Array.isArray(text) ? text.join("") : String(text));

/** The tiles of a grid of pictures, a PNG in base64: their grey values, 0 … 255. */
export function cutTiles(
  png: string,
  { side, gap, scale }: { readonly side: number; readonly gap: number; readonly scale: number },
): number[][] {
  const { width, height, data } = PNG.sync.read(Buffer.from(png, "base64"));
  const step = side * scale + gap;
  const [columns, rows] = [width, height].map((length) => Math.floor((length - gap) / step));
  return Array.from({ length: columns! * rows! }, (_, i) => {
    const [left, top] = [gap + (i % columns!) * step, gap + Math.floor(i / columns!) * step];
    return Array.from({ length: side * side }, (__, p) => {
      const [x, y] = [left + scale * (p % side), top + scale * Math.floor(p / side)];
      return data[4 * (y * width + x)]!;
    });
  });
}

/** The outputs of cells, by the cells' names. */
export class Outputs {
  constructor(private readonly cells: ReadonlyMap<string, readonly CellOutput[]>) {}

  #of(cell: string): readonly CellOutput[] {
    const outputs = this.cells.get(cell);
    if (!outputs) throw new Error(`expected a cell "${cell}" that has run, received none`);
    return outputs;
  }

  /** All that a cell has printed. */
  printed(cell: string): string {
    return this.#of(cell)
      .filter(({ name }) => name === "stdout")
      .map(({ text }) => joined(text))
      .join("");
  }

  /** The numbers in what a cell has printed, in order. */
  numbers(cell: string): number[] {
    return [...this.printed(cell).matchAll(/-?\d+(?:\.\d+)?(?:e-?\d+)?/g)].map(Number);
  }

  /** What a cell has shown, of one MIME type. */
  shown(cell: string, type: string): unknown[] {
    return this.#of(cell).flatMap(({ data }) => (data && type in data ? [data[type]] : []));
  }

  /** The text beside a picture of the live view, or any other. */
  texts(cell: string): string[] {
    return this.shown(cell, "text/plain").map(joined);
  }

  /** A Plotly figure that a cell has shown. */
  figure(cell: string, place = 0): Figure {
    const figure = this.shown(cell, "application/vnd.plotly.v1+json")[place];
    if (!figure) throw new Error(`expected a figure in cell "${cell}", received none`);
    return figure as Figure;
  }

  /** The curve or bars of a figure, by name: its values along x. */
  trace(cell: string, name: string): { x: number[]; y: number[] } {
    const trace = this.figure(cell).data.find((one) => one.name === name);
    if (!trace) throw new Error(`expected "${name}" in the figure of cell "${cell}"`);
    return { x: trace.x.map(Number), y: trace.y.map(Number) };
  }

  /** The tiles of a grid of pictures: their grey values, 0 … 255. */
  tiles(cell: string, side = 28, gap = 2, scale = 2, place = 0): number[][] {
    const source = joined(this.shown(cell, "image/png")[place]);
    return cutTiles(source, { side, gap, scale });
  }
}
