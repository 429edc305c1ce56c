import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createTable, readTable, tableRows, tableToCsv, type Table } from "../../src/tables";
import { temporaryFolder } from "../support/temporary";

const folder = temporaryFolder();
const write = (content: string | Buffer): string => {
  const path = join(folder, "t.csv");
  writeFileSync(path, content);
  return path;
};
const csv = (...lines: string[]): string => write(`${lines.join("\n")}\n`);
const kinds = ({ columns }: Table): string[] =>
  columns.map((column) => (column.kind === "number" && column.date ? column.date : column.kind));
const only = (...values: (string | number | null)[]): Table =>
  createTable(values.map((value) => ({ x: value })));
const print = (table: Table): string[] => tableToCsv(table).split("\r\n").slice(1);

test("what does not print back as it was read is no number, and comes back as it was", () => {
  const strange = ["02116", "1E5", "0x10", "12345678901234567", "+5", "5 ", "-0", "Infinity", "1."];
  for (const text of strange) {
    const table = only(text, "7");
    assert.deepEqual([text, ...kinds(table)], [text, "category"]);
    assert.deepEqual(tableRows(table), [{ x: text }, { x: "7" }]);
  }
  for (const text of ["1e-7", "9007199254740991", "-0.001", "1e+21", "123456789012.5"]) {
    assert.deepEqual([text, ...kinds(only(text, "7"))], [text, "number"]);
    assert.deepEqual(print(only(text, "7")), [text, "7"]);
    assert.deepEqual(tableRows(only(Number(text), 7)), [{ x: Number(text) }, { x: 7 }]);
  }
  assert.deepEqual(print(only("0.00001", "2")), ["0.00001", "2"]);
  assert.deepEqual(tableRows(only("1e-07", "2.5e-05", "1.0")), [
    { x: 1e-7 },
    { x: 2.5e-5 },
    { x: 1 },
  ]);
});

test("decimals come back as they were written: prices with two", () => {
  for (const texts of [
    ["2.50", "10.25", "3.00"],
    ["1.0", "2.25", "3.5"],
    ["1", "2.25", "3.5"],
  ]) {
    assert.deepEqual(kinds(only(...texts)), ["number"]);
    assert.deepEqual(print(only(...texts)), texts);
  }
  assert.deepEqual(kinds(only("1.10", "1.1", "2")), ["category"]); // versions
});

test("what is missing stays missing: nothing, blanks, NaN and given words", () => {
  const table = createTable([
    { a: 1, b: "x", c: " ", d: "5" },
    { a: null, b: "", c: "unknown", d: "NA" },
    { a: NaN, c: "y", d: "7" },
    { a: 4, b: "NA", c: "z", d: undefined },
  ]);
  assert.deepEqual(kinds(table), ["number", "category", "category", "number"]);
  assert.deepEqual(tableRows(table), [
    { a: 1, b: "x", c: null, d: 5 },
    { a: null, b: null, c: "unknown", d: null },
    { a: null, b: null, c: "y", d: 7 },
    { a: 4, b: "NA", c: "z", d: null },
  ]);
  assert.equal(print(table)[1], ",,unknown,");
  const told = createTable([{ c: "unknown" }, { c: "y" }], { missing: ["unknown"] });
  assert.deepEqual(tableRows(told), [{ c: null }, { c: "y" }]);
  const incomes = Array.from({ length: 200 }, (_, i) => (i === 7 ? "NA" : String(1000 + 13 * i)));
  assert.deepEqual(kinds(only(...incomes)), ["number"]);
});

test("a column that is nearly of numbers is no column of 200 categories: it is asked for", () => {
  const numbers = Array.from({ length: 200 }, (_, i) => String(1000 + 13 * i));
  for (const bad of ["secret", "1,250", "$12", " 5", "3.50", "1 000"]) {
    assert.throws(
      () => only(...numbers, bad),
      ({ message }: Error) =>
        message.includes(`column "x": expected numbers that print back as they were read`) &&
        message.includes(`received "${bad}" in row 201`) &&
        message.includes(`missing: ["${bad}"]`),
    );
  }
  const rows = [...numbers, "secret"].map((x) => ({ x }));
  assert.equal(tableRows(createTable(rows, { missing: ["secret"] }))[200]!.x, null);
  assert.throws(
    () => createTable(rows, { columns: { x: "number" } }),
    /expected finite numbers, received "secret" in row 201/,
  );
  assert.deepEqual(kinds(createTable(rows, { columns: { x: "category" } })), ["category"]);
  assert.deepEqual(kinds(only(...numbers, ...numbers, "02116")), ["category"]); // postcodes
});

test("a column's kind can be stated", () => {
  const rows = [
    { zip: "10115", level: "02", when: "01/02/2024" },
    { zip: "20095", level: "10", when: "03/04/2024" },
  ];
  const table = createTable(rows, {
    columns: { zip: "category", level: "number", when: "MM/DD/YYYY" },
  });
  assert.deepEqual(kinds(table), ["category", "number", "MM/DD/YYYY"]);
  assert.deepEqual(tableRows(table)[1], { zip: "20095", level: 10, when: "03/04/2024" });
  const rest = createTable(rows, { columns: { when: "omit", zip: "number" } });
  assert.deepEqual([kinds(rest), rest.leftOut], [["number", "category"], ["when"]]);
  assert.throws(
    () => createTable(rows),
    /column "when": expected dates that can be read in one way.*DD\/MM\/YYYY or MM\/DD\/YYYY/,
  );
  assert.throws(
    () => createTable(rows, { columns: { when: "date" } }),
    /columns: \{ "when": "DD\/MM\/YYYY" \}/,
  );
  assert.throws(() => createTable(rows, { columns: { zap: "number" } }), /received zap/);
  assert.throws(
    () => createTable(rows, { columns: { zip: "numbre" as "number" } }),
    /option "columns.zip": expected "number", "category", "date", "omit" or a date/,
  );
  assert.throws(
    () => createTable(rows, { columns: { zip: "date" } }),
    /expected dates, received "10115" in row 1/,
  );
});

test("dates are numbers, and come back as dates", () => {
  for (const [pattern, ...dates] of [
    ["YYYY-MM-DD", "2024-02-29", "1969-12-31"],
    ["DD.MM.YYYY", "31.01.2024", "01.02.2024"],
    ["M/D/YYYY", "1/31/2024", "12/5/2024"],
    ["YYYY-MM-DD hh:mm:ss", "2024-01-31 23:59:59", "2024-02-01 00:00:00"],
    ["YYYY-MM-DDThh:mm:ss.sssZ", "2024-01-31T23:59:59.125Z", "2024-02-01T00:00:00.000Z"],
  ] as const) {
    const table = only(...dates, null);
    assert.deepEqual(kinds(table), [pattern]);
    assert.deepEqual(print(table).slice(0, 2), [...dates]);
    const [a, b] = table.columns[0]!.values as Float64Array;
    const seconds = dates.map((date) => Date.parse(/:/.test(date) ? date : `${date} UTC`));
    if (pattern !== "DD.MM.YYYY")
      assert.equal(Math.sign(a! - b!), Math.sign(seconds[0]! - seconds[1]!));
  }
  assert.equal(only("1970-01-11", "1970-01-01").columns[0]!.values[0], 10);
  assert.deepEqual(kinds(only("2024-02-30", "2024-02-01")), ["category"]); // no such day
});

test("ids are left out and named, late columns and __proto__ are kept", () => {
  const rows = Array.from({ length: 60 }, (_, i) => ({
    id: 5000 + ((37 * i) % 60),
    mail: `p${i}@example.org`,
    empty: "",
    income: 1000 + 37 * i,
    sex: i % 2 ? "m" : "f",
    ...(i > 30 && { late: i % 3 }),
  }));
  const table = createTable(rows);
  assert.deepEqual(
    table.columns.map(({ name }) => name),
    ["income", "sex", "late"],
  );
  assert.deepEqual(table.leftOut, ["id", "mail", "empty"]);
  assert.deepEqual(tableRows(table)[30]!.late, null);
  const kept = createTable(rows, { columns: { id: "number", mail: "category" } });
  assert.deepEqual(kept.leftOut, ["empty"]);
  assert.throws(() => createTable(rows.map(({ mail }) => ({ mail }))), /expected columns to learn/);
  const odd = readTable(csv("__proto__,constructor", "1,a", "2,b"));
  assert.deepEqual(
    odd.columns.map(({ name }) => name),
    ["__proto__", "constructor"],
  );
  assert.equal(tableToCsv(odd), "__proto__,constructor\r\n1,a\r\n2,b");
  const parsed = JSON.parse('[{"__proto__": 1}, {"__proto__": 2, "y": 3}]') as { y: number }[];
  assert.equal(tableToCsv(createTable(parsed)), "__proto__,y\r\n1,\r\n2,3");
});

test("a held-out file is read with the kinds and words of the table's own schema", () => {
  const table = readTable(
    csv("id,zip,income,when", "a,02116,10.5,2024-01-31", "b,10115,?,2024-02-01"),
    { missing: ["unknown"], columns: { id: "omit" } },
  );
  const held = readTable(csv("zip,when,income,id", "10115,unknown,7,c", "20095,2024-03-01,8,d"), {
    like: table,
  });
  assert.deepEqual(
    held.columns.map(({ name }) => name),
    ["zip", "income", "when"],
  );
  assert.deepEqual(kinds(held), kinds(table));
  assert.deepEqual(tableRows(held)[0], { zip: "10115", income: 7, when: null });
  assert.throws(
    () => readTable(csv("zip,income,when", "10115,much,2024-01-31"), { like: table }),
    /column "income": expected finite numbers, received "much" in row 1/,
  );
  assert.throws(
    () => readTable(csv("zip,income", "10115,1"), { like: table }),
    /expected the columns zip, income, received when/,
  );
  assert.throws(
    () => readTable(csv("zip,income,when,more", "10115,1,2024-01-31,2"), { like: table }),
    /received more/,
  );
});

test("a file's letters, line ends and blanks are read as they are meant", () => {
  const german = "stadt,zahl\nKöln,1\nMünchen,2\n";
  const cities = (table: Table): unknown => table.columns[0]!.values;
  for (const bytes of [
    Buffer.from(german, "utf8"),
    Buffer.from(german, "latin1"),
    Buffer.from(`\ufeff${german}`, "utf8"),
    Buffer.from(`\ufeff${german}`, "utf16le"),
  ])
    assert.deepEqual(cities(readTable(write(bytes))), ["Köln", "München"]);
  const quotes = readTable(write(Buffer.from([0x61, 0x0a, 0x93, 0x78, 0x94, 0x0a, 0x79, 0x0a])));
  assert.deepEqual(cities(quotes), ["“x”", "y"]); // Windows-1252
  const greek = readTable(write(Buffer.from([0x61, 0x0a, 0xe1, 0x0a, 0xe2, 0x0a])), {
    encoding: "iso-8859-7",
  });
  assert.deepEqual(cities(greek), ["α", "β"]);
  assert.throws(
    () => readTable(write(german), { encoding: "klingon" }),
    /option "encoding": expected an encoding such as "utf-8"/,
  );
  const spaced = readTable(write("age, job\r\n31, care\r\n20, craft\n"));
  assert.deepEqual(tableRows(spaced)[1], { age: 20, job: "craft" });
  assert.throws(
    () => readTable(csv("a,a", "1,2")),
    /expected names that differ, received "a" twice/,
  );
  assert.throws(() => readTable(csv("a,b", "1,2,3")), /row 1: Too many fields/);
  assert.throws(() => readTable(csv("a,b")), /expected rows below the line of names/);
  assert.throws(
    () => createTable([{ a: [1] as never }]),
    /expected text, a finite number, a boolean or null for "a" in row 1, received an array/,
  );
});
