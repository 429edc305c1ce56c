import { spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { isUnderNohup } from "../base/signals";
import { kernelName } from "../kernel/kernelspec";
import { prepareFolder } from "../base/install/home";
import { homePaths, packageFolder } from "../base/paths";

/**
 * The environment that keeps Jupyter's own files (settings, runtime, history) in the home folder.
 */
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

/**
 * Opens JupyterLab and resolves with its exit code.
 *
 * @param own the folder to open; default: the course, or the current folder where there is none
 * @param options Jupyter's own
 */
export function openLab(own: string | undefined, options: readonly string[]): Promise<number> {
  prepareFolder(homePaths().jupyter);
  const course = join(packageFolder, "notebooks");
  const folder = resolve(own ?? (existsSync(course) ? course : "."));
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`lab: expected a folder to open, received "${folder}"`);
  const first = readdirSync(folder).find(
    (file) => file.startsWith("01-") && file.endsWith(".ipynb"),
  );
  const child = spawn(
    homePaths().python,
    [
      ...["-m", "jupyterlab", `--ServerApp.root_dir=${folder}`],
      `--MultiKernelManager.default_kernel_name=${kernelName}`,
      ...(first ? [`--LabApp.default_url=/lab/tree/${first}`] : []),
      ...(process.getuid?.() === 0 ? ["--allow-root"] : []),
      ...options,
    ],
    // Under nohup Lab gets a session of its own, which no terminal hangs up.
    { stdio: "inherit", env: jupyterEnvironment(), detached: isUnderNohup() },
  );
  // Lab asks before it stops at Ctrl-C; we only wait for its answer.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((done, reject) => {
    child.on("error", reject);
    child.on("close", (code) => done(code ?? 1));
  });
}
