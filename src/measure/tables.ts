import { createDataset, type Dataset } from "../data/dataset";
import { encodeTable, type EncodedTable } from "../data/encodeTable";
import { toLabels } from "../data/labels";
import { takeSamples } from "../data/samples";
import type { Column, Table } from "../data/table";

/** How far a generated table lies from a real one; all distances are between 0 (alike) and 1. */
export interface TableDistances {
  /**
   * Numbers: the Kolmogorov-Smirnov statistic, missing ones before all others. Categories: half the
   * sum of differences between the shares; that a value is missing is one.
   */
  readonly columns: Readonly<Record<string, number>>;
  /**
   * For each pair of columns, numbers cut at the real fifths: half the sum of differences between
   * the joint shares.
   */
  readonly pairs: Readonly<Record<string, number>>;
  readonly meanColumn: number;
  readonly meanPair: number;
}

/**
 * Compares the columns of two tables, and all pairs of columns. Two real tables of the same sizes
 * give the floor.
 *
 * @throws TypeError when the columns are others; RangeError for a table without rows, or numbers
 *   that are NaN or infinite
 */
export function compareTables(real: Table, drawn: Table): TableDistances {
  requireNumbers("real", real);
  requireNumbers("generated", drawn);
  const [expected, received] = [real, drawn].map(({ columns }) =>
    columns.map(({ name, kind }) => `${name} (${kind})`).join(", "),
  );
  if (expected !== received)
    throw new TypeError(`compareTables: expected the columns ${expected}, received ${received}`);
  const columns = real.columns.map((column, c): [string, number] => [
    column.name,
    columnDistance(column, drawn.columns[c]!),
  ]);
  const labels = real.columns.map(
    (column, c) =>
      [column, drawn.columns[c]!].map((some) => coarse(some, column)) as [string[], string[]],
  );
  const pairs: [string, number][] = [];
  for (let a = 0; a < labels.length; a++)
    for (let b = a + 1; b < labels.length; b++) {
      const joint = (side: 0 | 1): string[] =>
        labels[a]![side].map((label, i) => `${label}|${labels[b]![side][i]!}`);
      pairs.push([
        `${real.columns[a]!.name} and ${real.columns[b]!.name}`,
        shareDistance(joint(0), joint(1)),
      ]);
    }
  const mean = (all: readonly [string, number][]): number =>
    all.reduce((sum, [, value]) => sum + value, 0) / Math.max(1, all.length);
  return {
    columns: Object.fromEntries(columns),
    pairs: Object.fromEntries(pairs),
    meanColumn: mean(columns),
    meanPair: mean(pairs),
  };
}

/** A column of NaN has no order, and no rows have no shares. */
function requireNumbers(name: string, { columns, size }: Table): void {
  if (size < 1 || columns.length === 0)
    throw new RangeError(
      `compareTables: expected a ${name} table with rows and columns, received ${size} rows and ` +
        `${columns.length} columns`,
    );
  for (const column of columns) {
    if (column.values.length !== size)
      throw new RangeError(
        `compareTables: expected ${size} values in the column "${column.name}" of the ${name} ` +
          `table, received ${column.values.length}`,
      );
    if (column.kind !== "number") continue;
    const { missing } = column;
    const bad = column.values.findIndex(
      (value) => !Number.isFinite(value) && !(missing && Number.isNaN(value)),
    );
    if (bad >= 0)
      throw new RangeError(
        `compareTables: expected finite numbers in the column "${column.name}" of the ${name} ` +
          `table, received ${column.values[bad]} in row ${bad + 1}; fill the gap or leave the ` +
          "row out",
      );
  }
}

function columnDistance(real: Column, drawn: Column): number {
  if (real.kind === "number" && drawn.kind === "number")
    return largestGap(real.values, drawn.values);
  return shareDistance(coarse(real, real), coarse(drawn, real));
}

/**
 * The Kolmogorov-Smirnov statistic: the largest difference between the two distribution functions.
 */
function largestGap(a: Float64Array, b: Float64Array): number {
  const sort = (values: Float64Array): Float64Array =>
    Float64Array.from(values, (value) => (Number.isNaN(value) ? -Infinity : value)).sort();
  const [x, y] = [sort(a), sort(b)];
  let [i, j, gap] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    const value = Math.min(x[i]!, y[j]!);
    while (i < x.length && x[i]! <= value) i++;
    while (j < y.length && y[j]! <= value) j++;
    gap = Math.max(gap, Math.abs(i / x.length - j / y.length));
  }
  return gap;
}

/** Half the sum of differences between the shares of each label. */
function shareDistance(a: readonly string[], b: readonly string[]): number {
  const shares = new Map<string, number>();
  for (const label of a) shares.set(label, (shares.get(label) ?? 0) + 1 / a.length);
  for (const label of b) shares.set(label, (shares.get(label) ?? 0) - 1 / b.length);
  return [...shares.values()].reduce((sum, difference) => sum + Math.abs(difference), 0) / 2;
}

/**
 * A column as labels: numbers by the fifth of the real column that they lie in; missing is none.
 */
function coarse(column: Column, real: Column): string[] {
  if (column.kind === "category" || real.kind === "category")
    return Array.from<number | string | null, string>(column.values, (value) =>
      value === null ? "" : String(value),
    );
  const sorted = real.values.filter((value) => !Number.isNaN(value)).sort();
  const cuts = [0.2, 0.4, 0.6, 0.8].map((share) => sorted[Math.floor(share * sorted.length)]!);
  return Array.from(column.values, (value) =>
    Number.isNaN(value) ? "" : String(cuts.filter((cut) => value >= cut).length),
  );
}

/**
 * A table as data for a classifier: one column of categories is the label, the others, encoded as
 * in `like`, the sample. Rows without a label are left out. For `trainOnSynthetic`.
 *
 * @throws TypeError when there is no such column of categories, or it has none or one that `like`
 *   has not
 */
export function labelledBy(table: Table, name: string, like: EncodedTable): Dataset {
  const code = like.codes.find((some) => some.name === name);
  const label = table.columns.find((some) => some.name === name);
  if (code?.kind !== "category" || label?.kind !== "category")
    throw new TypeError(
      `labelledBy: expected the name of a column of categories, received "${name}"`,
    );
  const rest = { columns: table.columns.filter((column) => column !== label), size: table.size };
  const codes = like.codes.filter((some) => some !== code);
  const known = label.values.flatMap((value, i) => (value === null ? [] : [{ value, i }]));
  if (known.length === 0)
    throw new TypeError(`labelledBy: expected values of "${name}", received none`);
  const { samples, shape } = takeSamples(
    encodeTable(rest, { codes }),
    known.map(({ i }) => i),
  );
  const unknown = known.find(({ value }) => !code.categories.includes(value))?.value;
  if (unknown !== undefined)
    throw new TypeError(
      `labelledBy: expected "${name}" to be one of ${code.categories.join(", ")}, received ` +
        `"${unknown}"; encode a table that has it`,
    );
  const labels = toLabels(known.map(({ value }) => code.categories.indexOf(value)));
  return createDataset({
    name: `table, ${name}`,
    samples,
    shape,
    labels,
    classNames: code.categories,
  });
}
