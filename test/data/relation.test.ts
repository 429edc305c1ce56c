import assert from "node:assert/strict";
import { test } from "node:test";
import { randomStream } from "../../src/base/random";
import { findRelation } from "../../src/data/findRelation";
import { predictor } from "../../src/data/relation";
import { comparableRows } from "../../src/measure/rowCodes";
import { createTable, decodeTable, encodeTable, tableRows } from "../../src/tables";
import { assertClose } from "../support/numbers";

const random = randomStream(1, "test");
const many = (length: number, make: (i: number) => number): Float64Array =>
  Float64Array.from({ length }, (_, i) => make(i));

const size = 3000;
const length = many(size, () => 5 + random.normal());
const width = many(size, (i) => length[i]! + 0.1 * random.normal());
const share = many(size, () => 60 + 2 * random.normal());
const other = many(size, () => random.normal());
/** Half of length and width, times the share. */
const height = many(size, (i) => (share[i]! / 200) * (length[i]! + width[i]!));

test("what a column follows from is found: products, up to a small rest", () => {
  const others = new Map(Object.entries({ length, width, share, other }));
  const relation = findRelation(height, others)!;
  assert.ok(relation.parents.some(({ name }) => name === "share"));
  assert.ok(relation.parents.every(({ name }) => name !== "other"));
  const predict = predictor(relation, others);
  const inside = [...height.keys()].filter((i) => Math.abs(length[i]! - 5) < 2);
  assertClose(
    inside.map(predict),
    inside.map((i) => height[i]!),
    0.05,
  );
  assert.equal(findRelation(other, others.set("other", width)), undefined);
  assert.equal(
    findRelation(
      many(size, () => 7),
      others,
    ),
    undefined,
  );
  assert.equal(findRelation(height, new Map()), undefined);
});

test("a few errors of the data do not change what follows from what", () => {
  const wrong = height.map((value, i) => (i % 500 === 3 ? 1000 * value : value));
  const holes = width.map((value, i) => (i % 50 === 7 ? NaN : value));
  const relation = findRelation(wrong, new Map(Object.entries({ length, width: holes, share })))!;
  const predict = predictor(relation, new Map(Object.entries({ length, width: holes, share })));
  const inside = [...height.keys()].filter(
    (i) => Math.abs(length[i]! - 5) < 2 && i % 500 !== 3 && i % 50 !== 7,
  );
  assertClose(
    inside.map(predict),
    inside.map((i) => height[i]!),
    0.1,
  );
});

test("columns that follow from others are written as what is left", () => {
  const round = (value: number): number => Number(value.toFixed(2));
  const rows = Array.from({ length: size }, (_, i) => ({
    length: round(length[i]!),
    share: round(share[i]!),
    width: i % 40 ? round(width[i]!) : null,
    height: i === 77 ? 900 : round(height[i]!),
  }));
  const table = createTable(rows);
  const encoded = encodeTable(table);
  const parents = encoded.codes.map((code) =>
    code.kind === "number" ? (code.given?.parents ?? []).map(({ name }) => name) : [],
  );
  assert.deepEqual([parents[0], parents[1], parents[2]], [[], [], ["length"]]);
  assert.ok(parents[3]!.includes("share"));
  assert.deepEqual(tableRows(decodeTable(encoded, encoded)), rows);
  // Whatever a generator says of the rest, width stays near length.
  const drawn = { ...encoded, samples: encoded.samples.map(() => 2 * random.uniform() - 1) };
  for (const row of tableRows(decodeTable(drawn, encoded)))
    if (row.width !== null)
      assert.ok(Math.abs((row.width as number) - (row.length as number)) < 1, JSON.stringify(row));
  const { values, size: wide } = comparableRows(encoded, encoded);
  const apart = Math.abs(values[wide]! - values[0]!);
  assertClose([apart], [Math.abs(rows[1]!.length - rows[0]!.length)], 0.1 * apart);
  const far = Math.abs(values[2 * wide + 2]! - values[wide + 2]!);
  assertClose([far], [Math.abs(rows[2]!.width! - rows[1]!.width!)], 0.1 * far);
});
