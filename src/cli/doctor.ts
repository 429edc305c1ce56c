import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { z } from "zod";
import { readObject } from "../base/jsonObject";
import { parseOptions } from "../base/options";
import { outputOf } from "../base/install/process";
import { findPython, jupyterPackages } from "../runtime/install/python";
import { askedParts, type Part } from "../base/install/steps";
import { libraryFiles, whyNoTensorflow } from "../runtime/install/tensorflow";
import { homePaths, packageFolder } from "../base/paths";
import { startRuntime } from "../runtime/start";

/** One examined part. */
export interface Finding {
  name: string;
  /** Whether it is as it should be; so is what nobody has asked for. */
  ok: boolean;
  /** True where set-up was not asked for this part. */
  notAsked?: true;
  /** What was found. */
  found: string;
  /** What to do; only where something is wrong. */
  fix?: string;
}

type Check = () => string | Promise<string>;

const setupAgain = "run `npx ganbook setup`";

const need = (path: string): string => {
  if (!existsSync(path)) throw new Error(`not found: ${path}`);
  return path;
};

const versionSchema = z.looseObject({ version: z.string() });
const kernelSchema = z.looseObject({ argv: z.array(z.string()) });

/** The checks of what only some set-ups bring. */
const partOf: Readonly<Record<string, Part>> = {
  JupyterLab: "jupyter",
  "Plotly renderer": "jupyter",
  Kernel: "jupyter",
  libtensorflow: "tensorflow",
  Addon: "tensorflow",
};

const checks: readonly (readonly [name: string, fix: string, check: Check])[] = [
  [
    "Node",
    "install Node 20.19 or newer",
    () => {
      const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
      if (major < 20 || (major === 20 && minor < 19))
        throw new Error(`${process.version} is too old`);
      return `${process.version} on ${process.platform}-${process.arch}`;
    },
  ],
  ["Python", "install Python >= 3.10 with venv", () => findPython().version],
  ["Library", "run `npm run build`", () => need(join(packageFolder, "dist", "index.js"))],
  [
    "JupyterLab",
    setupAgain,
    () => {
      const version = outputOf(need(homePaths().python), ["-m", "jupyterlab", "--version"]);
      if (!version) throw new Error("the environment has no JupyterLab");
      return version;
    },
  ],
  [
    "Plotly renderer",
    `${setupAgain}; it installs ${jupyterPackages[1]}`,
    () => {
      const folder = join(
        homePaths().venv,
        "share",
        "jupyter",
        "labextensions",
        "jupyterlab-plotly",
      );
      const file = need(join(folder, "package.json"));
      const { version } = parseOptions(file, versionSchema, readObject(file));
      return `${version} in ${folder}`;
    },
  ],
  [
    "Kernel",
    setupAgain,
    () => {
      const file = need(join(homePaths().kernelspec, "kernel.json"));
      const { argv } = parseOptions(file, kernelSchema, readObject(file));
      // Without its snapshot the kernel starts, too.
      argv.filter((part) => isAbsolute(part) && !part.endsWith(".blob")).forEach(need);
      return file;
    },
  ],
  [
    "libtensorflow",
    `${setupAgain}; without it training runs on WebAssembly, slower`,
    () => {
      const reason = whyNoTensorflow();
      if (reason) throw new Error(reason);
      return libraryFiles().map((file) => need(join(homePaths().tensorflow, file)))[0]!;
    },
  ],
  ["Addon", setupAgain, () => need(homePaths().addon)],
  [
    "Runtime",
    `${setupAgain}; the reason is printed above`,
    async () => {
      const runtime = await startRuntime({ print: false });
      return runtime.description;
    },
  ],
];

/** Examines every part of the installation; the device is TensorFlow's own answer. */
export async function examine(): Promise<Finding[]> {
  const findings: Finding[] = [];
  const asked = askedParts();
  for (const [name, fix, check] of checks) {
    const part = partOf[name];
    if (part && !asked.includes(part)) {
      const found = "not asked for; `npx ganbook setup` brings it";
      findings.push({ name, ok: true, notAsked: true, found });
      continue;
    }
    try {
      findings.push({ name, ok: true, found: await check() });
    } catch (error) {
      findings.push({ name, ok: false, found: (error as Error).message, fix });
    }
  }
  return findings;
}

/** The findings as lines for a terminal. */
export function formatFindings(findings: readonly Finding[]): string {
  return findings
    .map(({ name, ok, notAsked, found, fix }) => {
      const mark = notAsked ? "-   " : ok ? "ok  " : "FAIL";
      return `${mark} ${name.padEnd(16)} ${found}${fix ? `\n     -> ${fix}` : ""}`;
    })
    .join("\n");
}
