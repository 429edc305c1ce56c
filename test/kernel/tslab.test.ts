import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { jupyterEnvironment } from "../../src/cli/lab";
import { homePaths } from "../../src/runtime/paths";
import { main } from "../support/commandLine";
import { temporaryFolder } from "../support/temporary";

interface Notebook {
  cells: { cell_type: string; outputs?: { output_type: string; data?: object }[] }[];
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

/** Runs a notebook in tslab's kernel. @returns what it showed, by cell */
function execute(path: string): string[][] {
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
    .map(({ outputs = [] }) => outputs.flatMap((output) => Object.keys(output.data ?? {})));
}

for (const [name, pictures] of [
  ["01-what-a-gan-is", 2],
  ["03-define-g-and-d", 0],
  ["05-train-on-mnist", 6],
] as const)
  test(`${name} runs from top to bottom in tslab's own kernel, and shows its pictures`, () => {
    const shown = execute(`notebooks/${name}.ipynb`);
    const withPicture = shown.filter((forms) => forms.some((form) => form.startsWith("image/")));
    assert.ok(withPicture.length >= pictures, JSON.stringify(shown));
  });

test("shorthand properties with names of earlier cells work there", () => {
  const cell = (source: string, i: number): object => ({
    ...{ cell_type: "code", id: `cell${i}`, metadata: {}, outputs: [], execution_count: null },
    source,
  });
  const path = join(temporaryFolder(), "shorthand.ipynb");
  const cells = ["const rate = 5;", "if (({ rate }).rate !== 5) throw new Error('lost');"].map(
    cell,
  );
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
  execute(path);
});
