/** The number that each byte stands for: -1 … 1. */
const levels = Float32Array.from({ length: 256 }, (_, byte) => byte / 127.5 - 1);

/** Writes what bytes stand for to a place in the target. */
export function writeLevels(bytes: Uint8Array, target: Float32Array, place: number): void {
  for (let i = 0; i < bytes.length; i++) target[place + i] = levels[bytes[i]!]!;
}
