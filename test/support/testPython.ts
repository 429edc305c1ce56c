import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findPython } from "../../src/runtime/install/python";
import { homePaths } from "../../src/base/paths";
import { temporaryFolder } from "./temporary";
import { jupyterEnvironment } from "../../src/cli/lab";

/** What other Jupyter front ends and test tools are made of; only tests use them. */
const packages = [
  "jupyter_kernel_test==0.7.0",
  "nbmake==1.5.5",
  "nbval==0.11.0",
  "papermill==2.7.0",
  "jupyter_kernel_gateway==3.0.1",
  "jupyterhub==6.1.1",
  "notebook==7.6.5",
];

/** A Python with those packages, installed at first use, that finds our kernel. */
export function testPython(): { python: string; env: NodeJS.ProcessEnv } {
  const { home, venv } = homePaths();
  const folder = join(home, "test-venv");
  const python = join(folder, "bin", "python");
  const mark = join(folder, "packages.txt");
  if (!existsSync(mark) || readFileSync(mark, "utf8") !== packages.join("\n")) {
    const run = (command: string, args: string[]): void => {
      const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
      if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
    };
    run(findPython().executable, ["-m", "venv", "--clear", folder]);
    // A copy, because setuptools builds inside the folder.
    const translator = join(temporaryFolder(), "papermill");
    cpSync("src/kernel/papermill", translator, { recursive: true });
    run(python, [
      "-m",
      "pip",
      "install",
      "-q",
      "--disable-pip-version-check",
      ...packages,
      translator,
    ]);
    writeFileSync(mark, packages.join("\n"));
  }
  return {
    python,
    env: {
      ...jupyterEnvironment(),
      JUPYTER_PATH: join(venv, "share", "jupyter"),
      GANBOOK_FAST: "1",
    },
  };
}
