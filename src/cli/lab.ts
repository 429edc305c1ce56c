import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { kernelName } from "../kernel/kernelspec";
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

/**
 * Opens JupyterLab and resolves with its exit code.
 *
 * @param args a folder to open (default: the course, or the current folder where there is none), then Jupyter's options
 */
export function openLab(args: readonly string[]): Promise<number> {
  const own = args[0]?.startsWith("-") === false ? args[0] : undefined;
  const course = join(packageFolder, "notebooks");
  const folder = resolve(own ?? (existsSync(course) ? course : "."));
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
      ...args.slice(own ? 1 : 0),
    ],
    { stdio: "inherit", env: jupyterEnvironment() },
  );
  // Lab asks before it stops at Ctrl-C; we only wait for its answer.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((done, reject) => {
    child.on("error", reject);
    child.on("close", (code) => done(code ?? 1));
  });
}
