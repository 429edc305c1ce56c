import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync } from "node:fs";
import { z } from "zod";
import { readFirstBytes } from "./files";
import { nameFile } from "./jsonObject";
import { parseOptions } from "./options";

/** A tensor's numbers outside TensorFlow. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

/** Named tensors and what is to be known about them. */
export interface TensorFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

interface Entry {
  dtype: "F32" | "I32";
  shape: readonly number[];
  data_offsets: [number, number];
}

const blank = "0".repeat(64);
const checksumField = (sum: string): string => `"sha256":"${sum}"`;

/**
 * The bytes of a safetensors file (https://huggingface.co/docs/safetensors): 8 bytes with the
 * header's length, the header as JSON, the numbers. Its metadata get one entry more, `sha256`, over
 * the whole file with that sum as 64 zeros.
 */
export function encodeTensors({ metadata, tensors }: TensorFile): Uint8Array {
  let offset = 0;
  const entries = [...tensors].map(([name, { shape, values }]): [string, Entry] => {
    const from = offset;
    offset += values.byteLength;
    return [
      name,
      { dtype: values instanceof Int32Array ? "I32" : "F32", shape, data_offsets: [from, offset] },
    ];
  });
  const text = JSON.stringify({
    __metadata__: { ...metadata, sha256: blank },
    ...Object.fromEntries(entries),
  });
  const header = Buffer.from(text);
  const length = Math.ceil(header.length / 8) * 8;
  const bytes = Buffer.alloc(8 + length + offset, " ");
  bytes.writeBigUInt64LE(BigInt(length), 0);
  header.copy(bytes, 8);
  let position = 8 + length;
  for (const { values } of tensors.values()) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), position);
    position += values.byteLength;
  }
  bytes.write(checksumField(sha256(bytes)), 8 + header.indexOf(checksumField(blank)));
  return bytes;
}

const damaged = (why: string): Error => new Error(`the file is damaged: ${why}`);
/** The longest header that safetensors allows, in bytes. */
const longestHeader = 100_000_000;

/** The length of the header that a file of `size` bytes begins with. */
function headerLength(start: Buffer, size: number): number {
  if (start.length < 8) throw damaged(`expected a header, received ${start.length} bytes`);
  const length = Number(start.readBigUInt64LE(0));
  if (length > longestHeader)
    throw damaged(`expected a header of ${longestHeader} bytes at most, received ${length}`);
  if (8 + length > size)
    throw damaged(`expected a header of ${length} bytes, received ${size - 8}; it was cut off`);
  return length;
}

/**
 * Reads a file that {@link encodeTensors} made. Its header is read first, and the rest only where
 * that describes it.
 *
 * @throws Error naming the file when it cannot be read, or a byte is missing, too many or changed
 */
export function readTensorFile(path: string): TensorFile {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const start = readFirstBytes(file, Math.min(8, size));
    const header = readFirstBytes(file, 8 + headerLength(start, size));
    const ends = [...header.toString("utf8", 8).matchAll(/"data_offsets":\[\d+,(\d+)\]/g)];
    const expected = header.length + Math.max(0, ...ends.map(([, end]) => Number(end)));
    if (size !== expected) throw damaged(`expected ${expected} bytes, received ${size}`);
    return decodeTensors(readFirstBytes(file, size));
  } catch (cause) {
    throw new Error(nameFile(path, (cause as Error).message), { cause });
  } finally {
    closeSync(file);
  }
}

/**
 * Reads what {@link encodeTensors} wrote.
 *
 * @throws Error when a byte is missing, too many or changed, or the header does not fit the numbers
 */
export function decodeTensors(bytes: Buffer): TensorFile {
  const length = headerLength(bytes, bytes.length);
  const header = bytes.toString("utf8", 8, 8 + length);
  const sum = /"sha256":"([0-9a-f]{64})"/.exec(header)?.[1];
  if (!sum) throw damaged("expected a checksum in its header, found none");
  const field = 8 + Buffer.byteLength(header.slice(0, header.indexOf(checksumField(sum))));
  const blankField = checksumField(blank);
  const parts = [bytes.subarray(0, field), blankField, bytes.subarray(field + blankField.length)];
  if (sha256(...parts) !== sum)
    throw damaged("its checksum is another; bytes are missing or have changed");
  const { __metadata__: metadata, ...entries } = parseHeader(header);
  const body = bytes.subarray(8 + length);
  checkOffsets(entries, body.length);
  const tensors = Object.entries(entries).map(([name, entry]): [string, StoredTensor] => {
    const copy = Uint8Array.from(body.subarray(...entry.data_offsets)).buffer;
    const values = entry.dtype === "I32" ? new Int32Array(copy) : new Float32Array(copy);
    return [name, { shape: entry.shape, values }];
  });
  return { metadata, tensors: new Map(tensors) };
}

const count = z.int().min(0);
const metadataSchema = z.object({ __metadata__: z.record(z.string(), z.string()) });
const headerSchema = metadataSchema.catchall(
  z.strictObject({
    dtype: z.enum(["F32", "I32"]),
    shape: z.array(count),
    data_offsets: z.tuple([count, count]),
  }),
);

function parseHeader(text: string): z.output<typeof headerSchema> {
  try {
    return parseOptions("header", headerSchema, JSON.parse(text));
  } catch (error) {
    throw damaged((error as Error).message);
  }
}

/** Tensors lie one behind the other, without holes, and each has the numbers of its shape. */
function checkOffsets(entries: Readonly<Record<string, Entry>>, length: number): void {
  let end = 0;
  const inOrder = Object.entries(entries).sort(
    ([, { data_offsets: a }], [, { data_offsets: b }]) => a[0] - b[0] || a[1] - b[1],
  );
  for (const [name, { shape, data_offsets: offsets }] of inOrder) {
    const [from, to] = offsets;
    const size = 4 * shape.reduce((product, side) => product * side, 1);
    if (from !== end || to - from !== size)
      throw damaged(
        `expected ${name} ${JSON.stringify(shape)} at bytes ${end} to ${end + size}, ` +
          `received ${from} to ${to}`,
      );
    end = to;
  }
  if (end !== length) throw damaged(`expected ${end} bytes of numbers, received ${length}`);
}

function sha256(...parts: (Uint8Array | string)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}
