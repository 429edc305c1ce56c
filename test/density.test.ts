/** How much a cell may ask of a reader at once. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

/** The lessons whose cells hold all of it; the others are still to be rewritten. */
const held = ["00", "01", "02", "03", "04", "10", "11"];

/** What every lesson does, again and again. */
const verbs = /^(start|build|create|train|sample|show|plot|load|take|liveView|tf$|type )/;

const files = readdirSync("notebooks").filter((file) => held.includes(file.slice(0, 2)));

const cellsOf = (file: string): { id: string; code: string }[] =>
  (
    JSON.parse(readFileSync(`notebooks/${file}`, "utf8")) as {
      cells: { id: string; cell_type: string; source: string[] }[];
    }
  ).cells
    .filter(({ cell_type }) => cell_type === "code")
    .map(({ id, source }) => ({ id, code: source.join("") }));

test("the lessons are there", () => assert.equal(files.length, held.length));

for (const file of files) {
  test(`${file}: a cell has at most 8 lines of at most 110 characters`, () => {
    for (const { id, code } of cellsOf(file)) {
      const lines = code.split("\n");
      assert.ok(lines.length <= 8, `${id}: ${lines.length} lines`);
      for (const line of lines) assert.ok(line.length <= 110, `${id}: ${line}`);
    }
  });

  test(`${file}: no assertion that silences the compiler, no bookkeeping of tensors`, () => {
    for (const { id, code } of cellsOf(file))
      for (const [name, pattern] of Object.entries({
        "a value that is said to be there": /[\w\])]!(?!=)/,
        "as any": /\bas any\b/,
        "tf.tidy": /\btf\.tidy\b/,
        "an array made of an array that is made": /\.from\([^\n]*\.from\(/,
      }))
        assert.doesNotMatch(code, pattern, `${id}: ${name}`);
  });

  test(`${file}: a cell brings at most eight names beyond the verbs`, () => {
    for (const { id, code } of cellsOf(file)) {
      const imports = [...code.matchAll(/import \{([^}]*)\} from/g)];
      const names = imports.flatMap(([, list]) => list!.split(",").map((name) => name.trim()));
      const others = names.filter((name) => name && !verbs.test(name));
      assert.ok(others.length <= 8, `${id}: ${others.join(" ")}`);
    }
  });
}
