import { choicesOf, type NumberCode } from "../data/columnCode";
import type { Dataset } from "../data/dataset";
import { decodeTable } from "../data/decodeTable";
import type { EncodedTable } from "../data/encodeTable";
import type { Data } from "../data/pictures";

/** Whether samples are a table's rows, written by `encodeTable`. */
export const isEncoded = (data: Data): data is EncodedTable => "codes" in data;

/**
 * Rows of a table as vectors whose distances mean something: each number in standard deviations of
 * its column, each category one-hot, so that two that differ are 1 apart. (In what a GAN learns, a
 * number that may belong to two modes is written in one of two ways, by chance.)
 *
 * @param rows as `encodeTable` or a generator wrote them
 * @param like the table whose codes they have
 * @returns `[rows.size, size]` numbers
 */
export function comparableRows(
  rows: Dataset,
  like: EncodedTable,
): { values: Float32Array; size: number } {
  const { columns } = decodeTable(rows, like);
  const parts = like.codes.map((code, c): { size: number; write: (i: number) => number[] } => {
    const column = columns[c]!;
    if (code.kind === "category")
      return {
        size: choicesOf(code),
        write: (i) =>
          [...code.categories, ...(code.missing ? [null] : [])].map((name) =>
            name === column.values[i] ? Math.SQRT1_2 : 0,
          ),
      };
    const { mean, deviation } = code.given ?? momentsOf(code);
    const far = (value: number): number => (value - mean) / (deviation || 1);
    return {
      size: code.missing ? 2 : 1,
      write: (i) => {
        const value = column.values[i] as number;
        if (!code.missing) return [far(value)];
        return Number.isNaN(value) ? [0, 1] : [far(value), 0];
      },
    };
  });
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const values = new Float32Array(rows.size * size);
  let start = 0;
  for (const { size: width, write } of parts) {
    for (let i = 0; i < rows.size; i++) values.set(write(i), i * size + start);
    start += width;
  }
  return { values, size };
}

/** The mean and the standard deviation of a mixture. */
function momentsOf({ modes }: NumberCode): { mean: number; deviation: number } {
  const mean = modes.reduce((sum, mode) => sum + mode.weight * mode.mean, 0);
  const variance = modes.reduce(
    (sum, mode) => sum + mode.weight * (mode.deviation ** 2 + (mode.mean - mean) ** 2),
    0,
  );
  return { mean, deviation: Math.sqrt(variance) };
}
