import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { writeFileAtomically } from "../../src/base/files";
import { temporaryFolder } from "../support/temporary";

const folder = temporaryFolder();

test("a file is written whole, folders included, and nothing else stays", () => {
  const path = writeFileAtomically(join(folder, "new", "a.txt"), "one");
  writeFileAtomically(path, "two");
  assert.equal(readFileSync(path, "utf8"), "two");
  assert.deepEqual(readdirSync(join(folder, "new")), ["a.txt"]);
});

test("a failed write names the file and leaves no half of it", () => {
  mkdirSync(join(folder, "taken"));
  assert.throws(() => writeFileAtomically(join(folder, "taken"), "x"), /could not write .*taken/);
  assert.deepEqual(readdirSync(folder).sort(), ["new", "taken"]);
});
