import { z } from "zod";
import { distinct, modesOf } from "./columnModes";
import type { Mode } from "./mixture1d";
import { findRelation } from "./findRelation";
import { predictor, relationSchema, type NumberColumns, type Relation } from "./relation";
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
  /** What is written is the difference from what follows from other columns. Default: all of it. */
  readonly given?: Relation | undefined;
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
      given: relationSchema.optional(),
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

/**
 * Finds how a column can be written, with `most` Gaussians at most for its numbers.
 *
 * @param before the columns of numbers that come before it
 */
export function codeOf(column: Column, most: number, before: NumberColumns): ColumnCode {
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
  const given = isFew ? undefined : findRelation(column.values, before);
  return {
    name,
    kind,
    modes: given
      ? modesOf(restOf(column.values, given, before), false, most)
      : modesOf(sorted, isFew, most),
    range: [sorted[0] ?? 0, sorted.at(-1) ?? 0],
    decimals,
    ...(leastDecimals !== undefined && { leastDecimals }),
    ...(date !== undefined && { date }),
    ...(missing && { missing }),
    ...(given && { given }),
    ...(!isFew && values.length <= someValues && isOften(repeats.some) && { values }),
    clips: false,
  };
}

/** What is left of a column's numbers, sorted, without what follows from others. */
function restOf(values: Float64Array, given: Relation, before: NumberColumns): Float64Array {
  const predict = predictor(given, before);
  const rest = values.map((value, i) => value - predict(i));
  return rest.filter((value) => !Number.isNaN(value)).sort();
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
