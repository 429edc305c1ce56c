import { crc32 } from "node:zlib";

/** The name of the field that holds an object's sum. */
const field = "crc32";

const sumOf = (content: object): string =>
  crc32(JSON.stringify(content)).toString(16).padStart(8, "0");

/** An object as JSON, with one field more: the CRC-32 of its JSON without that field. */
export function stringifyWithSum(content: object, indent = 0): string {
  const plain = JSON.parse(JSON.stringify(content)) as object; // as a reader will see it
  return JSON.stringify({ ...plain, [field]: sumOf(plain) }, null, indent);
}

/** Takes a parsed object's sum out of it, and says whether it fits; an object without one fits. */
export function takeSum(parsed: object): { content: Record<string, unknown>; fits: boolean } {
  const { [field]: sum, ...content } = parsed as Record<string, unknown>;
  return { content, fits: sum === undefined || sum === sumOf(content) };
}
