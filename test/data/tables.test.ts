import assert from "node:assert/strict";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { randomStream } from "../../src/base/random";
import { balanceRows, decodeTable, drawConditions, encodeTable } from "../../src/tables";
import { fitMixture, responsibilities } from "../../src/data/mixture1d";
import { samplePeople } from "../../src/data/people";
import { createTable, readTable, tableRows, tableToCsv } from "../../src/tables";
import { assertClose } from "../support/numbers";
import { temporaryFolder } from "../support/temporary";

const people = samplePeople({ size: 1000, seed: 1 });

test("a table is read from CSV with its kinds and decimals, and written back", () => {
  const path = join(temporaryFolder(), "t.csv");
  writeFileSync(path, 'name,age,pay\n"Lee, A",31,2.50\nBo,4,10.25\n');
  const table = readTable(path);
  assert.deepEqual(
    table.columns.map(({ name, kind }) => [name, kind]),
    [
      ["name", "category"],
      ["age", "number"],
      ["pay", "number"],
    ],
  );
  assert.deepEqual(tableRows(table), [
    { name: "Lee, A", age: 31, pay: 2.5 },
    { name: "Bo", age: 4, pay: 10.25 },
  ]);
  assert.equal(tableToCsv(table).split("\r\n")[1], '"Lee, A",31,2.50');
  truncateSync(path, 3 * 2 ** 30); // sparse: it takes no room
  assert.throws(
    () => readTable(path),
    /expected a CSV file of \d+ bytes at most, received .* of 322/,
  );
  writeFileSync(path, "a,b\n1\n");
  assert.throws(() => readTable(path), /row 1: Too few fields/);
  assert.throws(() => createTable([]), /expected rows/);
});

test("a mixture finds the Gaussians that made the numbers, and how many", () => {
  const random = randomStream(1, "test");
  const values = Array.from({ length: 3000 }, (_, i) =>
    i % 3 === 0 ? 10 + random.normal() : -5 + 0.5 * random.normal(),
  );
  const modes = fitMixture(values, 5).sort((a, b) => a.mean - b.mean);
  assert.equal(modes.length, 2);
  assertClose(
    modes.flatMap(({ weight, mean, deviation }) => [weight, mean, deviation]),
    [2 / 3, -5, 0.5, 1 / 3, 10, 1],
    0.04,
  );
  assertClose(responsibilities(modes, -5), [1, 0], 1e-6);
  assert.ok(
    fitMixture([3, 3, 3, 3], 3).every(({ mean, deviation }) => mean === 3 && deviation > 0),
  );
});

test("a table becomes vectors of its spans and comes back: categories exactly", () => {
  const encoded = encodeTable(people);
  assert.equal(
    encoded.shape[0],
    encoded.spans.reduce((sum, { size }) => sum + size, 0),
  );
  const [before, after] = [people, decodeTable(encoded, encoded)].map(tableRows);
  before!.forEach((row, i) => {
    const { age, income, ...words } = after![i]! as Record<string, number>;
    assert.deepEqual({ ...row, age: 0, income: 0 }, { ...words, age: 0, income: 0 });
    assert.ok(Math.abs((row.age as number) - age!) <= 1, `age ${row.age} came back as ${age}`);
    assert.ok(
      Math.abs((row.income as number) - income!) <= 0.1,
      `income ${row.income} came back as ${income}`,
    );
  });
  const again = encodeTable(samplePeople({ size: 50, seed: 2 }), { codes: encoded.codes });
  assert.deepEqual(again.shape, encoded.shape);
  assert.throws(
    () => encodeTable(createTable([{ a: 1 }]), { codes: encoded.codes }),
    /expected the columns age, school/,
  );
  assert.throws(() => decodeTable({ ...encoded, shape: [3] }, encoded), /expected rows of \[/);
});

test("training by sampling brings rare categories", () => {
  const rows = Array.from({ length: 1000 }, (_, i) => ({ x: i, kind: i < 20 ? "rare" : "common" }));
  const encoded = encodeTable(createTable(rows, { columns: { x: "number" } }));
  const balanced = balanceRows(encoded, { size: 4000 });
  const [common, rare] = [0, 1].map((place) =>
    balanced.conditions!.filter((_, i) => i % 2 === place).reduce((a, b) => a + b, 0),
  );
  assert.equal(common! + rare!, 4000);
  assert.ok(
    Math.abs(rare! / 4000 - Math.log(21) / (Math.log(21) + Math.log(981))) < 0.03,
    `${rare} of 4000`,
  );
  const kinds = decodeTable(balanced, encoded).columns[1]!.values;
  for (let i = 0; i < 4000; i++)
    assert.equal(kinds[i], balanced.conditions![2 * i + 1] === 1 ? "rare" : "common");
  const drawn = drawConditions(encoded, 4000);
  const share = drawn.filter((_, i) => i % 2 === 1).reduce((a, b) => a + b, 0) / 4000;
  assert.ok(Math.abs(share - 0.02) < 0.01, `rare is drawn ${share}`);
  assert.throws(
    () => drawConditions(encodeTable(createTable([{ a: 1 }, { a: 2 }])), 3),
    /a column of categories/,
  );
});
