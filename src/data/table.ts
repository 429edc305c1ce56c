import Papa from "papaparse";
import { dateForm, printDate } from "./dateText";
import { printNumber, roundTo } from "./numberText";

/** A column of numbers, with as many decimals as the data have, or of dates. */
export interface NumberColumn {
  readonly name: string;
  readonly kind: "number";
  /** Dates are counted from 1970 on, in the smallest unit that they are written in. */
  readonly values: Float64Array;
  readonly decimals: number;
  /** Decimals that are written at least, such as 2 for prices. Default 0. */
  readonly leastDecimals?: number;
  /** Whether NaN stands for a missing value. Default: there are none, and NaN is an error. */
  readonly missing?: boolean;
  /** The numbers are dates, written like this: `"YYYY-MM-DD"`. */
  readonly date?: string;
}

/** A column of words. */
export interface CategoryColumn {
  readonly name: string;
  readonly kind: "category";
  /** `null` stands for a missing value. */
  readonly values: readonly (string | null)[];
}

/** A column of numbers or of words. */
export type Column = NumberColumn | CategoryColumn;

/** Rows of numbers and words, by columns. */
export interface Table {
  readonly columns: readonly Column[];
  readonly size: number;
  /** Columns that were left out when it was read: ids, columns without values, those asked for. */
  readonly leftOut?: readonly string[];
  /** The words for missing values that it was read with. */
  readonly missing?: readonly string[];
}

/** What a row may have in a column; `null` where nothing is known. */
export type TableValue = string | number | null;

/** A table as CSV text, as it was read: missing values are empty. */
export function tableToCsv({ columns, size }: Table): string {
  const print = columns.map((column) => {
    if (column.kind === "category") return (i: number) => column.values[i] ?? "";
    const { values, decimals, leastDecimals, date } = column;
    const form = date === undefined ? undefined : dateForm(date);
    return (i: number): string => {
      if (Number.isNaN(values[i])) return "";
      return form ? printDate(values[i]!, form) : printNumber(values[i]!, decimals, leastDecimals);
    };
  });
  return Papa.unparse({
    fields: columns.map(({ name }) => name),
    data: Array.from({ length: size }, (_, i) => print.map((text) => text(i))),
  });
}

/** A table's rows, numbers rounded to their decimals, dates as text, missing values as `null`. */
export function tableRows({ columns, size }: Table): Record<string, TableValue>[] {
  const read = columns.map((column): ((i: number) => TableValue) => {
    if (column.kind === "category") return (i) => column.values[i]!;
    const { values, decimals, date } = column;
    const form = date === undefined ? undefined : dateForm(date);
    return (i) => {
      if (Number.isNaN(values[i])) return null;
      return form ? printDate(values[i]!, form) : roundTo(values[i]!, decimals);
    };
  });
  return Array.from({ length: size }, (_, i) =>
    Object.fromEntries(columns.map(({ name }, c) => [name, read[c]!(i)])),
  );
}
