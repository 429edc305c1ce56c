import { findDateForms, dateForm, isDatePattern, readDate, type DateForm } from "./dateText";
import { readNumber, type WrittenNumber } from "./numberText";
import type { Column, NumberColumn } from "./table";

/** What a column is stated to be; a text such as `"DD/MM/YYYY"` is how its dates are written. */
export type ColumnKind = "number" | "category" | "date" | "omit" | `${string}YYYY${string}`;

/** What a column that has been read, or the code of one, is. */
export const kindOf = (column: {
  readonly kind: "number" | "category";
  readonly date?: string | undefined;
}): ColumnKind => (column.date === undefined ? column.kind : (column.date as ColumnKind));

/** Words that stand for a missing value among numbers and dates. */
const usualWords = new Set([
  "NA",
  "N/A",
  "n/a",
  "#N/A",
  "NaN",
  "nan",
  "NULL",
  "null",
  "None",
  "none",
  "NaT",
  "-",
  "?",
  ".",
]);
/** A column with so many numbers is meant to be one of numbers. */
const most = 0.9;
/** More numbers than this are no names of categories. */
const fewNumbers = 20;
const numberLike = /^[\s$€£+-]*\d[\d.,' ]*[\s%$€£]*$/;
/** Digits that are a name: a postcode, a long id. */
const code = /^(0\d+|\d{16,})$/;

/**
 * Finds what a column of texts is: numbers, dates or words.
 *
 * @param texts `null` where nothing was written
 * @param stated what it is stated to be, if anything
 * @throws TypeError when it is not what was stated, is nearly of numbers, or of dates that can be
 *   read in two ways
 */
export function readColumn(
  name: string,
  texts: readonly (string | null)[],
  stated?: ColumnKind,
): Column {
  const asWords = (): Column => ({ name, kind: "category", values: texts });
  if (stated === "category") return asWords();
  const words = texts.filter((text): text is string => text !== null && !usualWords.has(text));
  const fail = (expected: string, bad: string, advice = ""): never => {
    throw new TypeError(
      `column "${name}": expected ${expected}, received ${JSON.stringify(bad)} in row ` +
        `${texts.indexOf(bad) + 1}; if it stands for a missing value, say missing: ` +
        `[${JSON.stringify(bad)}]${advice}`,
    );
  };
  if (stated === "number") {
    const numbers = words.map(
      (text) => readNumber(String(Number(text))) ?? fail("finite numbers", text),
    );
    const isWritten = words.every((text) => readNumber(text) !== undefined);
    return numbersOf(name, texts, numbers, isWritten ? leastDecimals(words) : 0);
  }
  if (stated !== undefined) {
    const form = isDatePattern(stated) ? dateForm(stated) : dateFormOf(name, words);
    const bad = words.find((text) => !form || readDate(text, form) === undefined);
    if (bad !== undefined) fail(`dates${form ? ` like ${form.pattern}` : ""}`, bad);
    return form ? datesOf(name, texts, form) : asWords();
  }
  if (words.length === 0) return asWords();
  const numbers = words.map(readNumber);
  const least = numbers.includes(undefined) ? 0 : leastDecimals(words);
  const isNumber = (number: WrittenNumber | undefined): number is WrittenNumber =>
    number !== undefined && (!number.isPadded || number.decimals === least);
  if (numbers.every(isNumber)) return numbersOf(name, texts, numbers, least);
  const form = dateFormOf(name, words);
  if (form) return datesOf(name, texts, form);
  const bad = words.find((_, i) => !isNumber(numbers[i]))!;
  if (areMeantAsNumbers(words))
    fail(
      "numbers that print back as they were read",
      bad,
      `; else say columns: { "${name}": "number" }, or "category"`,
    );
  return asWords();
}

/** Whether somebody who reads a column would call it one of numbers, with slips. */
function areMeantAsNumbers(words: readonly string[]): boolean {
  const alike = words.filter((text) => numberLike.test(text));
  const enough = alike.length >= most * words.length && new Set(alike).size > fewNumbers;
  return enough && !words.some((text) => code.test(text));
}

function dateFormOf(name: string, words: readonly string[]): DateForm | undefined {
  const [form, other] = words.length > 0 ? findDateForms(words) : [];
  if (form && other)
    throw new TypeError(
      `column "${name}": expected dates that can be read in one way, received some that are ` +
        `${form.pattern} or ${other.pattern}; say columns: { "${name}": "${form.pattern}" }, or ` +
        "the other",
    );
  return form;
}

/** How many digits stand after the point at least: 2 where prices are written 0.50. */
function leastDecimals(words: readonly string[]): number {
  const least = words.reduce((found, text) => {
    if (found === 0 || /e/i.test(text)) return found;
    const point = text.indexOf(".");
    return point < 0 ? 0 : Math.min(found, text.length - point - 1);
  }, Infinity);
  return least === Infinity ? 0 : least;
}

function numbersOf(
  name: string,
  texts: readonly (string | null)[],
  numbers: readonly WrittenNumber[],
  least: number,
): NumberColumn {
  return {
    ...columnOf(name, texts, Number),
    decimals: numbers.reduce((found, { decimals }) => Math.max(found, decimals), 0),
    ...(least > 0 && { leastDecimals: least }),
  };
}

const datesOf = (
  name: string,
  texts: readonly (string | null)[],
  form: DateForm,
): NumberColumn => ({
  ...columnOf(name, texts, (text) => readDate(text, form)!),
  date: form.pattern,
});

function columnOf(
  name: string,
  texts: readonly (string | null)[],
  read: (text: string) => number,
): NumberColumn {
  const values = Float64Array.from(texts, (text) =>
    text === null || usualWords.has(text) ? NaN : read(text),
  );
  const missing = values.some(Number.isNaN);
  return { name, kind: "number", values, decimals: 0, ...(missing && { missing }) };
}
