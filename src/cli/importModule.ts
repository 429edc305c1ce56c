import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describeError } from "../base/describeError";
import type { OwnModule } from "./configTypes";

/** What a module of somebody's exports. */
export interface Imported {
  /** The wanted export. */
  readonly value: unknown;
  /** Classes of layers of one's own: its export `layers`. */
  readonly layers: readonly unknown[];
}

/**
 * Imports a module that a configuration names.
 *
 * @param folder what its path is relative to
 * @throws Error naming the file when it cannot be imported, or has no such export
 */
export async function importModule(
  { path, export: name = "default" }: OwnModule,
  folder: string,
): Promise<Imported> {
  const file = resolve(folder, path);
  let module: Record<string, unknown>;
  try {
    module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (cause) {
    throw new Error(`could not import ${file}: ${describeError(cause)}`, { cause });
  }
  if (!(name in module))
    throw new Error(
      `${file}: expected an export "${name}", found ${Object.keys(module).join(", ") || "none"}`,
    );
  const { layers } = module;
  return { value: module[name], layers: Array.isArray(layers) ? layers : [] };
}
