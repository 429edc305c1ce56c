import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, statfsSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { printMessage } from "../../base/output";
import { homeFolder } from "../../base/paths";
import { CannotWrite, makePixels, openPixels, type PixelRows, type WriteRow } from "./pixelFile";

/** Beside the data. */
const folderName = ".ganbook-pixels";
const hour = 3_600_000; // ms

/** What is decoded, and where from. */
export interface Decoded {
  /** The folder, archive or file of the pictures. */
  readonly path: string;
  /** What the file of pixels is called: one for each way to decode them. */
  readonly name: string;
  /** What they are made of, and how: a kept file of another key is made anew. */
  readonly key: string;
  /** Bytes of all rows, at most. */
  readonly size: number;
}

/**
 * Rows of pixels that are made once: kept in a file beside the data, or else in ganbook's home
 * folder; in memory where neither can be written. Says so where it is not beside the data.
 *
 * @param make writes the rows, and returns notes
 * @throws whatever `make` throws
 */
export async function keepPixels(
  { path, name, key, size }: Decoded,
  make: (write: WriteRow) => Promise<unknown>,
): Promise<PixelRows> {
  const place = resolve(path);
  const isFolder = statSync(place).isDirectory();
  const file = isFolder ? name : `${basename(place)}-${name}`;
  const whose = createHash("sha256").update(place).digest("hex").slice(0, 12);
  const places = [
    join(isFolder ? place : dirname(place), folderName, file),
    join(homeFolder(), "pixels", `${whose}-${file}`),
  ];
  for (const target of places) {
    const found = await openPixels(target, key);
    if (found) return found;
  }
  const reasons: string[] = [];
  for (const target of places)
    try {
      prepare(target, size);
      const made = await makePixels(target, key, make);
      if (reasons.length)
        printMessage(
          `loadImages: could not keep decoded pictures beside the data (${reasons.join("; ")}): ` +
            `they are in ${target}`,
          "warn",
        );
      return made;
    } catch (error) {
      if (!(error instanceof CannotWrite)) throw error;
      reasons.push(error.message);
    }
  printMessage(
    `loadImages: could not keep decoded pictures (${reasons.join("; ")}): they are in memory, ` +
      "and will be decoded again next time",
    "warn",
  );
  return inMemory(size, make);
}

/** Makes the folder, removes what killed processes have left of this file, and looks for room. */
function prepare(target: string, size: number): void {
  const folder = dirname(target);
  try {
    mkdirSync(folder, { recursive: true });
    // Gigabytes that can be made again belong into nobody's repository.
    if (basename(folder) === folderName) writeFileSync(join(folder, ".gitignore"), "*\n");
    for (const name of readdirSync(folder)) {
      if (!name.startsWith(`${basename(target)}.`) || !name.endsWith(".tmp")) continue;
      const found = statSync(join(folder, name), { throwIfNoEntry: false });
      // Who is still at work has written to it meanwhile.
      if (found && Date.now() - found.mtimeMs > hour) rmSync(join(folder, name), { force: true });
    }
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < size)
      throw new Error(`${Math.ceil(size / 1e6)} MB do not fit on the disk of ${folder}`);
  } catch (cause) {
    throw new CannotWrite(cause);
  }
}

async function inMemory(
  size: number,
  make: (write: WriteRow) => Promise<unknown>,
): Promise<PixelRows> {
  const bytes = new Uint8Array(size);
  let length = 0;
  const notes = await make((row) => {
    bytes.set(row, length);
    length += row.length;
  });
  return { bytes: bytes.subarray(0, length), notes };
}
