import Papa from "papaparse";
import { nameFile, parseValue } from "../../base/jsonObject";
import { isWholeNumber } from "./wholeNumber";
import { endingOf } from "./source";

/** The class of each file by its name; numbers are classes as they are, null is none. */
export type ClassNames = ReadonlyMap<string, string | number>;
/** What a file says of classes: which they are, or, as StyleGAN's tools do, that there are none. */
export type FoundClasses = ClassNames | "none" | undefined;

/** Columns that name a file, and its class, as they are called in files of others. */
const fileColumns = ["file_name", "filename", "file", "image", "path", "name", "id"];
const classColumns = ["label", "labels", "class", "category", "target"];

/**
 * Reads which class each file has: `{ "a.png": "cat" }`, `[["a.png", 3]]` or StyleGAN's
 * `{ "labels": [["a.png", 3]] }` in a .json file, lines of `{ "file_name": "a.png", "label": 3 }`
 * in a .jsonl, a CSV file with columns for both.
 *
 * @returns undefined where it says nothing of classes, `"none"` where it says that there are none
 * @throws Error when it cannot be understood
 */
export function readClassNames(path: string, text: string): FoundClasses {
  const ending = endingOf(path);
  if (ending === ".json") return ofJson(path, parseJson(path, text));
  const rows = ending === ".jsonl" ? ofLines(path, text) : ofCsv(path, text);
  if (!rows.length)
    throw new Error(`${path}: expected a row for each picture below the header, received none`);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const pick = (known: readonly string[]): string | undefined =>
    known.flatMap((name) => names.find((own) => own.toLowerCase() === name) ?? [])[0];
  const [file, label] = [pick(fileColumns), pick(classColumns)];
  if (file === undefined)
    throw new Error(
      `${path}: expected a column that names the files (${fileColumns.join(", ")}), received ` +
        (names.join(", ") || "none"),
    );
  if (label === undefined) return undefined;
  return new Map(
    rows.flatMap((row) => {
      const value = row[label];
      return value === null || value === undefined || value === ""
        ? []
        : [[plainPath(String(row[file])), classOf(path, value)] as const];
    }),
  );
}

const parseJson = (path: string, text: string): unknown => {
  try {
    return parseValue(text);
  } catch (cause) {
    throw new Error(nameFile(path, (cause as Error).message), { cause });
  }
};

function ofJson(path: string, value: unknown): FoundClasses {
  const labels: unknown = Array.isArray(value)
    ? value
    : ((value as { labels?: unknown } | null)?.labels ?? value);
  if (isObject(value) && "labels" in value && value.labels === null) return "none";
  const pairs: unknown[] = Array.isArray(labels)
    ? labels
    : isObject(labels)
      ? Object.entries(labels)
      : [undefined];
  return new Map(
    pairs.map((pair) => {
      if (!Array.isArray(pair) || pair.length !== 2 || typeof pair[0] !== "string")
        throw new Error(
          `${path}: expected ["file.png", class], received ${JSON.stringify(pair)?.slice(0, 60)}`,
        );
      return [plainPath(pair[0]), classOf(path, pair[1])] as const;
    }),
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function ofLines(path: string, text: string): Record<string, unknown>[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim())
    .map((line, i) => {
      const row = parseJson(`${path}, line ${i + 1}`, line);
      if (isObject(row)) return row;
      throw new Error(`${path}, line ${i + 1}: expected { "file_name": … }, received ${line}`);
    });
}

function ofCsv(path: string, text: string): Record<string, unknown>[] {
  const { data, errors } = Papa.parse<Record<string, string>>(text.replace(/^\ufeff/, ""), {
    header: true,
    skipEmptyLines: true,
  });
  const [bad] = errors.filter(({ type }) => type !== "Delimiter");
  if (bad)
    throw new Error(`${path}: expected whole rows, received ${bad.message} in row ${bad.row}`);
  return data;
}

/** A path without the `./` that some tools begin it with. */
const plainPath = (name: string): string => name.replace(/^(\.\/)+/, "");

/** A class: a name, or a number from 0 on. */
function classOf(path: string, value: unknown): string | number {
  if (typeof value === "string") return isWholeNumber(value) ? Number(value) : value;
  if (Number.isInteger(value) && Number(value) >= 0 && Number(value) < 1e6) return Number(value);
  throw new Error(
    `${path}: expected a class's name, or its number from 0 to 999,999, received ` +
      JSON.stringify(value),
  );
}
