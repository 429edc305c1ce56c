import { widthOf, type ColumnCode } from "./columnCode";
import { readerOf } from "./columnValues";
import type { Dataset } from "./dataset";
import type { EncodedTable } from "./encodeTable";
import { numbersOf } from "./relation";
import type { Column, Table } from "./table";

/**
 * Reads vectors back as a table: the likeliest category; numbers within the range of the data, with
 * their decimals, or as one of few values; dates; what is missing.
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
  const columns: Column[] = [];
  for (const code of codes) {
    const from = start;
    start += widthOf(code);
    const end = start;
    const read = readerOf(code, numbersOf(columns));
    const values = Array.from({ length: drawn.size }, (_, i) =>
      read(drawn.samples.subarray(i * width + from, i * width + end), i),
    );
    columns.push(columnOf(code, values));
  }
  return { columns, size: drawn.size };
}

function columnOf(code: ColumnCode, values: readonly number[]): Column {
  const { name } = code;
  if (code.kind === "category")
    return { name, kind: "category", values: values.map((k) => code.categories[k] ?? null) };
  const { decimals, leastDecimals, date, missing } = code;
  return {
    name,
    kind: "number",
    values: Float64Array.from(values),
    decimals,
    ...(leastDecimals !== undefined && { leastDecimals }),
    ...(date !== undefined && { date }),
    ...(missing && { missing }),
  };
}
