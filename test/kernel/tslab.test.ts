import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { before, test } from "node:test";
import { jupyterEnvironment } from "../../src/cli/lab";
import { homePaths } from "../../src/base/paths";
import { main } from "../support/commandLine";
import { temporaryFolder } from "../support/temporary";

interface Notebook {
  cells: {
    cell_type: string;
    source: string | string[];
    outputs?: { output_type: string; data?: object }[];
  }[];
}

const data = temporaryFolder();
const out = temporaryFolder();
const env = { ...jupyterEnvironment(), JUPYTER_DATA_DIR: data, GANBOOK_FAST: "1" };

before(() => {
  const installed = spawnSync(process.execPath, [main, "kernel", "install", "--tslab"], {
    encoding: "utf8",
    env,
  });
  assert.match(installed.stdout, /Jupyter now offers "TypeScript \(tslab\)"/, installed.stderr);
});

/** Runs a notebook in tslab's kernel. @returns each code cell with the forms of what it showed */
function execute(path: string): { code: string; forms: string[] }[] {
  const { stdout, stderr } = spawnSync(
    homePaths().python,
    ["test/support/execute.py", "--kernel", "ganbook-tslab", "--out", out, path],
    { encoding: "utf8", env: { ...env, JUPYTER_PATH: data } },
  );
  const { problems } = JSON.parse(stdout || "{}") as { problems?: string[] };
  assert.deepEqual(problems, [], stderr);
  const { cells } = JSON.parse(
    readFileSync(join(out, path.split("/").at(-1)!), "utf8"),
  ) as Notebook;
  return cells
    .filter(({ cell_type: type }) => type === "code")
    .map(({ source, outputs = [] }) => ({
      code: [source].flat().join(""),
      forms: outputs.flatMap((output) => Object.keys(output.data ?? {})),
    }));
}

for (const name of ["01-what-a-gan-is", "03-define-g-and-d", "05-train-on-mnist"])
  test(`${name} runs from top to bottom in tslab's own kernel, and shows its pictures`, () => {
    const cells = execute(`notebooks/${name}.ipynb`);
    // What a cell shows is seen; what is only its value tslab prints.
    const showing = cells.filter(({ code }) => /\b(show|liveView)\(/.test(code));
    assert.ok(showing.length > 0, "the notebook shows something");
    for (const { code, forms } of showing)
      assert.ok(
        forms.some((form) => form.startsWith("image/")),
        code,
      );
  });

/** Runs cells as a notebook. */
function executeCells(...sources: string[]): ReturnType<typeof execute> {
  const cells = sources.map((source, i) => ({
    ...{ cell_type: "code", id: `cell${i}`, metadata: {}, outputs: [], execution_count: null },
    source,
  }));
  const path = join(temporaryFolder(), "cells.ipynb");
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
  return execute(path);
}

test("shorthand properties with names of earlier cells work there", () => {
  executeCells("const rate = 5;", "if (({ rate }).rate !== 5) throw new Error('lost');");
});

test("display shows there, too", () => {
  const link = resolve("dist/index.js");
  const [shown] = executeCells(
    `const { display } = require(${JSON.stringify(link)}); display.html("<b>bold</b>");`,
  );
  assert.deepEqual(shown!.forms.sort(), ["text/html", "text/plain"]);
});
