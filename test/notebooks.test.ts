import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { test } from "node:test";
import { jupyterEnvironment } from "../src/cli/lab";
import { homePaths } from "../src/base/paths";

interface Cell {
  cell_type: "code" | "markdown";
  id: string;
  source: string | string[];
  execution_count?: number | null;
  outputs?: {
    output_type: string;
    name?: string;
    text?: string | string[];
    data?: Record<string, unknown>;
  }[];
}
interface Notebook {
  nbformat: number;
  nbformat_minor: number;
  metadata: { kernelspec: { name: string } };
  cells: Cell[];
}

const names = readdirSync("notebooks")
  .filter((file) => file.endsWith(".ipynb"))
  .sort();
const read = (name: string): Notebook =>
  JSON.parse(readFileSync(`notebooks/${name}`, "utf8")) as Notebook;
const sourceOf = ({ source }: Cell): string => (Array.isArray(source) ? source.join("") : source);

test("the course has its thirteen notebooks, numbered in order", () => {
  assert.deepEqual(
    names.map((name) => name.slice(0, 2)),
    ["00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"],
  );
});

for (const name of names) {
  test(`${name}: committed outputs come from one run of it, are light and carry no script`, () => {
    const notebook = read(name);
    const code = notebook.cells.filter(({ cell_type }) => cell_type === "code");
    assert.deepEqual(
      [notebook.nbformat, notebook.nbformat_minor, notebook.metadata.kernelspec.name],
      [4, 5, "ganbook"],
    );
    assert.deepEqual(
      code.map(({ execution_count }) => execution_count),
      code.map((_, i) => i + 1),
    );
    const size = statSync(`notebooks/${name}`).size;
    assert.ok(size < 1e6, `${size} bytes`);
    for (const { outputs, id } of code)
      for (const { name: stream, data } of outputs ?? []) {
        assert.notEqual(stream, "stderr", id);
        assert.ok(!data || !("text/html" in data), id);
        assert.ok(
          !data || "image/svg+xml" in data || "image/png" in data,
          `${id}: needs a static picture`,
        );
      }
  });

  test(`${name}: every code cell follows a sentence, cells are short`, () => {
    const { cells } = read(name);
    cells.forEach((cell, i) => {
      if (cell.cell_type === "code") assert.equal(cells[i - 1]?.cell_type, "markdown", cell.id);
    });
    const lengths = cells
      .filter(({ cell_type }) => cell_type === "code")
      .map((cell) => sourceOf(cell).split("\n").length)
      .sort((a, b) => a - b);
    assert.ok(
      lengths[Math.floor(lengths.length / 2)]! <= 8 && lengths.at(-1)! <= 25,
      lengths.join(" "),
    );
    const exercises = sourceOf(cells.at(-1)!);
    assert.match(
      exercises,
      /## Try it\n\n1\. .*\*\*Expect\*\*.*\n2\. .*\*\*Expect\*\*.*\n3\. .*\*\*Expect\*\*/,
    );
  });

  test(`${name}: runs from top to bottom in the real kernel`, () => {
    mkdirSync("test/output", { recursive: true });
    const { stdout, stderr } = spawnSync(
      homePaths().python,
      ["test/support/execute.py", "--out", "test/output", `notebooks/${name}`],
      { encoding: "utf8", env: { ...jupyterEnvironment(), GANBOOK_FAST: "1" } },
    );
    assert.ok(stdout, stderr);
    const { problems, seconds } = JSON.parse(stdout) as { problems: string[]; seconds: number };
    console.log(`${name}: ${seconds} s`);
    assert.deepEqual(problems, []);
  });
}
