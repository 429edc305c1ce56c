import type { z } from "zod";
import { writeFileAtomically } from "./files";
import { nameFile, readObject } from "./jsonObject";
import { parseOptions } from "./options";
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
    const { content, fits } = takeSum(readObject(path));
    if (!fits) return { problem: `${path}: ${sumProblem}` };
    return { value: parseOptions(path, schema, content) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return {};
    return { problem: nameFile(path, message) };
  }
}

export const sumProblem =
  "expected the content that its checksum was made of; it is damaged or was changed by hand";
