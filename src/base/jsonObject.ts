import { readFileSync } from "node:fs";

/**
 * Parses JSON, also behind a byte order mark, which editors on Windows write.
 *
 * @throws Error when the text is none
 */
export function parseValue(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw new Error(`expected JSON, received "${(cause as Error).message}"`, { cause });
  }
}

/**
 * Parses a JSON object, as {@link parseValue} does.
 *
 * @throws Error when the text is none
 */
export function parseObject(text: string): object {
  const parsed = parseValue(text);
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw new Error(`expected a JSON object, received ${JSON.stringify(parsed).slice(0, 60)}`);
  return parsed;
}

/**
 * Reads a file that holds a JSON object.
 *
 * @throws Error naming the file when it cannot be read or holds none
 */
export function readObject(path: string): object {
  try {
    return parseObject(readFileSync(path, "utf8"));
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw Object.assign(new Error(nameFile(path, message), { cause }), code && { code });
  }
}

/** What is wrong with a file, with its name, once. */
export const nameFile = (path: string, message: string): string =>
  message.includes(path) ? message : `${path}: ${message}`;
