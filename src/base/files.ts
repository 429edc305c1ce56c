import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Writes a file so that a crash leaves either the old content or the new, never half of it: the content goes to
 * `<name>.<process>.tmp`, to the disk itself, and is then renamed. Returns the absolute path.
 */
export function writeFileAtomically(path: string, content: string | Uint8Array): string {
  const target = resolve(path);
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(target), { recursive: true });
    const file = openSync(temporary, "w");
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, target);
  } catch (cause) {
    removeIfThere(temporary);
    throw new Error(`could not write ${target}: ${(cause as Error).message}`, { cause });
  }
  return target;
}

function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Its folder is no folder, or read-only: then it is not there.
  }
}
