import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findPython } from "../../src/runtime/install/python";
import { homeFolder } from "../../src/base/paths";

/** Other generators of tables, real tables, and judges of both. */
const packages = [
  "anonymeter==1.1.0",
  "copulas==0.14.1",
  "ctgan==0.12.1",
  "plotnine==0.15.9",
  "scikit-learn==1.9.1",
  "sdmetrics==0.32.0",
  "statsmodels==0.15.0",
];

/** A Python with those packages, installed at first use (with PyTorch, some gigabytes). */
function rivalsPython(): string {
  const venv = join(homeFolder(), "tables-venv");
  const python = join(venv, "bin", "python");
  const mark = join(venv, "packages.txt");
  if (existsSync(mark) && readFileSync(mark, "utf8") === packages.join("\n")) return python;
  console.log("installing the other generators of tables into", venv);
  const install = (command: string, args: string[]): void => {
    const { status } = spawnSync(command, args, { stdio: "inherit" });
    if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}`);
  };
  install(findPython().executable, ["-m", "venv", "--clear", venv]);
  install(python, ["-m", "pip", "install", "-q", "--disable-pip-version-check", ...packages]);
  writeFileSync(mark, packages.join("\n"));
  return python;
}

/** What a command of `tables_worker.py` answers: the JSON on the last line that it prints. */
export function askRivals(...args: readonly (string | number)[]): Record<string, number> {
  const worker = ["test/bench/tables_worker.py", ...args.map(String)];
  const { status, stdout, stderr } = spawnSync(rivalsPython(), worker, {
    encoding: "utf8",
    // Threads that wait for one another by turning are slow on cores that others use too.
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", OMP_WAIT_POLICY: "PASSIVE" },
  });
  if (status !== 0) throw new Error(`${worker.join(" ")}: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as Record<string, number>;
}
