import { readFileSync } from "node:fs";
import type { z } from "zod";
import { writeFileAtomically } from "./files";
import { describeValue, parseOptions } from "./options";
import { stringifyWithSum, takeSum } from "./sum";

/** What came of reading a file of ours back: its content, or what is wrong with it. */
export interface ReadBack<T> {
  readonly value?: T;
  readonly problem?: string;
}

/** Writes an object as JSON with a sum, whole or not at all. */
export function writeJson(path: string, content: object, indent = 0): void {
  writeFileAtomically(path, `${stringifyWithSum(content, indent)}\n`);
}

/** Reads what {@link writeJson} wrote. No file is no value and no problem. */
export function readJson<S extends z.ZodType>(path: string, schema: S): ReadBack<z.output<S>> {
  try {
    const { content, fits } = takeSum(parseObject(readFileSync(path, "utf8")));
    if (!fits) return { problem: `${path}: ${sumProblem}` };
    return { value: parseOptions(path, schema, content) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return {};
    return { problem: message.includes(path) ? message : `${path}: ${message}` };
  }
}

export const sumProblem =
  "expected the content that its checksum was made of; it is damaged or was changed by hand";

/**
 * Parses a JSON object, also behind a byte order mark, which editors on Windows write.
 *
 * @throws Error when the text is none
 */
export function parseObject(text: string): object {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw new Error(`expected JSON, received "${(cause as Error).message}"`, { cause });
  }
  if (typeof parsed !== "object" || parsed === null)
    throw new Error(`expected a JSON object, received ${describeValue(parsed)}`);
  return parsed;
}
