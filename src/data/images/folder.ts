import { readdirSync, realpathSync, statSync, type Dirent, type Stats } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { tellOfWork } from "../../base/slowWork";
import { sortFiles, type ImageFile, type ImageSource } from "./source";

/** Files that are looked at before others have their turn. */
const atOnce = 1000;

/**
 * The pictures below a folder. Links are followed, but not round in circles.
 *
 * @throws Error when a folder cannot be read, or there is no picture
 */
export async function openFolder(path: string): Promise<ImageSource> {
  const names: string[] = [];
  walk(path, "", [], names);
  const tell = tellOfWork("loadImages: files", names.length);
  const files: ImageFile[] = [];
  for (const [i, name] of names.entries()) {
    const place = join(path, name);
    files.push({ name, stamp: stampOf(place), read: async () => place });
    if (i % atOnce > 0) continue;
    tell(i);
    await setImmediate();
  }
  tell(names.length);
  return { path, ...sortFiles(path, files), close: () => undefined };
}

/** A file's size and time; "gone" of a link to nothing, which cannot be decoded either. */
export function stampOf(path: string): string {
  const found = lookAt(path);
  return found ? `${found.size} ${found.mtimeMs}` : "gone";
}

/** Finds the files below a folder. `above` are the real folders on the way to it. */
function walk(top: string, below: string, above: readonly string[], names: string[]): void {
  const folder = join(top, below);
  const real = realpathSync(folder);
  if (above.includes(real)) return;
  for (const entry of entriesOf(folder)) {
    if (entry.name.startsWith(".")) continue;
    const name = below ? `${below}/${entry.name}` : entry.name;
    const target = entry.isSymbolicLink() ? lookAt(join(top, name)) : entry;
    if (target?.isDirectory()) walk(top, name, [...above, real], names);
    else if (!target || target.isFile()) names.push(name);
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    throw new Error(
      `loadImages: expected a folder that can be read, received ${(cause as Error).message}; ` +
        "change its permissions, or name another",
      { cause },
    );
  }
}

/** What is there; undefined where a link leads to nothing, or to itself. */
function lookAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // a link to itself
  }
}
