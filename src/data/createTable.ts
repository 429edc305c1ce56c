import { z } from "zod";
import { describeValue, defineOptions } from "../base/options";
import { printMessage } from "../base/output";
import { isDatePattern } from "./dateText";
import { isId } from "./findIds";
import { kindOf, readColumn, type ColumnKind } from "./readColumn";
import type { Column, Table, TableValue } from "./table";

export interface TableOptions {
  /**
   * What columns are, where reading should not find out: `{ zip: "category", since: "DD/MM/YYYY",
   * remark: "omit" }`. Default: numbers are what prints back as it was read, and dates; words
   * else.
   */
  columns?: Readonly<Record<string, ColumnKind>>;
  /**
   * Words that stand for a missing value in any column, besides nothing and blanks. Among numbers
   * and dates `NA`, `N/A`, `NaN`, `null`, `None`, `-`, `?` and `.` always do. Default: none.
   */
  missing?: readonly string[];
  /** A table that this one is read like: its columns, their kinds, its words for missing values. */
  like?: Table;
}

const kinds = ["number", "category", "date", "omit"];
const isKind = (value: unknown): value is ColumnKind =>
  typeof value === "string" && (kinds.includes(value) || isDatePattern(value));
/** What a column may be stated to be. */
export const columnsOption = z.record(
  z.string(),
  z.custom<ColumnKind>(isKind, `expected "${kinds.join('", "')}" or a date such as "DD/MM/YYYY"`),
);
/** The fields of {@link TableOptions}. */
export const tableOptions = {
  columns: columnsOption.optional(),
  missing: z.array(z.string()).readonly().default([]),
  like: z
    .custom<Table>((value) => Array.isArray((value as Table | undefined)?.columns), {
      error: "expected a table",
    })
    .optional(),
};
const schema = z.strictObject(tableOptions);
const readOptions = defineOptions("createTable", schema);

/** Cells by columns, as they were written. */
export type Cells = ReadonlyMap<string, readonly (string | null)[]>;

/**
 * Makes a table of rows. A value that is not there, `null`, `undefined`, NaN or blank, is missing.
 * A column of ids, in which (nearly) every row has a value of its own, is left out, and named.
 *
 * @throws TypeError on a wrong option, when there are no rows or no columns that can be learned,
 *   a value is no text, number or boolean, a column is not what was stated, is nearly one of
 *   numbers, or is not in `like`
 */
export function createTable(
  rows: readonly Readonly<Record<string, TableValue | boolean | undefined>>[],
  options: TableOptions = {},
): Table {
  const parsed = readOptions(options);
  if (rows.length === 0) throw new TypeError("createTable: expected rows, received none");
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  const textOf = (row: (typeof rows)[number], name: string, i: number): string | null => {
    const value: unknown = Object.hasOwn(row, name) ? row[name] : null;
    if (value === null || value === undefined || Number.isNaN(value)) return null;
    if (typeof value === "string" || typeof value === "boolean") return String(value);
    if (typeof value === "number" && Number.isFinite(value)) return String(value);
    throw new TypeError(
      `createTable: expected text, a finite number, a boolean or null for "${name}" in row ` +
        `${i + 1}, received ${describeValue(value)}`,
    );
  };
  const cells = new Map(
    [...names].map((name) => [name, rows.map((row, i) => textOf(row, name, i))]),
  );
  return tableOf("createTable", cells, parsed);
}

/** Makes a table of cells, by the options of {@link createTable}. */
export function tableOf(
  caller: string,
  cells: Cells,
  { columns: stated = {}, missing, like }: z.output<typeof schema>,
): Table {
  const kinds = new Map<string, ColumnKind>(Object.entries(stated));
  const check = (names: Iterable<string>, known: Iterable<string>): void => {
    const all = new Set(known);
    const strange = [...names].filter((name) => !all.has(name));
    if (strange.length > 0)
      throw new TypeError(
        `${caller}: expected the columns ${[...all].join(", ")}, received ${strange.join(", ")}`,
      );
  };
  check(kinds.keys(), cells.keys());
  if (like) {
    const names = like.columns.map(({ name }) => name);
    check(names, cells.keys());
    const omitted = [...kinds].filter(([, kind]) => kind === "omit").map(([name]) => name);
    check(cells.keys(), [...names, ...(like.leftOut ?? []), ...omitted]);
    for (const name of like.leftOut ?? []) kinds.set(name, "omit");
    for (const column of like.columns) kinds.set(column.name, kindOf(column));
  }
  const words = new Set([...missing, ...(like?.missing ?? [])]);
  const leftOut: string[] = [];
  const read = new Map<string, Column>();
  for (const [name, texts] of cells) {
    const kind = kinds.get(name);
    const known = texts.map((text) =>
      text === null || text.trim() === "" || words.has(text) ? null : text,
    );
    const column = kind === "omit" ? undefined : readColumn(name, known, kind);
    const reason = column && kind === undefined ? reasonAgainst(column) : undefined;
    if (column && !reason) {
      read.set(name, column);
      continue;
    }
    leftOut.push(name);
    if (reason) printMessage(`${caller}: left out "${name}": ${reason}`, "warn");
  }
  const columns = like ? like.columns.map(({ name }) => read.get(name)!) : [...read.values()];
  const [first] = columns;
  if (!first) throw new TypeError(`${caller}: expected columns to learn from, received none`);
  return {
    columns,
    size: first.values.length,
    ...(leftOut.length > 0 && { leftOut }),
    ...(words.size > 0 && { missing: [...words] }),
  };
}

/** Why nothing can be learned of a column, if so. */
function reasonAgainst(column: Column): string | undefined {
  const { name, kind } = column;
  if (column.kind === "category" && column.values.every((value) => value === null))
    return "it has no values";
  return isId(column)
    ? "its rows have a value of their own each, as ids do; where it is none, say " +
        `columns: { "${name}": "${kind}" }`
    : undefined;
}
