import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { parseOptions } from "../../src/base/options";

const schema = z.strictObject({
  size: z.int().min(1).default(3),
  kind: z.enum(["a", "b"]).default("a"),
});

test("defaults fill what is left out", () => {
  assert.deepEqual(parseOptions("f", schema, { size: 5 }), { size: 5, kind: "a" });
});

test("an unknown option is named, with the known ones", () => {
  assert.throws(() => parseOptions("f", schema, { sise: 5 }), {
    name: "TypeError",
    message: 'f: unknown option "sise". Known options: size, kind.',
  });
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
