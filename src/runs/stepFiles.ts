import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** A file that belongs to one step of a run. */
export interface StepFile {
  readonly step: number;
  readonly path: string;
}

/** The file of a step: `step-00000500` and its ending. */
export const stepFile = (folder: string, step: number, ending: string): string =>
  join(folder, `step-${String(step).padStart(8, "0")}${ending}`);

/** The files of a folder that belong to steps, in order; none where there is no folder. */
export function stepFiles(folder: string, ending: string): StepFile[] {
  const pattern = new RegExp(`^step-(\\d{8,})${ending.replaceAll(".", "\\.")}$`);
  return list(folder)
    .flatMap((name) => {
      const step = pattern.exec(name)?.[1];
      return step === undefined ? [] : [{ step: Number(step), path: join(folder, name) }];
    })
    .sort((a, b) => a.step - b.step);
}

/** Why the files of a folder cannot be listed, if so. */
export function folderProblems(folder: string): string[] {
  try {
    readdirSync(folder);
    return [];
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return [code === "ENOENT" ? `${folder} is missing` : `${folder}: ${message}`];
  }
}

/** Deletes what killed processes have left half-written. */
export function removeTemporaryFiles(...folders: readonly string[]): void {
  for (const folder of folders)
    for (const name of list(folder))
      if (name.endsWith(".tmp")) rmSync(join(folder, name), { force: true });
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
