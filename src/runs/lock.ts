import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/**
 * Makes sure that no other process plays a run: writes this process' number to the file `lock` in its folder.
 *
 * @returns a function that releases the run
 * @throws Error when another living process holds it
 */
export function lockRun(folder: string): () => void {
  const path = join(folder, "lock");
  for (let tries = 0; ; tries++)
    try {
      const file = openSync(path, "wx");
      writeSync(file, `${process.pid}\n`);
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST" || tries > 2)
        throw new Error(`could not lock ${folder}: ${(cause as Error).message}`, { cause });
      // Without the end of the line it is half a number: its writer was killed.
      const owner = Number(/^(\d+)\n$/.exec(readFileSync(path, "utf8"))?.[1]);
      if (owner !== process.pid && isAlive(owner))
        throw new Error(
          `${folder} is being played by process ${owner}: stop it first, or delete ${path} if that is something else`,
          { cause },
        );
      rmSync(path, { force: true });
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
