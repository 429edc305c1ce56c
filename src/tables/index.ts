/** Tables: mixed columns in, mixed columns out. */
export { createTable } from "../data/createTable";
export type { TableOptions } from "../data/createTable";
export type { ColumnKind } from "../data/readColumn";
export { readTable } from "../data/readTable";
export type { ReadTableOptions } from "../data/readTable";
export { tableRows, tableToCsv } from "../data/table";
export type { CategoryColumn, Column, NumberColumn, Table, TableValue } from "../data/table";
export { samplePeople } from "../data/people";
export { balanceRows, drawConditions } from "../data/balanceRows";
export type { CategoryCode, ColumnCode, NumberCode } from "../data/columnCode";
export { decodeTable } from "../data/decodeTable";
export { encodeTable } from "../data/encodeTable";
export type { EncodedTable, EncodeTableOptions } from "../data/encodeTable";
export type { Mode } from "../data/mixture1d";
export type { Relation, Scale } from "../data/relation";
export { compareTables, labelledBy } from "../measure/tables";
export type { TableDistances } from "../measure/tables";
