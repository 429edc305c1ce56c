import { z } from "zod";
import { defineOptions, positiveInteger, seedOption } from "../base/options";
import { pickByShare } from "../base/pick";
import { randomStream, type RandomStream } from "../base/random";
import { takeSamples } from "./samples";
import { categorySpans, type EncodedTable } from "./encodeTable";

export interface BalanceRowsOptions {
  /** How many samples. Default: four times the table's. */
  size?: number;
  /** Decides the draws. Default 0. */
  seed?: number;
}

const balanceSchema = z.strictObject({ size: positiveInteger.optional(), seed: seedOption });
const readOptions = defineOptions("balanceRows", balanceSchema);

/**
 * Training by sampling: for each of `size` samples a category column is chosen, evenly, one of its
 * categories by the logarithm of how often it occurs, and a row that has it; the choice is the
 * sample's condition. So rare categories are learned too. Source: https://arxiv.org/abs/1907.00503,
 * section 4.3.
 *
 * @throws TypeError on a wrong option, or when the table has no category column
 */
export function balanceRows(table: EncodedTable, options: BalanceRowsOptions = {}): EncodedTable {
  const { size = 4 * table.size, seed } = readOptions(options);
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
  return categorySpans(table.codes).map(({ start, size }) => {
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
  const spans = categorySpans(table.codes);
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
