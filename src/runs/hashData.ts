import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { tellOfWork } from "../base/slowWork";
import { ByteFile } from "../data/byteFile";
import { sampleLength } from "../data/dataset";
import { isNumbers, type Data } from "../data/pictures";
import { readSamples } from "../data/samples";

/** Numbers that are read at once: 4 MB of them. */
const atOnce = 2 ** 20;

/** The SHA-256 of some numbers, one array after the other. */
export function hashOf(...parts: readonly (Float32Array | Int32Array)[]): string {
  const hash = createHash("sha256");
  for (const values of parts) hash.update(values);
  return hash.digest("hex");
}

/** Those of pictures in files, which nobody can change. */
const known = new WeakMap<Data, string>();

/**
 * The SHA-256 of all numbers of some data, and of their conditions: of pictures and words, too,
 * that of the numbers that they stand for, so that it does not matter how they are kept.
 */
export async function hashData(data: Data): Promise<string> {
  const { conditions } = data;
  const told = conditions ? [conditions] : [];
  if (isNumbers(data)) return hashOf(data.samples, ...told);
  const before = known.get(data);
  if (before !== undefined) return before;
  const hash = createHash("sha256");
  const count = Math.max(1, Math.floor(atOnce / sampleLength(data.shape)));
  // There may be gigabytes.
  const tell = tellOfWork("the data's checksum: samples", data.size);
  for (let start = 0; start < data.size; start += count) {
    const end = Math.min(start + count, data.size);
    hash.update(readSamples(data, start, end - start));
    tell(end);
    await setImmediate();
  }
  for (const values of told) hash.update(values);
  const found = hash.digest("hex");
  if ("bytes" in data && data.bytes instanceof ByteFile) known.set(data, found);
  return found;
}
