/** Arrays of objects, Map and Set as tables. */
import { inspect, types } from "node:util";
import type { MimeBundle } from "../api";
import { escapeHtml } from "./html";

/** So much of a table is shown. */
const mostRows = 50;
const mostColumns = 20;
/** So much of a cell's text is shown. */
const mostCharacters = 200;

/** Some rows of a table, and how many there are in all. */
export interface Table {
  columns: string[];
  /** A name for each row, and what stands in each column: undefined where nothing does. */
  rows: { name: string; cells: (string | undefined)[] }[];
  rowCount: number;
  columnCount: number;
}

/**
 * A table's parts, or undefined where the value is none: an array of plain objects, a Map or a Set
 * with something in it.
 */
export function readTable(value: unknown): Table | undefined {
  // A Proxy may answer anything, or never: nobody asks it.
  if (types.isProxy(value)) return undefined;
  if (types.isMap(value)) return readPairs(value);
  if (types.isSet(value)) return readMembers(value);
  return Array.isArray(value) ? readObjects(value as unknown[]) : undefined;
}

/** The table as HTML, next to the value's text. */
export function tableBundle(table: Table, text: string): MimeBundle {
  const { columns, rows } = table;
  const heads = columns.map((column) => `<th>${escapeHtml(column)}</th>`).join("");
  const body = rows.map(({ name, cells }) => {
    const all = cells.map((cell) => `<td>${escapeHtml(cell ?? "")}</td>`).join("");
    return `<tr><th>${escapeHtml(name)}</th>${all}</tr>`;
  });
  const rest = describeRest(table);
  const html =
    `<table><thead><tr><th></th>${heads}</tr></thead><tbody>${body.join("")}</tbody></table>` +
    (rest && `<p>${rest}</p>`);
  return { "text/html": html, "text/plain": text };
}

function describeRest({ columns, rows, rowCount, columnCount }: Table): string {
  const left = (count: number, noun: string): string[] =>
    count > 0 ? [`${count} more ${noun}${count === 1 ? "" : "s"}`] : [];
  return [
    ...left(rowCount - rows.length, "row"),
    ...left(columnCount - columns.length, "column"),
  ].join(", ");
}

/** What stands in a cell. */
function cellText(value: unknown): string {
  const text =
    typeof value === "string"
      ? value.slice(0, mostCharacters + 1)
      : inspect(value, {
          depth: 1,
          maxArrayLength: 5,
          maxStringLength: 100,
          breakLength: Infinity,
        });
  if (text.length <= mostCharacters) return text;
  return `${text.slice(0, mostCharacters).replace(/[\ud800-\udbff]$/, "")}…`; // no half an emoji
}

function readPairs(map: ReadonlyMap<unknown, unknown>): Table | undefined {
  const rows: Table["rows"] = [];
  let index = 0;
  for (const [key, value] of Map.prototype.entries.call(map)) {
    if (index >= mostRows) break;
    rows.push({ name: String(index++), cells: [cellText(key), cellText(value)] });
  }
  return tableOf(["key", "value"], rows, sizeOf(Map.prototype, map));
}

function readMembers(set: ReadonlySet<unknown>): Table | undefined {
  const rows: Table["rows"] = [];
  let index = 0;
  for (const value of Set.prototype.values.call(set)) {
    if (index >= mostRows) break;
    rows.push({ name: String(index++), cells: [cellText(value)] });
  }
  return tableOf(["value"], rows, sizeOf(Set.prototype, set));
}

/** A Map's or Set's size, also of a class that calls something else so. */
const sizeOf = (prototype: object, value: object): number =>
  Reflect.get(prototype, "size", value) as number;

function tableOf(columns: string[], rows: Table["rows"], rowCount: number): Table | undefined {
  return rows.length ? { columns, rows, rowCount, columnCount: columns.length } : undefined;
}

function readObjects(array: readonly unknown[]): Table | undefined {
  const shown: object[] = [];
  for (let i = 0; i < Math.min(array.length, mostRows); i++) {
    const row = Object.getOwnPropertyDescriptor(array, i)?.value as unknown; // a hole is no row
    if (!isRecord(row)) return undefined;
    shown.push(row);
  }
  const names = new Set<string>();
  for (const row of shown) for (const name of Object.keys(row)) names.add(name);
  if (!names.size) return undefined;
  const columns = [...names].slice(0, mostColumns);
  const rows = shown.map((row, i) => ({
    name: String(i),
    cells: columns.map((column) => propertyText(row, column)),
  }));
  return { columns, rows, rowCount: array.length, columnCount: names.size };
}

/**
 * Whether something is an object of the kind that `{}` makes, of any realm, or without a prototype.
 */
function isRecord(value: unknown): value is object {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** A property without calling its getter: that may throw, or do something. */
function propertyText(row: object, name: string): string | undefined {
  const property = Object.getOwnPropertyDescriptor(row, name);
  if (!property) return undefined;
  return "value" in property ? cellText(property.value) : "[Getter]";
}
