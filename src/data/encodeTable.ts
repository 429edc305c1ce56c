import { z } from "zod";
import { defineOptions, positiveInteger, seedOption } from "../base/options";
import { likeliest, pickByShare } from "../base/pick";
import { randomStream, type RandomStream } from "../base/random";
import { createDataset, takeSamples, type Dataset } from "./dataset";
import { fitMixture, responsibilities, type Mode } from "./mixture1d";
import type { Column, Table } from "./table";

/** How one column is written: which values of a row are its, and how to read them. */
export type ColumnCode =
  | {
      readonly name: string;
      readonly kind: "number";
      readonly modes: readonly Mode[];
      readonly range: readonly [number, number];
      readonly decimals: number;
    }
  | { readonly name: string; readonly kind: "category"; readonly categories: readonly string[] };

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
    }),
    z.strictObject({
      name: z.string(),
      kind: z.literal("category"),
      categories: z.array(z.string()),
    }),
  ]),
);

/** A table as vectors that a GAN can learn. */
export interface EncodedTable extends Dataset {
  readonly codes: readonly ColumnCode[];
  /** What a row's values are, for `buildGenerator("mlp", { spans })`. */
  readonly spans: readonly { readonly kind: "number" | "category"; readonly size: number }[];
  /** How many values say which category a row is to have: those of all category columns. */
  readonly conditionSize: number;
}

export interface EncodeTableOptions {
  /** Gaussians that a number column may need at most. Default 8. */
  modes?: number;
  /** Decides which mode a number between two belongs to. Default 0. */
  seed?: number;
  /** Write it as another table has been written. Default: find out what this one needs. */
  codes?: readonly ColumnCode[];
}

const schema = z.strictObject({
  modes: positiveInteger.default(8),
  seed: seedOption,
  codes: z
    .custom<readonly ColumnCode[]>(Array.isArray, "expected the codes of an encoded table")
    .optional(),
});
const readEncodeOptions = defineOptions("encodeTable", schema);
/** A number is written as its distance from its mode, in so many standard deviations. */
const reach = 4;
const fitted = 2000;

/**
 * Writes a table as vectors, by mode-specific normalisation: a number becomes its place in one of
 * the Gaussians of its column (-1 … 1, four standard deviations) and which one that is; a category
 * is one-hot. Source: https://arxiv.org/abs/1907.00503 (CTGAN), section 4.2, with a mixture chosen
 * by the Bayesian information criterion.
 *
 * @throws TypeError on a wrong option
 */
export function encodeTable(table: Table, options: EncodeTableOptions = {}): EncodedTable {
  const { modes, seed, codes: given } = readEncodeOptions(options);
  const names = table.columns.map(({ name }) => name).join(", ");
  if (given && names !== given.map(({ name }) => name).join(", "))
    throw new TypeError(
      `encodeTable: expected the columns ${given.map(({ name }) => name).join(", ")}, ` +
        `received ${names}`,
    );
  const codes =
    given ??
    table.columns.map((column) => codeOf(column, modes, randomStream(seed, `fit ${column.name}`)));
  const spans = codes.flatMap((code) =>
    code.kind === "number"
      ? [
          { kind: "number", size: 1 } as const,
          { kind: "category", size: code.modes.length } as const,
        ]
      : [{ kind: "category", size: code.categories.length } as const],
  );
  const width = spans.reduce((sum, { size }) => sum + size, 0);
  const samples = new Float32Array(table.size * width);
  const random = randomStream(seed, "modes");
  let start = 0;
  for (const [c, code] of codes.entries()) {
    const column = table.columns[c]!;
    for (let i = 0; i < table.size; i++) {
      const at = i * width + start;
      if (code.kind === "category") {
        const place = code.categories.indexOf(column.values[i] as string);
        if (place < 0)
          throw new TypeError(
            `encodeTable: expected "${code.name}" to be one of ` +
              `${code.categories.join(", ")}, received "${column.values[i]}"`,
          );
        samples[at + place] = 1;
      } else {
        const value = column.values[i] as number;
        const k = pickByShare(responsibilities(code.modes, value), random);
        const { mean, deviation } = code.modes[k]!;
        samples[at] = Math.max(-1, Math.min(1, (value - mean) / (reach * deviation)));
        samples[at + 1 + k] = 1;
      }
    }
    start += widthOf(code);
  }
  const conditionSize = categorySpans({ codes }).reduce((sum, { size }) => sum + size, 0);
  return {
    ...createDataset({ name: "table", samples, shape: [width] }),
    codes,
    spans,
    conditionSize,
  };
}

function codeOf(column: Column, modes: number, random: RandomStream): ColumnCode {
  const { name } = column;
  if (column.kind === "category")
    return { name, kind: "category", categories: [...new Set(column.values)].sort() };
  const { values, decimals } = column;
  const some =
    values.length > fitted
      ? Array.from(random.permutation(values.length).subarray(0, fitted), (i) => values[i]!)
      : values;
  const range = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)] as const,
    [Infinity, -Infinity] as readonly [number, number],
  );
  return { name, kind: "number", modes: fitMixture(some, modes), range, decimals };
}

const widthOf = (code: ColumnCode): number =>
  code.kind === "number" ? 1 + code.modes.length : code.categories.length;

/**
 * Reads vectors back as a table: the likeliest category; numbers within the range of the data, with
 * their decimals.
 *
 * @param drawn of the same width as the encoded table
 * @throws TypeError for another width
 */
export function decodeTable(
  drawn: Dataset,
  { codes, shape }: Pick<EncodedTable, "codes" | "shape">,
): Table {
  if (String(drawn.shape) !== String(shape))
    throw new TypeError(
      `decodeTable: expected rows of ${JSON.stringify(shape)}, received ` +
        `${JSON.stringify(drawn.shape)}`,
    );
  const width = shape[0]!;
  let start = 0;
  const columns = codes.map((code): Column => {
    const from = start;
    start += widthOf(code);
    const row = (i: number): Float32Array =>
      drawn.samples.subarray(i * width + from, i * width + from + widthOf(code));
    const each = <T>(read: (values: Float32Array) => T): T[] =>
      Array.from({ length: drawn.size }, (_, i) => read(row(i)));
    if (code.kind === "category")
      return {
        name: code.name,
        kind: "category",
        values: each((values) => code.categories[likeliest(values)]!),
      };
    const numbers = each((values) => {
      const { mean, deviation } = code.modes[likeliest(values.subarray(1))]!;
      const value = mean + reach * deviation * values[0]!;
      return Number(Math.min(code.range[1], Math.max(code.range[0], value)).toFixed(code.decimals));
    });
    return {
      name: code.name,
      kind: "number",
      values: Float64Array.from(numbers),
      decimals: code.decimals,
    };
  });
  return { columns, size: drawn.size };
}

/** Where each category column lies in a row, and in a condition. */
function categorySpans({
  codes,
}: Pick<EncodedTable, "codes">): { start: number; place: number; size: number }[] {
  let [start, place] = [0, 0];
  return codes.flatMap((code) => {
    const span = { start, place, size: widthOf(code) };
    start += widthOf(code);
    if (code.kind === "number") return [];
    place += span.size;
    return [span];
  });
}

export interface BalanceRowsOptions {
  /** How many samples. Default: four times the table's. */
  size?: number;
  /** Decides the draws. Default 0. */
  seed?: number;
}

const balanceSchema = z.strictObject({ size: positiveInteger.optional(), seed: seedOption });
const readBalanceOptions = defineOptions("balanceRows", balanceSchema);

/**
 * Training by sampling: for each of `size` samples a category column is chosen, evenly, one of its
 * categories by the logarithm of how often it occurs, and a row that has it; the choice is the
 * sample's condition. So rare categories are learned too. Source: https://arxiv.org/abs/1907.00503,
 * section 4.3.
 *
 * @throws TypeError on a wrong option, or when the table has no category column
 */
export function balanceRows(table: EncodedTable, options: BalanceRowsOptions = {}): EncodedTable {
  const { size = 4 * table.size, seed } = readBalanceOptions(options);
  const random = randomStream(seed, "training by sampling");
  const rare = (counts: number[]): number[] =>
    counts.map((count) => (count > 0 ? Math.log(1 + count) : 0));
  const { rows, conditions } = choose(
    table,
    size,
    random,
    rare,
    (having) => having[random.integer(having.length)]!,
  );
  return {
    ...takeSamples(table, rows),
    codes: table.codes,
    spans: table.spans,
    conditionSize: table.conditionSize,
    conditions,
  };
}

/**
 * Conditions for drawing rows: a category column, evenly, and one of its categories, as often as
 * the data have it.
 */
export function drawConditions(table: EncodedTable, count: number, seed = 0): Float32Array {
  return choose(
    table,
    count,
    randomStream(seed, "conditions"),
    (counts) => counts,
    () => 0,
  ).conditions;
}

/** For each category column, the rows that have each of its categories. */
function membersOf(table: EncodedTable): number[][][] {
  const width = table.shape[0]!;
  return categorySpans(table).map(({ start, size }) => {
    const groups = Array.from({ length: size }, (): number[] => []);
    for (let i = 0; i < table.size; i++)
      for (let k = 0; k < size; k++)
        if (table.samples[i * width + start + k] === 1) groups[k]!.push(i);
    return groups;
  });
}

function choose(
  table: EncodedTable,
  size: number,
  random: RandomStream,
  weigh: (counts: number[]) => number[],
  rowOf: (having: readonly number[]) => number,
): { rows: number[]; conditions: Float32Array } {
  const spans = categorySpans(table);
  if (spans.length === 0)
    throw new TypeError(
      "expected a table with a column of categories, received one of numbers only; train " +
        "it without conditions",
    );
  const members = membersOf(table);
  const weights = members.map((groups) => {
    const raw = weigh(groups.map(({ length }) => length));
    const total = raw.reduce((a, b) => a + b);
    return raw.map((weight) => weight / total);
  });
  const conditions = new Float32Array(size * table.conditionSize);
  const rows = Array.from({ length: size }, (_, i) => {
    const span = random.integer(spans.length);
    const category = pickByShare(weights[span]!, random);
    conditions[i * table.conditionSize + spans[span]!.place + category] = 1;
    return rowOf(members[span]![category]!);
  });
  return { rows, conditions };
}
