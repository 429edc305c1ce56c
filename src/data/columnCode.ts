import { z } from "zod";
import { fitMixture, type Mode } from "./mixture1d";
import { coverValues } from "./reach";
import type { Column } from "./table";

/** How a column of numbers is written. */
export interface NumberCode {
  readonly name: string;
  readonly kind: "number";
  /** A mode whose deviation is 0 is a value that occurs often, exactly. */
  readonly modes: readonly Mode[];
  readonly range: readonly [number, number];
  readonly decimals: number;
  /** As of a column of numbers. */
  readonly leastDecimals?: number | undefined;
  /** As of a column of numbers. */
  readonly date?: string | undefined;
  /** Whether values may be missing, which is a mode of its own, the last. Default false. */
  readonly missing?: boolean | undefined;
  /** The values to be read back, where they are far fewer than the rows. Default: any. */
  readonly values?: readonly number[] | undefined;
  /**
   * Whether a number may be written in a mode that cannot hold it, as once it was: it is clipped.
   * Default true, as of codes that do not say.
   */
  readonly clips?: boolean | undefined;
}

/** How a column of words is written. */
export interface CategoryCode {
  readonly name: string;
  readonly kind: "category";
  readonly categories: readonly string[];
  /** Whether values may be missing, which is a category of its own, the last. Default false. */
  readonly missing?: boolean | undefined;
}

/** How one column is written: which values of a row are its, and how to read them. */
export type ColumnCode = NumberCode | CategoryCode;

/** The columns' codes as JSON. */
export const codesSchema: z.ZodType<readonly ColumnCode[]> = z.array(
  z.discriminatedUnion("kind", [
    z.strictObject({
      name: z.string(),
      kind: z.literal("number"),
      modes: z.array(
        z.strictObject({ weight: z.number(), mean: z.number(), deviation: z.number() }),
      ),
      range: z.tuple([z.number(), z.number()]),
      decimals: z.int().min(0),
      leastDecimals: z.int().min(0).optional(),
      date: z.string().optional(),
      missing: z.boolean().optional(),
      values: z.array(z.number()).optional(),
      clips: z.boolean().optional(),
    }),
    z.strictObject({
      name: z.string(),
      kind: z.literal("category"),
      categories: z.array(z.string()),
      missing: z.boolean().optional(),
    }),
  ]),
);

/** So few distinct numbers are drawn as those, one-hot, if each occurs several times. */
const fewValues = 20;
/** So few, each so often, are read back as those. */
const someValues = 500;
const repeats = { few: 5, some: 20 };

/** Finds how a column can be written, with `most` Gaussians at most for its numbers. */
export function codeOf(column: Column, most: number): ColumnCode {
  if (column.kind === "category") {
    const words = new Set(column.values);
    const missing = words.delete(null);
    const categories = [...words].filter((word) => word !== null).sort();
    return { name: column.name, kind: "category", categories, ...(missing && { missing }) };
  }
  const { name, kind, decimals, leastDecimals, date, missing } = column;
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  const values = distinct(sorted).map(({ value }) => value);
  const isOften = (times: number): boolean => sorted.length >= times * values.length;
  const isFew = values.length <= fewValues && isOften(repeats.few);
  return {
    name,
    kind,
    modes: modesOf(sorted, isFew, most),
    range: [sorted[0] ?? 0, sorted.at(-1) ?? 0],
    decimals,
    ...(leastDecimals !== undefined && { leastDecimals }),
    ...(date !== undefined && { date }),
    ...(missing && { missing }),
    ...(!isFew && values.length <= someValues && isOften(repeats.some) && { values }),
    clips: false,
  };
}

/** A number that so large a share of the rows has is a mode of its own, which is exactly it. */
const spikeShare = 0.1;

/** Modes for sorted numbers: points for what is repeated often, Gaussians for the rest. */
function modesOf(sorted: Float64Array, isFew: boolean, most: number): Mode[] {
  const points = distinct(sorted).flatMap(({ value, count }) =>
    isFew || count >= Math.max(repeats.few, spikeShare * sorted.length)
      ? [{ weight: count / sorted.length, mean: value, deviation: 0 }]
      : [],
  );
  const known = new Set(points.map(({ mean }) => mean));
  const rest = sorted.filter((value) => !known.has(value));
  if (rest.length === 0) return points;
  const share = rest.length / sorted.length;
  const spread = coverValues(fitMixture(rest, most), rest);
  return [...points, ...spread.map((mode) => ({ ...mode, weight: share * mode.weight }))];
}

/** Each of the sorted numbers once, and how often it occurs. */
function distinct(sorted: Float64Array): { value: number; count: number }[] {
  const found: { value: number; count: number }[] = [];
  for (const value of sorted) {
    const last = found.at(-1);
    if (last?.value === value) last.count++;
    else found.push({ value, count: 1 });
  }
  return found;
}

/** Whether a column's numbers have a place in their mode, besides which mode that is. */
export const hasPlace = ({ modes }: NumberCode): boolean =>
  modes.some(({ deviation }) => deviation > 0);

/** How many values of a row are a column's. */
export const widthOf = (code: ColumnCode): number =>
  choicesOf(code) + (code.kind === "number" && hasPlace(code) ? 1 : 0);

/** How many choices a column has, of which a row makes one: the last of `widthOf` values. */
export const choicesOf = (code: ColumnCode): number =>
  (code.kind === "number" ? code.modes.length : code.categories.length) + (code.missing ? 1 : 0);
