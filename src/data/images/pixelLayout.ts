import { createReadStream } from "node:fs";
import Papa from "papaparse";

/** Where the pixels and the label stand in the lines of a CSV file. */
export interface PixelLayout {
  /** Whether the first line names the columns. */
  readonly hasHeader: boolean;
  /** The label's column; undefined where there is none. */
  readonly label: number | undefined;
  /** Height and width. */
  readonly side: number;
  readonly channels: 1 | 3 | 4;
}

const labelNames = ["label", "labels", "class", "target"];

/** The lines of a CSV file, one after the other. */
export async function* readLines(path: string): AsyncGenerator<readonly string[]> {
  const file = createReadStream(path);
  const rows = file.pipe(Papa.parse(Papa.NODE_STREAM_INPUT, { skipEmptyLines: true }));
  file.on("error", (error) => rows.destroy(error));
  try {
    for await (const row of rows) yield row as string[];
  } finally {
    file.destroy();
  }
}

/**
 * Finds out what the lines of a file hold: with a header the label is the column called so,
 * without the first where the others make a square.
 *
 * @throws Error when the numbers are those of no square picture
 */
export async function findLayout(path: string): Promise<PixelLayout> {
  let first: readonly string[] | undefined;
  for await (const line of readLines(path)) {
    first = line;
    break;
  }
  if (!first) throw new Error(`loadImages: expected lines of pixels in ${path}, found none`);
  const cells = first.map((cell, i) => (i === 0 ? cell.replace(/^\ufeff/, "") : cell));
  // A label may be a word: pixels are not.
  const hasHeader = cells.slice(1).some((cell) => cell === "" || Number.isNaN(Number(cell)));
  const named = hasHeader
    ? cells.findIndex((name) => labelNames.includes(name.trim().toLowerCase()))
    : -1;
  const whole = named < 0 ? squareOf(cells.length) : undefined;
  if (whole) return { hasHeader, label: undefined, ...whole };
  const without = squareOf(cells.length - 1);
  if (without) return { hasHeader, label: Math.max(0, named), ...without };
  throw new Error(
    `loadImages: expected lines of a label and the pixels of a square picture in ${path} (785 ` +
      `numbers for 28 x 28), received ${cells.length} in the first`,
  );
}

/** The picture that so many numbers make: grey, or else colour, or else with alpha. */
function squareOf(count: number): Pick<PixelLayout, "side" | "channels"> | undefined {
  for (const channels of [1, 3, 4] as const) {
    const side = Math.sqrt(count / channels);
    if (side > 0 && Number.isInteger(side)) return { side, channels };
  }
  return undefined;
}
