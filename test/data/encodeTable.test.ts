import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { randomStream } from "../../src/base/random";
import { createDataset, type Dataset } from "../../src/data/dataset";
import { loadData, type DataSource } from "../../src/data/source";
import { findCopies } from "../../src/measure/copies";
import {
  compareTables,
  createTable,
  decodeTable,
  drawConditions,
  encodeTable,
  labelledBy,
  tableRows,
  tableToCsv,
  type EncodedTable,
} from "../../src/tables";
import { assertClose } from "../support/numbers";
import { temporaryFolder } from "../support/temporary";

const random = randomStream(1, "test");
const many = <T>(length: number, make: (i: number) => T): T[] =>
  Array.from({ length }, (_, i) => make(i));

/** What a generator might say: any numbers. */
const anything = ({ shape }: EncodedTable, size: number): Dataset =>
  createDataset({
    name: "drawn",
    shape,
    samples: Float32Array.from({ length: size * shape[0]! }, () => 2 * random.uniform() - 1),
  });

test("no number is clipped by the mode that it is written in, however far away it lies", () => {
  const rows = many(2000, (i) => ({
    two: i % 2 ? Math.round(30 + 7 * random.normal()) : Math.round(62 + 9 * random.normal()),
    heavy: Math.round(Math.exp(6 + 2 * random.normal())) / 10,
    zeros: i % 3 ? 0 : Math.round(1e4 * random.uniform()) / 100,
    far: i === 5 ? 1e6 : Math.round(100 * random.normal()),
    when: new Date(1.7e12 + 864e5 * Math.round(400 * random.normal())).toISOString().slice(0, 10),
  }));
  const table = createTable(rows);
  for (const seed of [1, 2]) {
    const encoded = encodeTable(table, { seed });
    const back = tableRows(decodeTable(encoded, encoded));
    // Places are 24-bit numbers: a wide mode does not hold every hundredth.
    back.forEach(({ heavy, far, ...rest }, i) => {
      const { heavy: before, far: once, ...same } = rows[i]!;
      assert.deepEqual(rest, same);
      assertClose([heavy as number, far as number], [before, once], 0.2);
    });
  }
});

test("of two modes that may have made a number, one that cannot hold it is not taken", () => {
  const [narrow, wide] = [1, 30].map((deviation) => ({ weight: 0.5, mean: 0, deviation }));
  const modes = [
    { ...narrow!, weight: 0.99 },
    { ...wide!, weight: 0.01 },
  ];
  const codes = [
    { name: "x", kind: "number", modes, range: [-99, 99], decimals: 1, clips: false } as const,
  ];
  const table = createTable(many(1000, () => ({ x: 4.2 })));
  const encoded = encodeTable(table, { codes });
  assert.deepEqual(tableRows(decodeTable(encoded, encoded)), tableRows(table));
});

test("integers stay integers, and few values are drawn as those, whatever a generator says", () => {
  const ages = [17.5, 22, 27, 32, 37, 42];
  const encoded = encodeTable(
    createTable(
      many(900, (i) => ({
        age: ages[i % 6]!,
        children: Math.round(1e4 * random.uniform()),
        steps: 2.5 * (i % 30),
        hours: i % 4 ? 40 : Math.round(random.uniform() * 800) / 10,
      })),
    ),
  );
  const rows = tableRows(decodeTable(anything(encoded, 500), encoded)) as Record<string, number>[];
  assert.deepEqual([...new Set(rows.map(({ age }) => age!))].sort(), ages);
  assert.ok(rows.every(({ children }) => Number.isInteger(children)));
  assert.ok(new Set(rows.map(({ children }) => children)).size > 100);
  assert.ok(rows.every(({ steps }) => steps! % 2.5 === 0));
  const isForty = rows.filter(({ hours }) => hours === 40).length / 500;
  assert.ok(isForty > 0.08 && isForty < 0.5, `${isForty}`); // a mode of its own among some six
});

test("what is missing is a mode of its own, comes back, is drawn, compared, and no label", () => {
  const rows = many(400, (i) => ({
    income: i % 4 ? Math.round(1e4 * random.uniform()) : null,
    rate: i % 5 ? i % 3 : null,
    job: i % 8 ? (i % 2 ? "care" : "craft") : null,
  }));
  const table = createTable(rows);
  const encoded = encodeTable(table);
  const back = decodeTable(encoded, encoded);
  assert.deepEqual(tableRows(back), rows);
  assert.equal(encoded.conditionSize, 3 + 1 + 2 + 1); // rates, jobs, and that each is missing
  const drawn = drawConditions(encoded, 4000);
  const share = drawn.filter((_, i) => i % 7 === 6).reduce((a, b) => a + b, 0) / 4000;
  assertClose([share], [1 / 16], 0.015);
  const distances = compareTables(table, back);
  assertClose([distances.meanColumn, distances.meanPair], [0, 0], 1e-12);
  const full = createTable(
    rows.map(({ income, rate }) => ({ income: income ?? 0, rate: rate ?? 0, job: "care" })),
  );
  const { columns } = compareTables(table, full);
  // A quarter has no income. 200 of 400 are of care there, 400 here.
  assertClose([columns.income!, columns.job!], [0.25, 0.5], 1e-9);
  const labelled = labelledBy(table, "job", encoded);
  assert.deepEqual([labelled.size, labelled.classNames], [350, ["care", "craft"]]);
  const held =
    (some: object): (() => unknown) =>
    () =>
      encodeTable(createTable([{ income: 5, rate: 1, job: "care", ...some }], { like: full }), {
        codes: encodeTable(full).codes,
      });
  assert.throws(
    held({ income: null }),
    /expected "income" to be a number, received nothing in row 1/,
  );
  assert.throws(held({ job: null }), /expected "job" to be one of care, received nothing in row 1/);
});

test("two rows of which one has no value are 1 apart from the mean of it", () => {
  const table = createTable([{ x: 1 }, { x: 3 }, { x: null }, { x: 2 }]);
  const encoded = encodeTable(table, { modes: 1 });
  const at = (place: number): Dataset => ({
    ...encoded,
    samples: encoded.samples.subarray(place * encoded.shape[0]!, (place + 1) * encoded.shape[0]!),
    size: 1,
  });
  const far = (a: number, b: number): number =>
    findCopies(at(a), at(b), encoded, { level: 0.5 }).distances[0]!;
  const deviation = Math.sqrt(2 / 3);
  assertClose(
    [far(2, 2), far(2, 3), far(0, 3), far(0, 2)],
    [0, 1, 1 / deviation, Math.hypot(1, 1 / deviation)],
    1e-5,
  );
});

test("another table's numbers beyond the modes are written as the nearest", () => {
  const { codes } = encodeTable(
    createTable(many(200, (i) => ({ size: Math.round(random.uniform() * 1e4), rate: i % 3 }))),
  );
  const other = encodeTable(createTable([{ size: 9e9, rate: 7 }]), { codes });
  const [size, rate] = Object.values(tableRows(decodeTable(other, { ...other, codes }))[0]!);
  assert.deepEqual([size, rate], [codes[0]!.kind === "number" && codes[0]!.range[1], 2]);
  assert.throws(
    () => encodeTable(createTable([{ size: "wide", rate: 1 }]), { codes }),
    /expected "size" to be of kind number, received category; read it like the table/,
  );
});

test("a table that is drawn is written as it was read: prices, dates, gaps", () => {
  const rows = many(60, (i) => ({
    price: `${i}.${i % 10}0`,
    when: `2024-01-${String(1 + (i % 28)).padStart(2, "0")}`,
    sex: i % 2 ? "m" : null,
  }));
  const encoded = encodeTable(createTable(rows));
  const [, ...lines] = tableToCsv(decodeTable(anything(encoded, 50), encoded)).split("\r\n");
  assert.equal(lines.length, 50);
  for (const line of lines) assert.match(line, /^\d+\.\d\d,2024-01-\d\d,m?$/);
});

test("a table that is loaded by its description is read as it says", async () => {
  const file = join(temporaryFolder(), "t.csv");
  const lines = many(40, (i) => `${10 + (i % 4)},${i % 5 ? i % 7 : "gone"},K\u00f6ln`);
  writeFileSync(file, Buffer.from(["zip,visits,city", ...lines, ""].join("\n"), "latin1"));
  const options = {
    file,
    columns: { zip: "category" as const },
    missing: ["gone"],
    encoding: "latin1",
  };
  const table = (await loadData({ loader: "table", options })) as EncodedTable;
  assert.deepEqual(
    table.codes.map(({ kind, missing }) => [kind, missing ?? false]),
    [
      ["category", false],
      ["number", true],
      ["category", false],
    ],
  );
  assert.equal(tableRows(decodeTable(table, table))[0]!.city, "Köln");
  for (const codes of [undefined, table.codes]) {
    const again = await loadData(table.source as DataSource, codes);
    assert.deepEqual(again, table);
  }
});

test("8,000 rows of 7 columns of numbers are encoded in less than 3 seconds", () => {
  const rows = many(8000, () => {
    const carat = Math.exp(0.5 * random.normal() - 0.3);
    const lengths = many(4, (i) => [`side ${i}`, 6.5 * carat ** 0.33 + 0.02 * random.normal()]);
    const price = Math.round(4000 * carat ** 1.7 * Math.exp(0.2 * random.normal()));
    return {
      carat,
      price,
      hump: random.normal() + 5 * random.integer(3),
      ...Object.fromEntries(lengths),
    } as Record<string, number>;
  });
  const table = createTable(rows);
  const begun = performance.now();
  assert.equal(encodeTable(table).size, 8000);
  const seconds = (performance.now() - begun) / 1000;
  assert.ok(seconds < 3, `${seconds} s`);
});
