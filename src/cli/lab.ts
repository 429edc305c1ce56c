import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { homePaths, packageFolder } from "../runtime/paths";

/** The environment that keeps Jupyter's own files (settings, runtime, history) in the home folder. */
export function jupyterEnvironment(): NodeJS.ProcessEnv {
  const { jupyter } = homePaths();
  return {
    ...process.env,
    JUPYTER_CONFIG_DIR: join(jupyter, "config"),
    JUPYTER_DATA_DIR: join(jupyter, "data"),
    JUPYTER_RUNTIME_DIR: join(jupyter, "runtime"),
    JUPYTERLAB_SETTINGS_DIR: join(jupyter, "settings"),
    JUPYTERLAB_WORKSPACES_DIR: join(jupyter, "workspaces"),
    IPYTHONDIR: join(jupyter, "ipython"),
  };
}

/** Opens JupyterLab on the course, or on the current folder where there is none. Resolves with its exit code. */
export function openLab(extra: readonly string[]): Promise<number> {
  const { python } = homePaths();
  const course = join(packageFolder, "notebooks");
  const atHome = existsSync(course);
  const asRoot = process.getuid?.() === 0 ? ["--allow-root"] : [];
  const first = atHome ? ["--LabApp.default_url=/lab/tree/01-what-a-gan-is.ipynb"] : [];
  const args = ["-m", "jupyterlab", `--ServerApp.root_dir=${atHome ? course : process.cwd()}`, ...first, ...asRoot, ...extra]; // prettier-ignore
  const child = spawn(python, args, { stdio: "inherit", env: jupyterEnvironment() });
  // Lab asks before it stops at Ctrl-C; we only wait for its answer.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
