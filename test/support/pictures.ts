import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import sharp from "sharp";
import type { Pictures } from "../../src/data/pictures";
import { readSamples } from "../../src/data/samples";
import { temporaryFolder } from "./temporary";

const top = temporaryFolder();
let folders = 0;
/** A new empty folder. */
export const newFolder = (): string => {
  const folder = join(top, String(folders++));
  mkdirSync(folder);
  return folder;
};

export type Colour = readonly [number, number, number];
export const red: Colour = [255, 0, 0];
export const blue: Colour = [0, 0, 255];

/** A picture whose left half has one colour and whose right half another. */
export const halves = (width: number, height: number, left: Colour, right: Colour): sharp.Sharp => {
  const rgb = Buffer.alloc(width * height * 3);
  for (let i = 0; i < width * height; i++) rgb.set(i % width < width / 2 ? left : right, 3 * i);
  return sharp(rgb, { raw: { width, height, channels: 3 } });
};
/** A picture of one colour. */
export const plain = (colour: Colour): sharp.Sharp => halves(8, 8, colour, colour);

/** The bytes that some samples were made of. */
export const bytesOf = (samples: Float32Array): number[] =>
  Array.from(samples, (value) => Math.round((value + 1) * 127.5));
/** The bytes of sample `i`, or of all. */
export const pixelsOf = (data: Pictures, i?: number): number[] =>
  bytesOf(i === undefined ? readSamples(data, 0, data.size) : readSamples(data, i, 1));

/** Writes files below a folder. */
export function writeFiles(folder: string, files: Record<string, string | Buffer>): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** What a test wants to be wrong with an entry of an archive. */
export interface ZipEntry {
  readonly content: Buffer;
  /** How large it says it is. Default: as it is. */
  readonly size?: number;
  readonly sum?: number;
  readonly isEncrypted?: boolean;
}

/** A zip archive, written from the format's description (PKWARE's APPNOTE, 4.3). */
export function zipOf(files: Record<string, Buffer | ZipEntry>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, given] of Object.entries(files)) {
    const entry: ZipEntry = Buffer.isBuffer(given) ? { content: given } : given;
    const { content, size = content.length, sum = crc32(content), isEncrypted = false } = entry;
    const packed = deflateRawSync(content);
    const called = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); // version
    common.writeUInt16LE(0x800 | Number(isEncrypted), 2); // names are UTF-8
    common.writeUInt16LE(8, 4); // deflated
    common.writeUInt32LE(sum, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(called.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, called, packed]);
    const inDirectory = Buffer.alloc(14);
    inDirectory.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), common, inDirectory, called]));
    parts.push(local);
    offset += local.length;
  }
  const all = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(all.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, all, Buffer.from("PK\x05\x06"), end]);
}
