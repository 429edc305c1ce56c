import { existsSync, mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";

/** A run's name: a folder's, without surprises on any system. */
export const runName = z
  .string()
  .regex(
    /^(?!\.)[\w.-]+( [\w.-]+)*$/,
    'expected a name of letters, digits, "-", "_", "." or spaces',
  );

/** The first of `<name>`, `<name>-2`, … that does not exist. */
export function freeFolder(runs: string, name: string): string {
  for (let i = 1; ; i++) {
    const folder = join(runs, i === 1 ? name : `${name}-${i}`);
    if (!existsSync(folder)) return folder;
  }
}

/**
 * Makes a new run's folder, which nobody else has made at the same time.
 *
 * @param choose names a folder that does not exist
 * @throws Error when it cannot be made
 */
export function claimFolder(choose: () => string): string {
  for (let tries = 1; ; tries++) {
    const folder = choose();
    try {
      mkdirSync(dirname(resolve(folder)), { recursive: true }); // see makeFolder
      mkdirSync(folder);
      for (const name of ["checkpoints", "samples"]) mkdirSync(join(folder, name));
      return folder;
    } catch (cause) {
      const { code, path, message } = cause as NodeJS.ErrnoException;
      if (code === "EEXIST" && path === folder && tries < 100) continue; // somebody was faster
      throw new Error(
        `recordRun: could not make ${folder}: ${message}. Free it, or choose another place with ` +
          `{ runs: "folder" }. Nothing has been trained.`,
        { cause },
      );
    }
  }
}
