// Runs the course in full and keeps its outputs: `npm run notebooks [-- part of a name]`.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";

const { homePaths } = await import("../../dist/base/paths.js");
const { jupyterEnvironment } = await import("../../dist/cli/lab.js");
const wanted = process.argv[2] ?? "";
const notebooks = readdirSync("notebooks").filter(
  (file) => file.endsWith(".ipynb") && file.includes(wanted),
);
const { status } = spawnSync(
  homePaths().python,
  ["test/support/execute.py", "--in-place", ...notebooks.map((file) => `notebooks/${file}`)],
  { stdio: "inherit", env: jupyterEnvironment() },
);
process.exit(status ?? 1);
