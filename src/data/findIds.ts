import type { Column } from "./table";

const fewestWords = 20;
const fewestIntegers = 50;
/** Words of which so many are another one each are names, not categories. */
const distinctShare = 0.9;
/** Integers of a range that is at most so many times as wide as there are rows. */
const width = 4;

/**
 * Whether a column names its rows, so that nothing can be learned of it: words of which nearly each
 * is another one, or integers that are all different though their range is narrow (by chance, 50
 * are in one of 500 tables at most).
 */
export function isId(column: Column): boolean {
  if (column.kind === "category") {
    const words = column.values.filter((value) => value !== null);
    return words.length >= fewestWords && new Set(words).size >= distinctShare * words.length;
  }
  const { values, decimals, date, missing } = column;
  const size = values.length;
  if (decimals > 0 || date !== undefined || missing || size < fewestIntegers) return false;
  if (new Set(values).size < size) return false;
  const [low, high] = values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)] as const,
    [Infinity, -Infinity] as readonly [number, number],
  );
  return high - low < width * size;
}
