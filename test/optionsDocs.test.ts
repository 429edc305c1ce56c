import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { z } from "zod";
import "../src/index";
import { definedOptions } from "../src/base/options";
import { publicFunctions } from "./support/functions";
import type { JsonSchema } from "./support/trainJsonSchema";

/** What is taken where an option is left out, by each of a function's schemas that has it. */
function defaultsOf(name: string, option: string): unknown[] {
  const schemas = (definedOptions.get(name) ?? [])
    .flatMap((schema) => (schema instanceof z.ZodDiscriminatedUnion ? schema.options : [schema]))
    .flatMap((schema) => (schema instanceof z.ZodObject ? [schema] : []));
  const found = schemas.flatMap(({ shape }) => {
    const field = (shape as Record<string, z.ZodType>)[option];
    if (field instanceof z.ZodPrefault) return [field.def.defaultValue]; // options of their own
    const left = field?.safeParse(undefined);
    return left?.success && left.data !== undefined ? [left.data] : [];
  });
  return [...new Map(found.map((value) => [JSON.stringify(value), value])).values()];
}

/** How a default stands in a comment: 10000 as 10,000 or 1e4, a text in quotes, `[]` as none. */
function waysToWrite(value: unknown): string[] {
  if (typeof value === "number")
    return [String(value), value.toLocaleString("en"), value.toExponential().replace("+", "")];
  if (typeof value === "string") return [`\`${JSON.stringify(value)}\``];
  if (typeof value === "boolean") return [String(value)];
  if (Object.keys(value as object).length === 0) return ["none", ": none"];
  return [`\`${JSON.stringify(value).replaceAll(",", ", ").replaceAll(":", ": ")}\``];
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Whether a comment says "Default 10" of one default, and of several each after "Default". */
function states(says: string, values: readonly unknown[]): boolean {
  const [, after] = /\bDefaults? ?([\s\S]*)/.exec(says) ?? [];
  if (after === undefined) return false;
  return values.every((value) => {
    const ways = waysToWrite(value).map(escape).join("|");
    return new RegExp(`${values.length > 1 ? "(^|\\s)" : "^"}(${ways})(?![\\w"]|[.,]\\d)`).test(
      after,
    );
  });
}

/** Numbers that no schema has: what they are hangs on the data, and the comment says how. */
const hangsOnData = ["liveView.samples"];

const functions = publicFunctions();

test("a comment is read as people read it", () => {
  assert.ok(states("How many. Default 10,000.", [10_000]));
  assert.ok(states("A step. Default 1e-3.", [1e-3]));
  assert.ok(states('Default 100; `"mlp"`: 2; `"text"`: 64.', [100, 2, 64]));
  assert.ok(states('Default `"a"`: as it is.', ["a"]));
  assert.ok(!states("How many. Default 100.", [10]));
  assert.ok(!states("How many. Default 10.5.", [10]));
  assert.ok(!states("Default 100; other: 2.", [100, 3]));
  assert.ok(!states("10, where nothing else is said.", [10]));
});

for (const { name, options, throws, thrown } of functions) {
  const missing = thrown.filter((kind) => !new RegExp(`\\b${kind}\\b`).test(throws));
  test(`${name} announces what it throws`, () => assert.deepEqual(missing, []));
  if (!options) continue;
  test(`${name} announces that a wrong option throws, and states each default as it is`, () => {
    assert.match(throws, /TypeError[^;]*\boptions?\b/s);
    for (const { name: option, says } of options) {
      const values = defaultsOf(name, option);
      const text = says.replace(/\s+/g, " ");
      if (values.length)
        assert.ok(states(text, values), `${option}: ${JSON.stringify(values)}, not "${text}"`);
      else if (!hangsOnData.includes(`${name}.${option}`) && definedOptions.has(name))
        assert.doesNotMatch(text, /\bDefault (`["[]|[\d[]|true|false)/, `${option} has no default`);
    }
  });
}

test("what editors are told of a configuration's defaults is so", () => {
  const found = new Map<string, unknown[]>();
  const visit = ({ properties = {}, oneOf = [] }: JsonSchema): void => {
    oneOf.forEach(visit);
    for (const value of Object.values(properties)) {
      visit(value);
      const { description, default: taken } = value;
      if (description === undefined || taken === undefined) continue;
      found.set(description, [...new Set([...(found.get(description) ?? []), taken])]);
    }
  };
  visit(JSON.parse(readFileSync("src/cli/train.schema.json", "utf8")) as JsonSchema);
  assert.ok(found.size > 40);
  for (const [says, values] of found) {
    const distinct = [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
    assert.ok(states(says, distinct), `${JSON.stringify(values)}, not "${says}"`);
  }
});

test("the schemas are those of public functions", () => {
  const names = functions.map(({ name }) => name);
  assert.deepEqual(
    [...definedOptions.keys()].filter((name) => !names.includes(name)),
    [],
  );
  assert.ok(definedOptions.size > 40);
});
