import { Matrix, solve } from "ml-matrix";
import { z } from "zod";
import type { Column } from "./table";

/** What a number is measured in: from which middle on, in which unit. */
export interface Scale {
  readonly mean: number;
  readonly deviation: number;
}

/** How a column of numbers follows from others: a polynomial of them. */
export interface Relation extends Scale {
  /** The columns that it follows from, and what their numbers are measured in. */
  readonly parents: readonly (Scale & { readonly name: string })[];
  /** Of 1, and for each parent: itself, its cube, and its products with the first up to itself. */
  readonly weights: readonly number[];
}

/** A relation as JSON. */
export const relationSchema: z.ZodType<Relation> = z.strictObject({
  parents: z.array(z.strictObject({ name: z.string(), mean: z.number(), deviation: z.number() })),
  weights: z.array(z.number()),
  mean: z.number(),
  deviation: z.number(),
});

/** Columns by their names; NaN where a value is missing. */
export type NumberColumns = ReadonlyMap<string, Float64Array>;

/** Those of a table's columns that are of numbers. */
export const numbersOf = (columns: readonly Column[]): NumberColumns =>
  new Map(
    columns.flatMap((column) => (column.kind === "number" ? [[column.name, column.values]] : [])),
  );

/** What lies further away, in units of its scale, counts as if it lay there: errors of the data. */
const far = 4;

/** A number in units of its scale, -4 … 4; a missing one is in the middle. */
export const scaled = (value: number, { mean, deviation }: Scale): number =>
  Math.max(-far, Math.min(far, (value - mean) / deviation || 0));

/** What a relation says of each row. */
export function predictor(
  { parents, weights }: Omit<Relation, keyof Scale>,
  columns: NumberColumns,
): (i: number) => number {
  const terms = termsOf(parents, columns);
  return (i) => terms(i).reduce((sum, term, k) => sum + term * weights[k]!, 0);
}

function termsOf(parents: Relation["parents"], columns: NumberColumns): (i: number) => number[] {
  const values = parents.map(({ name }) => {
    const column = columns.get(name);
    if (!column) throw new TypeError(`expected a column "${name}" of numbers, received none`);
    return column;
  });
  return (i) => {
    const terms = [1];
    const all = parents.map((parent, p) => scaled(values[p]![i]!, parent));
    all.forEach((a, p) => {
      terms.push(a, a ** 3);
      for (let q = 0; q <= p; q++) terms.push(a * all[q]!);
    });
    return terms;
  };
}

/**
 * The polynomial of the parents that is nearest to a column, by least squares; the second time
 * without the rows that the first is far from.
 *
 * @param rows which rows to look at; all have a value
 */
export function fitRelation(
  column: Float64Array,
  rows: readonly number[],
  scale: Scale,
  parents: Relation["parents"],
  columns: NumberColumns,
): Relation {
  const read = termsOf(parents, columns);
  const terms = rows.map(read);
  const target = rows.map((i) => (column[i]! - scale.mean) / scale.deviation);
  const first = leastSquares(terms, target);
  const left = target.map(
    (value, k) => value - terms[k]!.reduce((sum, term, j) => sum + term * first[j]!, 0),
  );
  const width = Math.sqrt(left.reduce((sum, value) => sum + value * value, 0) / left.length);
  const near = [...rows.keys()].filter((k) => Math.abs(left[k]!) <= far * width);
  const weights = leastSquares(
    near.map((k) => terms[k]!),
    near.map((k) => target[k]!),
  ).map((weight, k) => weight * scale.deviation + (k === 0 ? scale.mean : 0));
  return { parents, weights, ...scale };
}

function leastSquares(terms: readonly number[][], target: readonly number[]): number[] {
  const size = terms[0]!.length;
  const products = new Float64Array(size * size);
  const sums = new Float64Array(size);
  terms.forEach((row, k) => {
    for (let a = 0; a < size; a++) {
      sums[a]! += row[a]! * target[k]!;
      for (let b = 0; b < size; b++) products[a * size + b]! += row[a]! * row[b]!;
    }
  });
  const small = 1e-6 * terms.length; // columns that follow from one another leave it soluble
  for (let a = 0; a < size; a++) products[a * size + a]! += small;
  const matrix = Matrix.from1DArray(size, size, products);
  return solve(matrix, Matrix.columnVector(sums)).to1DArray();
}
