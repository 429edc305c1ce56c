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
  const split = Papa.parse(Papa.NODE_STREAM_INPUT, { skipEmptyLines: true });
  const rows = file.pipe(split);
  file.on("error", (error) => rows.destroy(error));
  let isFirst = true;
  try {
    for await (const row of rows) {
      const cells = row as string[];
      if (isFirst) cells[0] = cells[0]!.replace(/^\ufeff/, "");
      isFirst = false;
      yield cells;
    }
  } finally {
    file.destroy();
  }
}

/** What is asked of the pictures, as far as it says how a line is to be read. */
interface Asked {
  readonly size?: number | undefined;
  readonly channels?: 1 | 3 | 4 | undefined;
}

/** A way to read a line: with a label or without, and the picture that the others make. */
interface Reading {
  readonly hasLabel: boolean;
  readonly side: number;
  readonly channels: 1 | 3 | 4;
}

/**
 * Finds out what the lines of a file hold: with a header the label is the column called so, without
 * the first, where the others make a square. Where a line can be read in two ways, the asked size
 * and channels decide.
 *
 * @throws Error when the numbers are those of no square picture, or of two
 */
export async function findLayout(path: string, asked: Asked = {}): Promise<PixelLayout> {
  let first: readonly string[] | undefined;
  for await (const line of readLines(path)) {
    first = line;
    break;
  }
  if (!first) throw new Error(`loadImages: expected lines of pixels in ${path}, found none`);
  const named = first.findIndex((name) => labelNames.includes(name.trim().toLowerCase()));
  // A label may be a word: pixels are not.
  const hasHeader =
    named >= 0 || first.slice(1).some((cell) => cell.trim() !== "" && Number.isNaN(Number(cell)));
  const all = readingsOf(first.length).filter(
    ({ hasLabel }) => !hasHeader || hasLabel === named >= 0,
  );
  const [found, other] = likeliestOf(all, asked);
  if (found && other)
    throw new Error(
      `loadImages: expected lines that can be read in one way, received ${first.length} values a ` +
        `line in ${path}: ${describe(found)}, or ${describe(other)}; say size and channels, or ` +
        'call the label\'s column "label" in a header',
    );
  const { size: side } = asked;
  if (found) {
    const label = found.hasLabel ? Math.max(0, named) : undefined;
    return { hasHeader, label, side: found.side, channels: found.channels };
  }
  const columns = hasHeader && named < 0 ? `, and no column called ${labelNames.join(", ")}` : "";
  throw new Error(
    `loadImages: expected lines of a label and the pixels of a square picture in ${path} (785 ` +
      `numbers for 28 x 28${side ? `; size ${side} is asked` : ""}), received ${first.length} in ` +
      `the first${columns}`,
  );
}

const describe = ({ hasLabel, side, channels }: Reading): string =>
  `${hasLabel ? "a label and " : ""}${side} x ${side} x ${channels}`;

/** All ways to read so many values. */
function readingsOf(count: number): Reading[] {
  return [false, true].flatMap((hasLabel) =>
    ([1, 3, 4] as const).flatMap((channels) => {
      const side = Math.sqrt((count - Number(hasLabel)) / channels);
      return side > 0 && Number.isInteger(side) ? [{ hasLabel, side, channels }] : [];
    }),
  );
}

/** Those that agree best with what is asked; of grey and alpha, which always both fit, grey. */
function likeliestOf(all: readonly Reading[], { size, channels }: Asked): Reading[] {
  const agreement = (reading: Reading): number =>
    Number(reading.side === size) + Number(reading.channels === channels);
  const most = Math.max(0, ...all.map(agreement));
  const best = all.filter((reading) => agreement(reading) === most);
  const large = best.filter(({ side }) => side > 1);
  const chosen = large.length ? large : best;
  return chosen.filter(
    ({ hasLabel, channels: own }) =>
      own !== 4 || !chosen.some((one) => one.hasLabel === hasLabel && one.channels === 1),
  );
}
