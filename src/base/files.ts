import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Makes a folder, and those that it lies in, where they are missing. Returns the absolute path:
 * of a relative one, Node 20's own `mkdirSync` never comes back where the working folder has been
 * removed.
 *
 * @throws Error naming the folder
 */
export function makeFolder(path: string): string {
  const folder = resolve(path);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new Error(`could not make the folder ${folder}: ${(cause as Error).message}`, { cause });
  }
  return folder;
}

/**
 * Writes a file so that a crash leaves either the old content or the new, never half of it: the
 * content goes to `<name>.<process>.tmp`, to the disk itself, and is then renamed. Returns the
 * absolute path.
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

/** The first `count` bytes of an open file, or all that it has. */
export function readFirstBytes(file: number, count: number): Buffer {
  const bytes = Buffer.alloc(count);
  let filled = 0;
  for (let read = -1; filled < count && read !== 0; filled += read)
    read = readSync(file, bytes, filled, Math.min(count - filled, 2 ** 30), filled);
  return bytes.subarray(0, filled);
}
