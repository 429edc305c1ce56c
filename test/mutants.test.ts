/** The list of `npm run test:mutants`: what it would change is there, and so are the tests. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly tests: readonly string[];
}

test("every mutant changes one place of today's code, and has tests", async () => {
  const list: string = pathToFileURL("test/mutants/mutants.mjs").href;
  const { mutants } = (await import(list)) as { mutants: readonly Mutant[] };
  assert.ok(mutants.length >= 60, `${mutants.length}`);
  assert.equal(new Set(mutants.map(({ name }) => name)).size, mutants.length, "each name once");
  for (const { name, file, from, to, tests } of mutants) {
    assert.equal(readFileSync(file, "utf8").split(from).length, 2, `${name}: ${from} in ${file}`);
    assert.notEqual(from, to, name);
    assert.ok(tests.length > 0 && tests.every((path) => existsSync(path)), name);
  }
});
