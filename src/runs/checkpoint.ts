import { rmSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomically } from "../base/files";
import { readTensorFile, encodeTensors } from "../base/tensorFile";
import type { GameState } from "../train/gameState";
import { stepFile, stepFiles, type StepFile } from "./stepFiles";

const format = "ganbook-checkpoint";
const version = "1";
/** Writes a game's state into a run's folder, whole or not at all. */
export function saveCheckpoint(folder: string, { tensors, ...rest }: GameState): StepFile {
  const bytes = encodeTensors({
    metadata: { format, version, state: JSON.stringify(rest) },
    tensors,
  });
  const path = stepFile(join(folder, "checkpoints"), rest.step, ".safetensors");
  return { step: rest.step, path: writeFileAtomically(path, bytes) };
}

/** A run's checkpoints, oldest first. */
export function listCheckpoints(folder: string): StepFile[] {
  return stepFiles(join(folder, "checkpoints"), ".safetensors");
}

/**
 * Reads a checkpoint.
 *
 * @throws Error naming the file when it is damaged or of another format
 */
export function loadCheckpoint(path: string): GameState {
  try {
    const { metadata, tensors } = readTensorFile(path);
    if (metadata.format !== format || metadata.version !== version)
      throw new Error(
        `expected ${format} version ${version}, received ${metadata.format} version ${metadata.version}`,
      );
    return { ...(JSON.parse(metadata.state!) as Omit<GameState, "tensors">), tensors };
  } catch (cause) {
    throw new Error(`checkpoint ${path}: ${(cause as Error).message}`, { cause });
  }
}

/**
 * The newest sound checkpoint at or before `step`. Damaged ones are named on the console and passed over.
 *
 * @throws Error when there is none
 */
export function newestCheckpoint(folder: string, step = Infinity): GameState {
  const reasons: string[] = [];
  const candidates = listCheckpoints(folder).filter((checkpoint) => checkpoint.step <= step);
  for (const { path } of candidates.reverse())
    try {
      const state = loadCheckpoint(path);
      for (const reason of reasons) console.warn(`${reason}. Using step ${state.step} instead.`);
      return state;
    } catch (error) {
      reasons.push((error as Error).message);
    }
  const found = reasons.length ? `only damaged ones: ${reasons.join("; ")}` : "none";
  throw new Error(
    `expected a checkpoint in ${join(folder, "checkpoints")}${Number.isFinite(step) ? ` at or before step ${step}` : ""}, found ${found}`,
  );
}

/** Deletes the checkpoints that nobody wants to keep; `age` 0 is the newest. The oldest always stays. */
export function prune(folder: string, isKept: (step: number, age: number) => boolean): void {
  const checkpoints = listCheckpoints(folder);
  checkpoints.forEach(({ step, path }, i) => {
    if (i > 0 && !isKept(step, checkpoints.length - 1 - i)) rmSync(path, { force: true });
  });
}
