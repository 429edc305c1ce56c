import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { parseOptions, positiveInteger, seedOption } from "../base/options";
import { balanceRows } from "./balanceRows";
import type { ColumnCode } from "./columnCode";
import { columnsOption } from "./createTable";
import { encodeTable, type EncodedTable, type EncodeTableOptions } from "./encodeTable";
import { createGrammar, sampleSentences, type SampleSentencesOptions } from "./grammar";
import { kindOf } from "./readColumn";
import { encodingOption, readTable, type ReadTableOptions } from "./readTable";
import { encodeSentences, encodeSentencesOptions, type EncodeSentencesOptions } from "./text";
import type { TextDataset } from "./textDataset";

/** How a table is loaded again. */
export interface TableSourceOptions
  extends Pick<EncodeTableOptions, "modes" | "seed">, Omit<ReadTableOptions, "like"> {
  /** A CSV file. */
  file: string;
  /**
   * Rows as `balanceRows` draws them, with conditions, for players that are told a category.
   * Default false.
   */
  balance?: boolean;
}

/** How sentences are loaded again. */
export interface SentencesSourceOptions
  extends Omit<EncodeSentencesOptions, "words">, SampleSentencesOptions {
  /** A text file with a sentence a line. Default: the small English grammar draws them. */
  file?: string;
}

/** The options, to be kept as JSON. */
export const tableSourceOptions = z.strictObject({
  file: z.string(),
  modes: positiveInteger.default(8),
  seed: seedOption,
  balance: z.boolean().default(false),
  columns: columnsOption.optional(),
  missing: z.array(z.string()).optional(),
  encoding: encodingOption,
});

/** The options, to be kept as JSON. */
export const sentencesSourceOptions = z.strictObject({
  file: z.string().optional(),
  ...encodeSentencesOptions.omit({ words: true }).shape,
  size: positiveInteger.default(5000),
  seed: seedOption,
});

/**
 * A CSV file as vectors that a GAN can learn, which `loadData` can load again.
 *
 * @param codes how it was written before. Default: found out
 */
export function loadTable(
  options: z.input<typeof tableSourceOptions>,
  codes?: readonly ColumnCode[],
): EncodedTable {
  const parsed = parseOptions("loadTable", tableSourceOptions, options);
  const { file, modes, seed, balance, columns, missing, encoding } = parsed;
  const known = Object.fromEntries((codes ?? []).map((code) => [code.name, kindOf(code)]));
  const rows = readTable(file, {
    columns: { ...columns, ...known },
    ...(missing && { missing }),
    ...(encoding !== undefined && { encoding }),
  });
  const encoded = encodeTable(rows, { seed, ...(codes ? { codes } : { modes }) });
  const table = balance ? balanceRows(encoded, { seed }) : encoded;
  const source = { loader: "table", options: { ...parsed, file: resolve(file) } };
  return { ...table, name: file, source };
}

/** Sentences, which `loadData` can load again. */
export function loadSentences(options: z.input<typeof sentencesSourceOptions>): TextDataset {
  const parsed = parseOptions("loadSentences", sentencesSourceOptions, options);
  const { file, size, seed, ...encoding } = parsed;
  if (file === undefined) {
    const drawn = sampleSentences(createGrammar(), { size, seed });
    return { ...drawn, source: { loader: "sentences", options: { size, seed } } };
  }
  const lines = readFileSync(file, "utf8")
    .split(/\r?\n/)
    .filter((line) => line.trim());
  const source = { loader: "sentences", options: { file: resolve(file), ...encoding } };
  return { ...encodeSentences(lines, encoding), name: file, source };
}
