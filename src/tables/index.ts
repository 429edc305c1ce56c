/** Tables: mixed columns in, mixed columns out. */
export { createTable, readTable, tableRows, tableToCsv } from "../data/table";
export type { CategoryColumn, Column, NumberColumn, Table } from "../data/table";
export { samplePeople } from "../data/people";
export type { SamplePeopleOptions } from "../data/people";
export { balanceRows, decodeTable, drawConditions, encodeTable } from "../data/encodeTable";
export type {
  BalanceRowsOptions,
  ColumnCode,
  EncodedTable,
  EncodeTableOptions,
} from "../data/encodeTable";
export type { Mode } from "../data/mixture1d";
export { compareTables, labelledBy } from "../measure/tables";
export type { TableDistances } from "../measure/tables";
