import type { History } from "../train/history";
import { readBest, type Best } from "./best";
import { readCheckpoints } from "./checkpoint";
import { readConfig, type RunConfig } from "./config";
import { readFrames, type Frame } from "./frames";
import { readNumbers } from "./numbers";
import { readResult, type RunResult } from "./result";

/** A recorded run, as numbers. */
export interface Run {
  readonly folder: string;
  readonly config: RunConfig;
  readonly history: History;
  /** Steps with a checkpoint that can be read. */
  readonly checkpoints: readonly number[];
  /** What the generator drew, from the same latent vectors each time. */
  readonly frames: readonly Frame[];
  readonly best?: Best;
  /** Missing while a run goes on, and after it was killed. */
  readonly result?: RunResult;
  /** What is missing or cannot be read, in words; empty where the run is whole. */
  readonly problems: readonly string[];
}

/**
 * Reads a run's folder; TensorFlow is not needed. What is missing or cannot be read is printed, and
 * in `problems`; everything else is there. Nothing is changed.
 *
 * @throws Error where there is no run; TypeError where it is of another format version
 */
export function loadRun(folder: string): Run {
  const { config, problem } = readConfig(folder);
  const [metrics, best, result] = [readNumbers(folder), readBest(folder), readResult(folder)];
  const { frames, problems } = readFrames(folder);
  const saved = readCheckpoints(folder);
  const found = [
    ...[problem, ...metrics.problems, best.problem, result.problem].flatMap((text) => text ?? []),
    ...saved.problems,
    ...problems,
  ];
  for (const text of found) console.warn(text);
  return {
    folder,
    config,
    history: metrics.history,
    checkpoints: saved.steps,
    frames,
    ...(best.value && { best: best.value }),
    ...(result.value && { result: result.value }),
    problems: found,
  };
}
