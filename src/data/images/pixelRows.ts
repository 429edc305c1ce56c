import { statSync } from "node:fs";
import { z } from "zod";
import { parseOptions } from "../../base/options";
import { printMessage } from "../../base/output";
import { randomStream } from "../../base/random";
import { tellOfWork } from "../../base/slowWork";
import { toLabels } from "../labels";
import type { Pictures } from "../pictures";
import { numbered } from "./classes";
import { decodeImage, type Decoding } from "./decodeImage";
import { stampOf } from "./folder";
import type { Choice } from "./gatherPictures";
import { keepPixels } from "./keepPixels";
import { keyOf, type WriteRow } from "./pixelFile";
import { isWholeNumber } from "./wholeNumber";
import { findLayout, readLines, type PixelLayout } from "./pixelLayout";

const notesSchema = z.object({
  labels: z.array(z.union([z.string(), z.number()])),
  broken: z.array(z.string()),
});
type Notes = z.output<typeof notesSchema>;
const mostNamed = 5;
/** Lines between two looks at the clock. */
const some = 256;

/** What is asked of a file of pixels: its own size and channels, where nothing else is. */
type PixelChoice = Omit<Choice, "size" | "channels"> & {
  readonly size?: number | undefined;
  readonly channels?: Choice["channels"] | undefined;
  readonly classes?: string | undefined;
};

/**
 * Pictures from a CSV file that has the pixels of one in each line, 0 … 255, and a label.
 *
 * @throws Error when its lines are no pictures, or one is broken and `broken` is `"refuse"`
 */
export async function loadPixelRows(path: string, choice: PixelChoice): Promise<Pictures> {
  const layout = await findLayout(path, choice);
  const { size = layout.side, channels = layout.channels, fit, background, classes } = choice;
  if (classes !== undefined && classes !== "none")
    throw new TypeError(
      'loadImages: option "classes": expected "none", or nothing, where labels are in the file ' +
        `${path}, received "${classes}"`,
    );
  const decoding = { size, channels, fit, background };
  const { bytes, notes } = await keepPixels(
    {
      path,
      name: `${size}x${size}x${channels}-${fit}-${keyOf(decoding).slice(0, 8)}.pixels`,
      key: keyOf(decoding, layout, stampOf(path)),
      size: mostLines(path, layout) * size * size * channels,
    },
    (write) => readPixels(path, layout, decoding, write),
  );
  const { labels, broken } = parseOptions("loadImages", notesSchema, notes);
  const length = size * size * channels;
  if (bytes.length === 0 && !broken.length)
    throw new Error(`loadImages: expected lines of pixels in ${path}, found none below the header`);
  report(path, broken, bytes.length === 0 ? "refuse" : choice.broken);
  const count = bytes.length / length;
  const rows = randomStream(choice.seed, "split").permutation(count).slice(0, choice.limit);
  const known = labels.length && classes !== "none" ? numbered(labels) : undefined;
  return {
    name: path,
    bytes,
    rows,
    shape: [size, size, channels],
    size: rows.length,
    ...(known && {
      labels: toLabels(Array.from(rows, (row) => known.labels[row]!)),
      classNames: known.classNames,
    }),
  };
}

/** Each number takes two characters at least. */
const mostLines = (path: string, { side, channels }: PixelLayout): number =>
  Math.ceil((statSync(path).size + 1) / (2 * side * side * channels));

/** Writes the pictures of a file's lines, and notes their labels and the lines that are broken. */
async function readPixels(
  path: string,
  layout: PixelLayout,
  decoding: Decoding,
  write: WriteRow,
): Promise<Notes> {
  const { side, channels, label } = layout;
  const isSame = side === decoding.size && channels === decoding.channels;
  const tell = tellOfWork("loadImages: lines", mostLines(path, layout));
  const notes: Notes = { labels: [], broken: [] };
  let number = 0;
  for await (const cells of readLines(path)) {
    if (++number % some === 0) tell(number);
    if (number === 1 && layout.hasHeader) continue;
    const bytes = pixelsOf(cells, layout);
    if (typeof bytes === "string") {
      notes.broken.push(`line ${number} (${bytes})`);
      continue;
    }
    if (label !== undefined && cells[label]!.trim() === "") {
      notes.broken.push(`line ${number} (expected a label, received "")`);
      continue;
    }
    write(isSame ? bytes : await decodeImage({ bytes, side, channels }, decoding));
    if (label !== undefined) notes.labels.push(labelOf(cells[label]!));
  }
  return notes;
}

const labelOf = (cell: string): string | number => (isWholeNumber(cell) ? Number(cell) : cell);

/** The pixels of a line, or what is wrong with it. */
function pixelsOf(
  cells: readonly string[],
  { side, channels, label }: PixelLayout,
): Uint8Array | string {
  const bytes = new Uint8Array(side * side * channels);
  const wanted = bytes.length + (label === undefined ? 0 : 1);
  if (cells.length !== wanted) return `expected ${wanted} values, received ${cells.length}`;
  let place = 0;
  for (const [i, cell] of cells.entries()) {
    if (i === label) continue;
    const value = cell.trim() === "" ? NaN : Number(cell);
    if (!(Number.isInteger(value) && value >= 0 && value <= 255))
      return `expected pixels of 0 to 255, received ${JSON.stringify(cell.slice(0, 20))}`;
    bytes[place++] = value;
  }
  return bytes;
}

/** Names broken lines, and throws where they are refused. */
function report(path: string, broken: readonly string[], choice: "skip" | "refuse"): void {
  if (!broken.length) return;
  const more = broken.length > mostNamed ? ` and ${broken.length - mostNamed} more` : "";
  const named = broken.slice(0, mostNamed).join("; ") + more;
  if (choice === "refuse")
    throw new Error(`loadImages: expected whole lines in ${path}, received ${named}; repair them`);
  printMessage(`loadImages: left out ${broken.length} broken lines of ${path}: ${named}`, "warn");
}
