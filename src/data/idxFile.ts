import { closeSync, fstatSync, openSync } from "node:fs";
import { resolve } from "node:path";
import { constants, gunzipSync } from "node:zlib";
import { readFirstBytes } from "../base/files";

/** An IDX file (http://yann.lecun.com/exdb/mnist): the sides of its array, and its bytes. */
export interface IdxFile {
  readonly sides: number[];
  readonly bytes: Uint8Array;
}

/** How much of a file is looked at before anything else, in bytes. */
const headSize = 4096;
/** Deflate makes at most so many bytes of one (https://zlib.net/zlib_tech.html). */
const mostPacked = 1032;

/**
 * Reads an IDX file of unsigned bytes with `rank` dimensions, gzipped or not. Its header is read
 * first, and never more than that announces: a wrong file is refused in the memory of its first
 * bytes.
 *
 * @param checkStored is given the file as it is on the disk, before it is unpacked
 * @throws Error when it is missing, of another kind, damaged, or of another length than announced
 */
export function readIdxFile(
  path: string,
  rank: 1 | 3,
  checkStored: (stored: Buffer, gzipped: boolean) => void,
  checkSides: (sides: readonly number[]) => void = () => undefined,
): IdxFile {
  const file = openFile(path);
  try {
    const { size } = fstatSync(file);
    const head = readFirstBytes(file, Math.min(size, headSize));
    const gzipped = head[0] === 0x1f && head[1] === 0x8b;
    const start = gzipped ? unzip(path, head, { isWhole: size === head.length }) : head;
    const sides = readSides(path, start, rank);
    checkSides(sides);
    const header = 4 + 4 * rank;
    const length = sides.reduce((product, side) => product * side, 1);
    const refuse = (received: string): never =>
      fail(
        path,
        `${length} bytes of data (${sides.join(" x ")})`,
        `${received}; the file is cut or damaged`,
      );
    if (!gzipped && size - header !== length) refuse(String(size - header));
    if (gzipped && length > size * mostPacked) refuse(`a gzip of ${size} bytes, too few for that`);
    if (gzipped && size > 1.01 * length + 65_536) refuse(`a gzip of ${size} bytes, more than that`);
    const stored = readFirstBytes(file, size);
    checkStored(stored, gzipped);
    if (!gzipped) return { sides, bytes: new Uint8Array(stored.subarray(header)) };
    const content = unzip(path, stored, { isWhole: true, mostBytes: header + length });
    if (content === undefined) return refuse("more");
    if (content.length - header !== length) refuse(String(content.length - header));
    return { sides, bytes: new Uint8Array(content.subarray(header)) };
  } finally {
    closeSync(file);
  }
}

function fail(path: string, expected: string, received: string): never {
  throw new Error(`loadIdx: ${path}: expected ${expected}, received ${received}`);
}

function readSides(path: string, start: Buffer, rank: 1 | 3): number[] {
  const header = 4 + 4 * rank;
  if (start.length < header)
    fail(path, `an IDX header of ${header} bytes`, `${start.length} bytes`);
  const magic = start.readUInt32BE(0);
  const wanted = 0x0800 + rank;
  const inHex = (word: number): string => `0x${word.toString(16).padStart(8, "0")}`;
  if (magic !== wanted) {
    const kind = rank === 3 ? "images" : "labels";
    fail(path, `magic number ${inHex(wanted)} (${kind}, unsigned bytes)`, inHex(magic));
  }
  return Array.from({ length: rank }, (_, i) => start.readUInt32BE(4 + 4 * i));
}

function openFile(path: string): number {
  try {
    return openSync(path, "r");
  } catch (cause) {
    throw new Error(
      `loadIdx: expected an IDX file at ${resolve(path)}, ` +
        `received "${(cause as Error).message}". ` +
        `Download it from the data set's page and pass its path.`,
      { cause },
    );
  }
}

interface UnzipOptions {
  /** Whether `packed` is all of the file; its beginning may stop anywhere. */
  isWhole: boolean;
  /** What may come of it at most. */
  mostBytes?: number;
}

function unzip(path: string, packed: Buffer, options: UnzipOptions & { mostBytes?: never }): Buffer;
function unzip(path: string, packed: Buffer, options: UnzipOptions): Buffer | undefined;
/** The unpacked bytes, or undefined where there are more than `mostBytes`. */
function unzip(
  path: string,
  packed: Buffer,
  { isWhole, mostBytes }: UnzipOptions,
): Buffer | undefined {
  try {
    return gunzipSync(packed, {
      finishFlush: isWhole ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
      ...(mostBytes !== undefined && { maxOutputLength: mostBytes }),
    });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") return undefined;
    throw new Error(
      `loadIdx: ${path}: expected a whole gzip file, ` +
        `received a damaged one (${(cause as Error).message}). Download it again.`,
      { cause },
    );
  }
}
