import { createHash, randomUUID } from "node:crypto";
import { closeSync, fstatSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { parseObject } from "../../base/jsonObject";
import { tellOfWork } from "../../base/slowWork";
import { ByteFile, readExactly } from "../byteFile";

/**
 * A file of decoded pixels: 64 bytes that say where its parts are, the rows, and a header, JSON, at
 * the end. Both parts have a checksum.
 */
const magic = "ganbook pixels 1";
const headSize = 64;
/** Bytes that are looked at before others have their turn. */
const atOnce = 2 ** 22;

/** What a file of pixels says of itself. */
export interface PixelHeader {
  /** What the pixels were made of, and how: other files or options have another. */
  readonly key: string;
  /** What its maker has to remember. */
  readonly notes: unknown;
}

/** Rows of pixels, and what was noted about them. */
export interface PixelRows {
  readonly bytes: ByteFile | Uint8Array;
  readonly notes: unknown;
}

/** The key of what pixels are made of and how. */
export function keyOf(...parts: readonly unknown[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${JSON.stringify(part)}\n`);
  return hash.digest("hex");
}

/** The rows of a file that was made for `key`; undefined where there is none, or a damaged one. */
export async function openPixels(path: string, key: string): Promise<PixelRows | undefined> {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return undefined;
  }
  const found = await readPixels(path, file, key).catch(() => undefined);
  if (!found) closeSync(file);
  return found;
}

async function readPixels(path: string, file: number, key: string): Promise<PixelRows | undefined> {
  const head = Buffer.alloc(headSize);
  readExactly(file, head, 0, path);
  if (head.toString("latin1", 0, 16) !== magic) return undefined;
  const length = Number(head.readBigUInt64LE(16));
  const [sum, headerLength, headerSum] = [24, 28, 32].map((place) => head.readUInt32LE(place));
  if (fstatSync(file).size !== headSize + length + headerLength!) return undefined;
  const text = Buffer.alloc(headerLength!);
  readExactly(file, text, headSize + length, path);
  if (crc32(text) !== headerSum) return undefined;
  const header = parseObject(text.toString("utf8")) as PixelHeader;
  if (header.key !== key || (await sumOf(path, file, length)) !== sum) return undefined;
  return { bytes: new ByteFile(path, file, headSize, length), notes: header.notes };
}

async function sumOf(path: string, file: number, length: number): Promise<number> {
  const tell = tellOfWork("loadImages: checked bytes", length);
  const part = Buffer.alloc(Math.min(atOnce, length));
  let sum = 0;
  for (let start = 0; start < length; start += atOnce) {
    const some = part.subarray(0, Math.min(atOnce, length - start));
    readExactly(file, some, headSize + start, path);
    sum = crc32(some, sum);
    tell(start + some.length);
    await setImmediate();
  }
  return sum;
}

/** Takes rows of pixels one after the other. */
export type WriteRow = (row: Uint8Array) => void;

/** A file could not be written: the disk is full, or the place is not ours. */
export class CannotWrite extends Error {
  /** @param cause what went wrong */
  constructor(cause: unknown) {
    super((cause as Error).message, { cause });
  }
}

/** @throws CannotWrite where the work fails */
function orCannot<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new CannotWrite(cause);
  }
}

/**
 * Makes a file of pixels, under another name until it is whole.
 *
 * @param make writes the rows, and returns the notes
 * @throws CannotWrite; whatever `make` throws
 */
export async function makePixels(
  path: string,
  key: string,
  make: (write: WriteRow) => Promise<unknown>,
): Promise<PixelRows> {
  const temporary = `${path}.${process.pid}.${randomUUID()}.tmp`;
  const file = orCannot(() => openSync(temporary, "wx+"));
  try {
    let [length, sum] = [0, 0];
    const notes = await make((row) => {
      orCannot(() => writeAll(file, row, headSize + length));
      length += row.length;
      sum = crc32(row, sum);
    });
    orCannot(() => {
      writeEnds(file, length, sum, { key, notes });
      fsyncSync(file);
      renameSync(temporary, path);
    });
    return { bytes: new ByteFile(path, file, headSize, length), notes };
  } catch (error) {
    closeSync(file);
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Writes what stands before and after the rows. */
function writeEnds(file: number, length: number, sum: number, ofThem: PixelHeader): void {
  const header = Buffer.from(JSON.stringify(ofThem));
  writeAll(file, header, headSize + length);
  const head = Buffer.alloc(headSize);
  head.write(magic, "latin1");
  head.writeBigUInt64LE(BigInt(length), 16);
  [sum, header.length, crc32(header)].forEach((value, i) => head.writeUInt32LE(value, 24 + 4 * i));
  writeAll(file, head, 0);
}

function writeAll(file: number, bytes: Uint8Array, position: number): void {
  for (let written = 0; written < bytes.length;)
    written += writeSync(file, bytes, written, bytes.length - written, position + written);
}
