import { z } from "zod";
import { defineOptions, positiveInteger, seedOption } from "../base/options";
import { randomStream } from "../base/random";
import { tellOfWork } from "../base/slowWork";
import { choicesOf, codeOf, hasPlace, widthOf, type ColumnCode } from "./columnCode";
import { writerOf } from "./columnValues";
import { createDataset, type Dataset } from "./dataset";
import { numbersOf } from "./relation";
import type { Table } from "./table";

/** A table as vectors that a GAN can learn. */
export interface EncodedTable extends Dataset {
  readonly codes: readonly ColumnCode[];
  /** What a row's values are, for `buildGenerator("mlp", { spans })`. */
  readonly spans: readonly { readonly kind: "number" | "category"; readonly size: number }[];
  /** How many values say which category a row is to have: those of all columns without numbers. */
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

/**
 * Writes a table as vectors, by mode-specific normalisation: a number becomes its place in one of
 * the Gaussians of its column (-1 … 1, four standard deviations) and which one that is; a category
 * is one-hot. Source: https://arxiv.org/abs/1907.00503 (CTGAN), section 4.2, with a mixture chosen
 * by the Bayesian information criterion.
 *
 * Numbers of up to 20 different values, and a number that a tenth of the rows has, are one-hot too;
 * so is that a value is missing. With the `codes` of another table a number that is beyond its
 * modes is written as the nearest that they hold.
 *
 * @throws TypeError on a wrong option; for other columns than the codes', or a category or missing
 *   value that they do not know
 */
export function encodeTable(table: Table, options: EncodeTableOptions = {}): EncodedTable {
  const { modes, seed, codes: given } = readEncodeOptions(options);
  const names = table.columns.map(({ name }) => name).join(", ");
  if (given && names !== given.map(({ name }) => name).join(", "))
    throw new TypeError(
      `encodeTable: expected the columns ${given.map(({ name }) => name).join(", ")}, ` +
        `received ${names}`,
    );
  const { columns, size } = table;
  const tell = tellOfWork("encodeTable: columns", (given ? 1 : 2) * columns.length);
  const codes =
    given ??
    columns.map((column, c) => {
      const code = codeOf(column, modes, numbersOf(columns.slice(0, c)));
      tell(c + 1);
      return code;
    });
  const width = codes.reduce((sum, code) => sum + widthOf(code), 0);
  const samples = new Float32Array(size * width);
  const random = randomStream(seed, "modes");
  let start = 0;
  codes.forEach((code, c) => {
    const write = writerOf(code, columns[c]!, random, numbersOf(columns.slice(0, c)));
    const end = start + widthOf(code);
    for (let i = 0; i < size; i++) write(i, samples.subarray(i * width + start, i * width + end));
    start = end;
    tell((given ? 0 : columns.length) + c + 1);
  });
  const conditionSize = categorySpans(codes).reduce((sum, { size }) => sum + size, 0);
  return {
    ...createDataset({ name: "table", samples, shape: [width] }),
    codes,
    spans: codes.flatMap((code) => [
      ...(code.kind === "number" && hasPlace(code) ? [{ kind: "number", size: 1 } as const] : []),
      { kind: "category", size: choicesOf(code) } as const,
    ]),
    conditionSize,
  };
}

/** Where each column that is one choice lies in a row, and in a condition. */
export function categorySpans(
  codes: readonly ColumnCode[],
): { start: number; place: number; size: number }[] {
  let [start, place] = [0, 0];
  return codes.flatMap((code) => {
    const span = { start, place, size: widthOf(code) };
    start += widthOf(code);
    if (code.kind === "number" && hasPlace(code)) return [];
    place += span.size;
    return [span];
  });
}
