import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomically } from "../base/files";

/** The name notebooks ask for in their metadata. */
export const kernelName = "ganbook";

export interface KernelspecOptions {
  /** The kernelspec's folder, e.g. `…/share/jupyter/kernels/ganbook`. */
  folder: string;
  /** Environment variables of the kernel. */
  env?: Record<string, string>;
}

/** The kernel's description for Jupyter: absolute paths, so that it starts wherever Jupyter was started from. */
export function kernelspec(env: Record<string, string> = {}): Record<string, unknown> {
  return {
    argv: [process.execPath, join(__dirname, "main.js"), "{connection_file}"],
    display_name: "TypeScript (ganbook)",
    language: "typescript",
    interrupt_mode: "message",
    env: Object.fromEntries(
      // Jupyter fills in $NAME and ${NAME} here; $$ is a dollar.
      Object.entries(env).map(([name, value]) => [name, value.replaceAll("$", "$$$$")]),
    ),
  };
}

/** Writes the kernelspec; returns its folder. */
export function installKernelspec({ folder, env }: KernelspecOptions): string {
  mkdirSync(folder, { recursive: true });
  writeFileAtomically(join(folder, "kernel.json"), JSON.stringify(kernelspec(env), null, 2) + "\n");
  return folder;
}
