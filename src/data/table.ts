import { constants } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import Papa from "papaparse";
import { describeValue } from "../base/options";

/** A column of numbers, with as many decimals as the data have. */
export interface NumberColumn {
  readonly name: string;
  readonly kind: "number";
  readonly values: Float64Array;
  readonly decimals: number;
}

/** A column of words. */
export interface CategoryColumn {
  readonly name: string;
  readonly kind: "category";
  readonly values: readonly string[];
}

/** A column of numbers or of words. */
export type Column = NumberColumn | CategoryColumn;

/** Rows of numbers and words, by columns. */
export interface Table {
  readonly columns: readonly Column[];
  readonly size: number;
}

/**
 * Makes a table of rows; a column whose values all are numbers is one of numbers.
 *
 * @throws TypeError when there are no rows, a value is missing, or a number is infinite
 */
export function createTable(rows: readonly Readonly<Record<string, string | number>>[]): Table {
  if (rows.length === 0) throw new TypeError("createTable: expected rows, received none");
  const columns = Object.keys(rows[0]!).map((name): Column => {
    const values = rows.map((row, i) => {
      const value = row[name];
      if (value === undefined || value === "")
        throw new TypeError(
          `createTable: expected a value for "${name}" in row ${i + 1}, received ` +
            `${describeValue(value)}; fill the gap or leave the row out`,
        );
      return value;
    });
    const numbers = values.map(Number);
    if (!numbers.every(Number.isFinite))
      return { name, kind: "category", values: values.map(String) };
    const decimals = values.reduce<number>(
      (most, value) => Math.max(most, String(value).split(".")[1]?.length ?? 0),
      0,
    );
    return {
      name,
      kind: "number",
      values: Float64Array.from(numbers),
      decimals: Math.min(decimals, 12),
    };
  });
  return { columns, size: rows.length };
}

/**
 * Reads a table from a CSV file with a line of names (any delimiter; RFC 4180 quotes).
 *
 * @throws Error when the file cannot be read; RangeError when it is longer than Node's longest text
 *   (512 MB), before it is read;
 *   TypeError when a line has too few or too many values, or a value is missing
 */
export function readTable(path: string): Table {
  const { size } = statSync(path);
  if (size > constants.MAX_STRING_LENGTH)
    throw new RangeError(
      `readTable: expected a CSV file of ${constants.MAX_STRING_LENGTH} bytes at most, ` +
        `received ${path} of ${size}; cut it into parts`,
    );
  const { data, errors } = Papa.parse<Record<string, string>>(readFileSync(path, "utf8"), {
    header: true,
    skipEmptyLines: true,
  });
  const [problem] = errors.filter(({ type }) => type !== "Delimiter");
  if (problem)
    throw new TypeError(`readTable: ${path}, row ${(problem.row ?? 0) + 1}: ${problem.message}`);
  return createTable(data);
}

/** A table as CSV text. */
export function tableToCsv(table: Table): string {
  return Papa.unparse(tableRows(table));
}

/** A table's rows, numbers rounded to their decimals. */
export function tableRows({ columns, size }: Table): Record<string, string | number>[] {
  return Array.from({ length: size }, (_, i) =>
    Object.fromEntries(
      columns.map((column) => [
        column.name,
        column.kind === "number"
          ? Number(column.values[i]!.toFixed(column.decimals))
          : column.values[i]!,
      ]),
    ),
  );
}
