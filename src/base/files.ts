import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** Writes a file so that a crash leaves either the old content or the new, never half of it. Returns the absolute path. */
export function writeFileAtomically(path: string, content: string | Uint8Array): string {
  const target = resolve(path);
  const temporary = `${target}.${process.pid}.tmp`;
  mkdirSync(dirname(target), { recursive: true });
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, target);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw new Error(`could not write ${target}: ${(cause as Error).message}`, { cause });
  }
  return target;
}
