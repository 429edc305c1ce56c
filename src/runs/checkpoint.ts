import { rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { writeFileAtomically } from "../base/files";
import { nameFile } from "../base/jsonObject";
import { parseOptions } from "../base/options";
import { encodeTensors, readTensorFile, type TensorFile } from "../base/tensorFile";
import type { GameState } from "../train/gameState";
import { folderProblems, stepFile, stepFiles, type StepFile } from "./stepFiles";

const format = "ganbook-checkpoint";
const version = "1";
const count = z.int().min(0);
const stateSchema = z.strictObject({
  step: count,
  noisePosition: count,
  penaltyPosition: count.default(0),
  learningRate: z.strictObject({ generator: z.number(), discriminator: z.number() }),
  discriminatorSteps: z.int().min(1),
  iterations: z.strictObject({ generator: count, discriminator: count }),
});
const linesSchema = z.array(z.string());

/** What a checkpoint holds beside the game's state, in case that other files are lost. */
export interface Spare {
  /** The content of `config.json`. */
  readonly config?: unknown;
  /** The step's line of `metrics.jsonl`, which is written after the checkpoint. */
  readonly lines: readonly string[];
}

/** Writes a game's state into a run's folder, whole or not at all. */
export function saveCheckpoint(
  folder: string,
  { tensors, ...state }: GameState,
  { config, lines }: Spare,
): StepFile {
  const spare = { config: JSON.stringify(config), lines: JSON.stringify(lines) };
  const metadata = { format, version, state: JSON.stringify(state), ...spare };
  const path = stepFile(join(folder, "checkpoints"), state.step, ".safetensors");
  return {
    step: state.step,
    path: writeFileAtomically(path, encodeTensors({ metadata, tensors })),
  };
}

/** A run's checkpoints, oldest first. */
export function listCheckpoints(folder: string): StepFile[] {
  return stepFiles(join(folder, "checkpoints"), ".safetensors");
}

/**
 * Reads a checkpoint.
 *
 * @throws Error naming the file when it is damaged, of another format or step, or holds NaN
 */
export function loadCheckpoint({ path, step }: StepFile): { state: GameState; spare: Spare } {
  try {
    const { metadata, tensors } = readTensorFile(path);
    if (metadata.format !== format || metadata.version !== version)
      throw new Error(
        `expected ${format} version ${version}, received ${metadata.format} version ` +
          `${metadata.version}`,
      );
    const state = parseOptions("state", stateSchema, JSON.parse(metadata.state ?? "null"));
    if (state.step !== step)
      throw new Error(`expected the state of step ${step}, received that of step ${state.step}`);
    const broken = firstBroken(tensors);
    if (broken) throw new Error(`expected finite numbers, received others in ${broken}`);
    const { config = "null", lines = "[]" } = metadata;
    const kept = parseOptions("lines", linesSchema, JSON.parse(lines));
    return { state: { ...state, tensors }, spare: { config: JSON.parse(config), lines: kept } };
  } catch (cause) {
    throw new Error(`checkpoint ${nameFile(path, (cause as Error).message)}`, { cause });
  }
}

/** The steps whose checkpoints can be read, and what is wrong with others. */
export function readCheckpoints(folder: string): { steps: number[]; problems: string[] } {
  const steps: number[] = [];
  const problems = folderProblems(join(folder, "checkpoints"));
  for (const file of listCheckpoints(folder))
    try {
      steps.push(loadCheckpoint(file).state.step);
    } catch (error) {
      problems.push((error as Error).message);
    }
  return { steps, problems };
}

/** The name of a tensor that holds NaN or an infinite number, if there is one. */
export function firstBroken(tensors: TensorFile["tensors"]): string | undefined {
  for (const [name, { values }] of tensors)
    if (!values.every((value) => Number.isFinite(value))) return name;
  return undefined;
}

/**
 * What `use` makes of the newest checkpoint at or before `step` that can be read and used. Others
 * are named on the console and passed over.
 *
 * @throws Error when there is none
 */
export function useNewest<T>(
  folder: string,
  use: (checkpoint: ReturnType<typeof loadCheckpoint>) => T,
  step = Infinity,
): T {
  const reasons: string[] = [];
  const candidates = listCheckpoints(folder).filter((checkpoint) => checkpoint.step <= step);
  for (const file of candidates.reverse())
    try {
      const used = use(loadCheckpoint(file));
      for (const reason of reasons) console.warn(`${reason}. Using step ${file.step} instead.`);
      return used;
    } catch (error) {
      const { message } = error as Error;
      reasons.push(message.includes(file.path) ? message : `checkpoint ${file.path}: ${message}`);
    }
  const found = reasons.length ? `only ones that cannot be used: ${reasons.join("; ")}` : "none";
  const until = Number.isFinite(step) ? ` at or before step ${step}` : "";
  throw new Error(
    `expected a checkpoint in ${join(folder, "checkpoints")}${until}, found ${found}`,
  );
}

/**
 * Deletes the checkpoints that nobody wants to keep; `age` 0 is the newest. The oldest always
 * stays, and nothing is deleted unless the newest of those that stay can be read.
 */
export function prune(folder: string, isKept: (step: number, age: number) => boolean): void {
  const files = listCheckpoints(folder);
  const stays = files.map(({ step }, i) => i === 0 || isKept(step, files.length - 1 - i));
  if (stays.every(Boolean)) return;
  const newest = files.filter((_, i) => stays[i]).at(-1);
  if (newest) loadCheckpoint(newest); // throws where it cannot be read
  files.forEach(({ path }, i) => stays[i] || rmSync(path, { force: true }));
}
