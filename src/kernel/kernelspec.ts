import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomically } from "../base/files";
import { startCommand } from "./snapshot";

/** The name notebooks ask for in their metadata. */
export const kernelName = "ganbook";

/** The kernels that can be registered: ours, and tslab's own with one repair. */
const kernels = {
  ganbook: {
    file: "main.js",
    display_name: "TypeScript (ganbook)",
    interrupt_mode: "message",
    metadata: { debugger: true },
  },
  tslab: { file: "tslabMain.js", display_name: "TypeScript (tslab)", interrupt_mode: "signal" },
} as const;
export type KernelKind = keyof typeof kernels;

export interface KernelspecOptions {
  /** The kernelspec's folder, e.g. `…/share/jupyter/kernels/ganbook`. */
  folder: string;
  /** Environment variables of the kernel. */
  env?: Record<string, string>;
  /** Default "ganbook". */
  kind?: KernelKind;
  /** A snapshot to start from, see snapshot.ts. Default: none. */
  snapshot?: string | undefined;
}

/**
 * The kernel's description for Jupyter: absolute paths, so that it starts wherever Jupyter was
 * started from.
 */
export function kernelspec(
  env: Record<string, string> = {},
  kind: KernelKind = "ganbook",
  snapshot?: string,
): Record<string, unknown> {
  const { file, ...spec } = kernels[kind];
  return {
    argv: startCommand(join(__dirname, file), snapshot),
    ...spec,
    language: "typescript",
    env: Object.fromEntries(
      // Jupyter fills in $NAME and ${NAME} here; $$ is a dollar.
      Object.entries(env).map(([name, value]) => [name, value.replaceAll("$", "$$$$")]),
    ),
  };
}

/** Writes the kernelspec; returns its folder. */
export function installKernelspec({ folder, env, kind, snapshot }: KernelspecOptions): string {
  mkdirSync(folder, { recursive: true });
  writeFileAtomically(
    join(folder, "kernel.json"),
    JSON.stringify(kernelspec(env, kind, snapshot), null, 2) + "\n",
  );
  return folder;
}
