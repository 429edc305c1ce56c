import { likeliest, pickByShare } from "../base/pick";
import type { RandomStream } from "../base/random";
import { hasPlace, type CategoryCode, type NumberCode } from "./columnCode";
import { responsibilities, type Mode } from "./mixture1d";
import { roundTo } from "./numberText";
import { holds, reach } from "./reach";
import { predictor, type NumberColumns } from "./relation";
import type { Column } from "./table";

type Write = (i: number, into: Float32Array) => void;

/**
 * A writer of a column's values, one row after the other.
 *
 * @param before the columns of numbers that come before it
 */
export function writerOf(
  code: NumberCode | CategoryCode,
  column: Column,
  random: RandomStream,
  before: NumberColumns,
): Write {
  const fail = (expected: string, received: unknown, i: number): never => {
    throw new TypeError(
      `encodeTable: expected "${code.name}" to be ${expected}, received ` +
        `${received === null ? "nothing" : JSON.stringify(received)} in row ${i + 1}`,
    );
  };
  if (code.kind === "category" && column.kind === "category") {
    const places = new Map<string | null, number>(code.categories.map((name, k) => [name, k]));
    if (code.missing) places.set(null, code.categories.length);
    return (i, into) => {
      const value = column.values[i]!;
      const place = places.get(value) ?? fail(`one of ${code.categories.join(", ")}`, value, i);
      into[place] = 1;
    };
  }
  if (code.kind === "category" || column.kind === "category")
    throw new TypeError(
      `encodeTable: expected "${code.name}" to be of kind ${code.kind}, received ${column.kind}; ` +
        "read it like the table that has been encoded (like)",
    );
  const first = hasPlace(code) ? 1 : 0;
  const pick = pickerOf(code, random);
  const predict = code.given ? predictor(code.given, before) : () => 0;
  return (i, into) => {
    const value = column.values[i]! - predict(i);
    if (Number.isNaN(value)) {
      if (!code.missing) fail("a number", null, i);
      into[first + code.modes.length] = 1;
      return;
    }
    const k = pick(value);
    const { mean, deviation } = code.modes[k]!;
    if (deviation > 0) into[0] = Math.max(-1, Math.min(1, (value - mean) / (reach * deviation)));
    into[first + k] = 1;
  };
}

/** Chooses the mode that a number is written in, among those that can hold it. */
function pickerOf({ modes, clips = true }: NumberCode, random: RandomStream) {
  if (clips) return (value: number) => pickByShare(responsibilities(modes, value), random);
  const points = new Map(modes.flatMap(({ mean, deviation }, k) => (deviation ? [] : [[mean, k]])));
  const wide = modes.flatMap((mode, k) => (mode.deviation > 0 ? [k] : []));
  const near = (value: number, some: readonly number[]): number =>
    some.reduce((best, k) =>
      distance(modes[k]!, value) < distance(modes[best]!, value) ? k : best,
    );
  return (value: number): number => {
    const point = points.get(value);
    if (point !== undefined) return point;
    const able = wide.filter((k) => holds(modes[k]!, value));
    // Only a number of another table than the one that made the modes.
    if (able.length === 0) return near(value, wide.length > 0 ? wide : [...modes.keys()]);
    const shares = responsibilities(
      able.map((k) => modes[k]!),
      value,
    );
    return able[pickByShare(shares, random)]!;
  };
}

/** How far a number lies from a mode, in deviations where it has some. */
const distance = ({ mean, deviation }: Mode, value: number): number =>
  Math.abs(value - mean) / (deviation || 1);

/** Reads a column's values from the values of each row: which category, or a number. */
export function readerOf(
  code: NumberCode | CategoryCode,
  before: NumberColumns,
): (values: Float32Array, i: number) => number {
  if (code.kind === "category") return (values) => likeliest(values);
  const first = hasPlace(code) ? 1 : 0;
  const { modes, range, decimals, values: known, given } = code;
  const predict = given ? predictor(given, before) : () => 0;
  return (values, i) => {
    const mode = modes[likeliest(values.subarray(first))];
    if (!mode) return NaN; // missing
    const place = first === 1 ? values[0]! : 0;
    const value = predict(i) + mode.mean + reach * mode.deviation * place;
    const within = Math.min(range[1], Math.max(range[0], value));
    return known ? nearest(known, within) : roundTo(within, decimals);
  };
}

/** The nearest of sorted numbers. */
function nearest(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle;
    else high = middle;
  }
  return value - sorted[low]! <= sorted[high]! - value ? sorted[low]! : sorted[high]!;
}
