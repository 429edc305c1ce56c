import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { z } from "zod";
import { describeIssue } from "../../src/base/issues";
import { parseOptions } from "../../src/base/options";

const schema = z.strictObject({
  size: z.int().min(1).default(3),
  kind: z.enum(["a", "b"]).default("a"),
});

test("defaults fill what is left out", () => {
  assert.deepEqual(parseOptions("f", schema, { size: 5 }), { size: 5, kind: "a" });
});

test("an unknown option is named, with the one that may be meant and the known ones", () => {
  const says = (options: object, message: string): void =>
    assert.throws(() => parseOptions("f", schema, options), { name: "TypeError", message });
  says({ sise: 5 }, 'f: unknown option "sise"; did you mean "size"? Known options: size, kind.');
  says({ SIZE: 5 }, 'f: unknown option "SIZE"; did you mean "size"? Known options: size, kind.');
  says({ colour: 5 }, 'f: unknown option "colour". Known options: size, kind.');
  says(
    { Kind: 5, colour: 5, Size: 1 },
    'f: unknown options "Kind", "colour", "Size"; did you mean "kind", "size"? ' +
      "Known options: size, kind.",
  );
});

test("a wrong value is shown with what was expected", () => {
  assert.throws(() => parseOptions("f", schema, { size: "5" }), {
    message: 'f: option "size": expected number, received "5"',
  });
  assert.throws(() => parseOptions("f", schema, { size: 0 }), {
    message: 'f: option "size": expected a value >= 1, received 0',
  });
  assert.throws(() => parseOptions("f", schema, { kind: "c" }), {
    message: 'f: option "kind": expected one of "a", "b", received "c"',
  });
  assert.throws(() => parseOptions("f", schema, 7), {
    message: "f: options: expected object, received 7",
  });
});

/** Schemas of every kind of issue that zod can raise, something wrong, and what is said of it. */
const kinds: readonly [kind: string, schema: z.ZodType, wrong: unknown, says: string][] = [
  ["invalid_type", z.string(), 5, "expected string"],
  ["invalid_type", z.int(), 2.5, "expected integer"],
  ["invalid_value", z.enum(["a", "b"]), "c", 'expected one of "a", "b"'],
  ["invalid_value", z.literal(1), 2, "expected 1"],
  ["too_small", z.number().min(1), 0, "expected a value >= 1"],
  ["too_small", z.array(z.number()).min(2), [1], "expected a length >= 2"],
  ["too_small", z.string().length(2), "a", "expected a length = 2"],
  ["too_big", z.number().lt(1), 1, "expected a value < 1"],
  ["too_big", z.array(z.number()).max(1), [1, 2], "expected a length <= 1"],
  ["not_multiple_of", z.number().multipleOf(4), 6, "expected a multiple of 4"],
  ["invalid_format", z.string().regex(/^a+$/), "b", "expected text of the form /^a+$/"],
  ["unrecognized_keys", schema, { Size: 1 }, '; did you mean "size"? Known options: size, kind.'],
  ["invalid_union", z.union([z.int(), z.string()]), true, "expected number, or string"],
  [
    "invalid_union",
    z.discriminatedUnion("of", [z.strictObject({ of: z.literal("a") })]),
    { of: "b" },
    'expected "a"',
  ],
  [
    "invalid_key",
    z.record(z.string().min(2), z.int()),
    { a: 1 },
    "expected other keys (expected a length >= 2)",
  ],
  [
    "invalid_element",
    z.map(z.looseObject({}), z.int()),
    new Map([[{}, "b"]]),
    "expected other elements (expected number)",
  ],
  ["custom", z.custom<Date>((value) => value instanceof Date), 5, "expected another value"],
  ["custom", z.int().refine((value) => value > 1, "expected more"), 1, "expected more"],
];

for (const [kind, of, wrong, says] of kinds)
  test(`${kind}: "${says}" is said in our words`, () => {
    const [issue] = of.safeParse(wrong, { error: describeIssue }).error!.issues;
    assert.deepEqual([issue!.code, issue!.message], [kind, says]);
  });

test("no kind of issue is left to zod", () => {
  const all: Record<z.core.$ZodIssue["code"], true> = {
    invalid_type: true,
    invalid_value: true,
    too_small: true,
    too_big: true,
    not_multiple_of: true,
    invalid_format: true,
    unrecognized_keys: true,
    invalid_union: true,
    invalid_key: true,
    invalid_element: true,
    custom: true,
  };
  assert.deepEqual([...new Set(kinds.map(([kind]) => kind))].sort(), Object.keys(all).sort());
});

test("every schema of ours is asked with our words", () => {
  const asked = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap(
      (file) => readFileSync(`src/${file}`, "utf8").match(/^.*\b\w+\.(safeP|p)arse\(.*$/gm) ?? [],
    )
    .filter((line) => !/\b(JSON|Date|Papa)\.parse\(|^ \*/.test(line));
  assert.ok(asked.length >= 2);
  assert.deepEqual(
    asked.filter((line) => !line.includes("{ error: describeIssue }")),
    [],
  );
});
