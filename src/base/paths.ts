import { join, resolve, sep } from "node:path";

/** This package's own folder (the repository, or `node_modules/ganbook`). */
export const packageFolder: string = resolve(__dirname, "..", "..");

/** The project that uses it: the repository itself, or the folder that holds `node_modules`. */
function projectFolder(): string {
  const modules = packageFolder.indexOf(`${sep}node_modules${sep}`);
  return modules < 0 ? packageFolder : packageFolder.slice(0, modules);
}

/**
 * Where set-up puts everything it installs: `.ganbook` in the project, or the folder named by
 * `GANBOOK_HOME`. Deleting it undoes the set-up.
 */
export function homeFolder(): string {
  return process.env.GANBOOK_HOME
    ? resolve(process.env.GANBOOK_HOME)
    : join(projectFolder(), ".ganbook");
}

const windows = process.platform === "win32";

/** Everything that set-up writes, by what it is. */
export function homePaths(): {
  home: string;
  venv: string;
  python: string;
  kernelspec: string;
  /** What the kernel starts from. */
  kernelSnapshot: string;
  jupyter: string;
  steps: string;
  log: string;
  site: string;
  tensorflow: string;
  addon: string;
} {
  const home = homeFolder();
  const venv = join(home, "venv");
  const site = join(home, "tensorflow", "site");
  return {
    home,
    venv,
    python: windows ? join(venv, "Scripts", "python.exe") : join(venv, "bin", "python"),
    kernelspec: join(venv, "share", "jupyter", "kernels", "ganbook"),
    kernelSnapshot: join(home, "kernel", "snapshot.blob"),
    jupyter: join(home, "jupyter"),
    steps: join(home, "steps.json"),
    log: join(home, "setup.log"),
    site,
    tensorflow: join(site, "tensorflow"),
    addon: join(home, "tensorflow", "tfjs_binding.node"),
  };
}
