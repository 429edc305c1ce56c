import { homePaths } from "../../base/paths";
import { outputOf, runLong } from "../../base/install/process";
import type { SetupStep } from "../../base/install/steps";

/**
 * What JupyterLab's environment holds. `plotly` carries the extension that draws Plotly figures in
 * Lab (>= 6.1), anywidget the one that runs the live panel.
 */
export const jupyterPackages: readonly string[] = [
  "jupyterlab==4.6.6",
  "plotly==7.1.0",
  "anywidget==0.11.0",
];

const probe =
  "import sys, venv, ensurepip; " +
  "print('.'.join(map(str, sys.version_info[:3])), sys.executable, sep='\\n')";

export interface Python {
  executable: string;
  version: string;
}

/**
 * A Python >= 3.10 that can make virtual environments: `GANBOOK_PYTHON`, else the first on the
 * PATH.
 *
 * @throws Error saying what was tried and what to install
 */
export function findPython(): Python {
  const own = process.env.GANBOOK_PYTHON;
  const names = own
    ? [own]
    : process.platform === "win32"
      ? ["python", "py"]
      : ["python3", "python"];
  const tried: string[] = [];
  for (const name of names) {
    const [version, executable] = outputOf(name, ["-c", probe])?.split(/\r?\n/) ?? [];
    if (!version || !executable) tried.push(`${name}: not there, or without venv`);
    else if (isOlder(version)) tried.push(`${name}: ${version}`);
    else return { executable, version };
  }
  throw new Error(
    `expected Python >= 3.10 with venv, received ${tried.join("; ")}. Install it ` +
      "from python.org or your system's packages (Debian, Ubuntu: " +
      "sudo apt install python3-venv), or name one in GANBOOK_PYTHON.",
  );
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < 3 || (major === 3 && minor < 10);
}

/** Runs pip in the project's environment. */
export async function pip(...args: string[]): Promise<void> {
  await runLong(homePaths().python, ["-m", "pip", "--disable-pip-version-check", ...args]);
}

/** The project's own virtual environment, with JupyterLab in it. */
export function pythonSteps(): SetupStep[] {
  const { venv, python } = homePaths();
  return [
    {
      name: "Python environment",
      size: "30 MB on disk",
      fingerprint: "venv",
      produces: [python],
      run: async () => {
        const found = findPython();
        await runLong(found.executable, ["-m", "venv", "--clear", venv]);
        return `Python ${found.version} in ${venv}`;
      },
      help: "install Python >= 3.10 with venv, then run the same command again.",
    },
    {
      name: "JupyterLab, Plotly and widgets",
      size: "60 MB to download, 300 MB on disk",
      fingerprint: jupyterPackages.join(" "),
      produces: [python.replace(/python(\.exe)?$/, "jupyter-lab$1")],
      run: async () => {
        await pip("install", ...jupyterPackages);
        return jupyterPackages.join(", ");
      },
      help:
        "check the connection to PyPI (behind a proxy set HTTPS_PROXY or PIP_INDEX_URL; see " +
        "environment.md), then run the same command again: it goes on where it stopped.",
    },
  ];
}
