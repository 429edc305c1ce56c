import { createHash } from "node:crypto";
import * as tf from "@tensorflow/tfjs";
import type { Workers } from "../runtime/collectives/workers";

/** Numbers in one message. */
const mostNumbers = 2 ** 22;

/** Sums whole numbers over workers, to the last bit. */
function sumNumbers(workers: Workers, numbers: Int32Array, key: string): Int32Array {
  // What `tf.tidy` gives back it searches for tensors, number by number.
  const total = tf.tidy(() => workers.sum(tf.tensor1d(numbers, "int32"), key));
  const values = total.dataSync<"int32">();
  total.dispose();
  return values;
}

/**
 * Hands bytes from the first worker to all.
 *
 * @param bytes the first worker's; the others give none
 */
export function shareBytes(workers: Workers, bytes?: Uint8Array): Uint8Array {
  const [length] = sumNumbers(workers, Int32Array.of(bytes?.length ?? 0), "length");
  const numbers = new Int32Array(Math.ceil(length! / 4));
  if (bytes) new Uint8Array(numbers.buffer).set(bytes);
  for (let start = 0; start < numbers.length; start += mostNumbers) {
    const part = numbers.slice(start, start + mostNumbers);
    numbers.set(sumNumbers(workers, part, "bytes"), start);
  }
  return new Uint8Array(numbers.buffer, 0, length);
}

/** What each worker says in a few bytes, in their order: the SHA-256 of a text or of bytes. */
export function gatherHashes(workers: Workers, content: string | readonly Uint8Array[]): string[] {
  const hash = createHash("sha256");
  for (const part of [content].flat()) hash.update(part);
  const own = new Int32Array(new Uint8Array(hash.digest()).buffer);
  const all = new Int32Array(own.length * workers.count);
  all.set(own, own.length * workers.index);
  const bytes = Buffer.from(sumNumbers(workers, all, "hashes").buffer);
  const length = own.byteLength;
  return Array.from({ length: workers.count }, (_, i) =>
    bytes.toString("hex", i * length, (i + 1) * length),
  );
}

/** The workers whose hash is not the first one's. */
export const findOthers = (hashes: readonly string[]): number[] =>
  hashes.flatMap((hash, i) => (hash === hashes[0] ? [] : [i]));
