import { existsSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join, sep } from "node:path";
import { installKernelspec, kernelName, type KernelKind } from "../kernel/kernelspec";
import { findPython } from "../runtime/install/python";
import { outputOf } from "../base/install/process";
import { homePaths, packageFolder } from "../base/paths";

/** Whose Jupyter: all of this user's, or the one that belongs to the Python on the PATH. */
export type Audience = "user" | "sys-prefix";

/** Makes the kernel known to Jupyter. @returns what was done, for the user */
export function installForJupyter(audience: Audience, kind: KernelKind = "ganbook"): string {
  if (packageFolder.includes(`${sep}_npx${sep}`))
    throw new Error(
      "kernel: expected an installed ganbook, received one that npx keeps only for a while; " +
        "npm install ganbook in your project first, or npm install --global ganbook",
    );
  if (kind === "tslab" && !hasTslab())
    throw new Error(
      "kernel: expected tslab beside ganbook, received none; npm install tslab first",
    );
  const folder = kernelFolder(audience, kind);
  const wasThere = existsSync(join(folder, "kernel.json"));
  // Without GANBOOK_HOME each ganbook finds the home of its own project.
  const { GANBOOK_HOME: home } = process.env;
  const { kernelSnapshot } = homePaths();
  const snapshot = kind === "ganbook" && existsSync(kernelSnapshot) ? kernelSnapshot : undefined;
  installKernelspec({ folder, kind, snapshot, ...(home && { env: { GANBOOK_HOME: home } }) });
  const done = `${wasThere ? "Replaced" : "Wrote"} ${folder}`;
  if (kind === "tslab") return `${done}: Jupyter now offers "TypeScript (tslab)".`;
  return (
    `${done}: Jupyter now offers "TypeScript (ganbook)", ` +
    `run by ${packageFolder}. Where a ganbook is installed in a notebook's folder or ` +
    `above, that one runs it.`
  );
}

/** Takes back what {@link installForJupyter} did. @returns what was done, for the user */
export function removeFromJupyter(audience: Audience, kind: KernelKind = "ganbook"): string {
  const folder = kernelFolder(audience, kind);
  if (!existsSync(folder)) return `Nothing to remove: there is no ${folder}`;
  rmSync(folder, { recursive: true });
  return `Removed ${folder}`;
}

function hasTslab(): boolean {
  try {
    return require.resolve("tslab/package.json") !== "";
  } catch {
    return false;
  }
}

function kernelFolder(audience: Audience, kind: KernelKind): string {
  const data = audience === "user" ? userData() : join(pythonPrefix(), "share", "jupyter");
  return join(data, "kernels", kind === "tslab" ? `${kernelName}-tslab` : kernelName);
}

/** Where Jupyter looks for a user's own files (`jupyter_data_dir` of jupyter_core/paths.py). */
function userData(): string {
  const { JUPYTER_DATA_DIR: named, APPDATA: roaming, XDG_DATA_HOME: xdg } = process.env;
  if (named) return named;
  if (process.platform === "darwin") return join(homedir(), "Library", "Jupyter");
  if (process.platform === "win32" && roaming) return join(roaming, "jupyter");
  return join(xdg || join(homedir(), ".local", "share"), "jupyter");
}

function pythonPrefix(): string {
  const { executable } = findPython();
  const prefix = outputOf(executable, ["-c", "import sys; print(sys.prefix)"]);
  if (!prefix)
    throw new Error(`kernel: expected ${executable} to tell its prefix, received nothing`);
  return prefix;
}
