import { existsSync, rmSync } from "node:fs";
import { listCheckpoints } from "../runs/checkpoint";
import { configFile, readConfig } from "../runs/config";
import { readResult } from "../runs/result";

/** How far a run of some name is. */
export type RunStanding = "none" | "unfinished" | "finished";

/**
 * Looks for a run to go on with. What was killed before its first checkpoint is taken away: there
 * is nothing in it.
 */
export function findRun(folder: string): RunStanding {
  if (!existsSync(folder)) return "none";
  const ending = readResult(folder).value?.ending;
  if (ending === "finished" || ending === "diverged") return "finished";
  const newest = listCheckpoints(folder).at(-1);
  // Killed between its last checkpoint and its result.
  if (newest && newest.step >= readConfig(folder).config.plannedSteps) return "finished";
  if (newest || !isOurs(folder)) return "unfinished";
  rmSync(folder, { recursive: true });
  return "none";
}

/** Whether a folder without checkpoints is the beginning of a run, and nothing else. */
const isOurs = (folder: string): boolean =>
  existsSync(configFile(folder)) || existsSync(`${folder}/checkpoints`);
