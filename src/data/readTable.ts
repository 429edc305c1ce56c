import { constants } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import Papa from "papaparse";
import { z } from "zod";
import { defineOptions } from "../base/options";
import { tableOf, tableOptions, type Cells, type TableOptions } from "./createTable";
import { decodeText, isEncoding } from "./decodeText";
import type { Table } from "./table";

export interface ReadTableOptions extends TableOptions {
  /**
   * How the file's letters are written, such as `"latin1"` or `"utf-16le"`. Default: UTF-8 where it
   * is that, else Windows' Western European (of which latin1 is a part).
   */
  encoding?: string;
}

/** The option for the encoding of a file. */
export const encodingOption = z
  .string()
  .refine(isEncoding, 'expected an encoding such as "utf-8" or "latin1"')
  .optional();
const readOptions = defineOptions(
  "readTable",
  z.strictObject({ ...tableOptions, encoding: encodingOption }),
);

/**
 * Reads a table from a CSV file with a line of names (any delimiter, with blanks after it or not;
 * RFC 4180 quotes), by the rules of {@link createTable}.
 *
 * @throws Error when the file cannot be read; RangeError when it is longer than Node's longest text
 *   (512 MB), before it is read; TypeError on a wrong option, when a line has too few or too many
 *   values, two columns have one name, or as {@link createTable}
 */
export function readTable(path: string, options: ReadTableOptions = {}): Table {
  const { encoding, ...parsed } = readOptions(options);
  const { size } = statSync(path);
  if (size > constants.MAX_STRING_LENGTH)
    throw new RangeError(
      `readTable: expected a CSV file of ${constants.MAX_STRING_LENGTH} bytes at most, ` +
        `received ${path} of ${size}; cut it into parts`,
    );
  // A file may end its lines in two ways; a value that has one ends it in the shorter.
  const text = decodeText(readFileSync(path), encoding).replace(/\r\n?/g, "\n");
  const { data, errors } = Papa.parse<string[]>(text, { newline: "\n" });
  const [problem] = errors.filter(({ type }) => type !== "Delimiter");
  if (problem)
    throw new TypeError(`readTable: ${path}, row ${problem.row ?? 0}: ${problem.message}`);
  return tableOf("readTable", cellsOf(path, data), parsed);
}

function cellsOf(path: string, lines: readonly string[][]): Cells {
  const [names = [], ...rest] = lines;
  const isEmpty = (line: readonly string[]): boolean => line.length === 1 && line[0] === "";
  const rows = names.length > 1 ? rest.filter((line) => !isEmpty(line)) : rest;
  while (rows.length > 0 && isEmpty(rows.at(-1)!)) rows.pop();
  const fail = (what: string): never => {
    throw new TypeError(`readTable: ${path}: ${what}`);
  };
  if (rows.length === 0) fail("expected rows below the line of names, received none");
  rows.forEach(({ length }, i) => {
    if (length === names.length) return;
    const few = length < names.length ? "Too few" : "Too many";
    fail(`row ${i + 1}: ${few} fields: expected ${names.length}, received ${length}`);
  });
  const cells = new Map<string, string[]>();
  names.forEach((written, c) => {
    const column = [written, ...rows.map((row) => row[c]!)];
    // ", " separates: the blank is none of the value's.
    const isSpaced = c > 0 && column.every((text) => text === "" || text.startsWith(" "));
    const [name, ...values] = isSpaced ? column.map((text) => text.trimStart()) : column;
    if (cells.has(name!)) fail(`expected names that differ, received "${name}" twice`);
    cells.set(name!, values);
  });
  return cells;
}
