import {
  closeSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { setAside } from "../base/setAside";

/** The runs that this process plays. */
const held = new Set<string>();

/** A run's folder that nobody else plays in. */
export interface HeldRun {
  release(): void;
  /** Throws where the folder is no more the one that was locked, whatever its name. */
  check(): void;
}

/**
 * Makes sure that nobody else plays a run, in this process or another: writes this process' number
 * to the file `lock` in its folder.
 *
 * @throws Error when another living process, or another training of this one, holds it
 */
export function lockRun(folder: string): HeldRun {
  const place = realpathSync(folder);
  if (held.has(place))
    throw new Error(
      `${folder} is being played by another training of this process. Wait for it, or stop it ` +
        "first: with the notebook's stop button, in a script with its `signal`. The usual cause " +
        "is a cell that was run again and has no `await`.",
    );
  const path = join(folder, "lock");
  takeFile(folder, path);
  held.add(place);
  const then = statSync(folder);
  return {
    release: () => {
      held.delete(place);
      rmSync(path, { force: true });
    },
    check: () => {
      const now = statSync(folder, { throwIfNoEntry: false });
      if (now?.ino !== then.ino || now.dev !== then.dev)
        throw new Error("the run's folder was moved or deleted while it was played");
    },
  };
}

function takeFile(folder: string, path: string): void {
  for (let tries = 0; ; tries++)
    try {
      const file = openSync(path, "wx");
      writeSync(file, `${process.pid}\n`);
      closeSync(file);
      return;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST" || tries > 2)
        throw new Error(`could not lock ${folder}: ${(cause as Error).message}`, { cause });
      const owner = ownerOf(path);
      if (owner !== undefined && owner !== process.pid && isAlive(owner))
        throw new Error(
          `${folder} is being played by process ${owner}: stop it first, or delete ${path} ` +
            "if that is something else",
          { cause },
        );
      if (owner !== undefined) rmSync(path, { force: true });
    }
}

/** Who wrote a lock; 0 is nobody any more. What is no lock of ours is set aside. */
function ownerOf(path: string): number | undefined {
  try {
    // Without the end of the line it is half a number: its writer was killed.
    return Number(/^(\d+)\r?\n$/.exec(readFileSync(path, "utf8"))?.[1] ?? 0);
  } catch {
    console.warn(`${path}: expected a lock, found something else. Set aside as ${setAside(path)}.`);
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
