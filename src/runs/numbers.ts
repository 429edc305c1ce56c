import { join } from "node:path";
import type { History } from "../train/history";
import { listCheckpoints, loadCheckpoint } from "./checkpoint";
import {
  describeLines,
  historyOf,
  missingSteps,
  readMetrics,
  withLines,
  type Metrics,
} from "./readMetrics";

/** The path of a run's `metrics.jsonl`. */
export const metricsFile = (folder: string): string => join(folder, "metrics.jsonl");

/**
 * A run's numbers up to a step, and what is missing of them, in words. Lines that `metrics.jsonl`
 * lacks are taken from the checkpoints that have kept them.
 */
export function readNumbers(
  folder: string,
  upTo = Infinity,
): { history: History; problems: string[] } {
  const path = metricsFile(folder);
  const inFile = readMetrics(path);
  const range = rangeOf(folder, historyOf(inFile, upTo), upTo);
  const metrics = missingSteps(inFile, ...range) ? withSpareLines(folder, inFile) : inFile;
  const missing = missingSteps(metrics, ...range);
  const { unreadable, problem } = metrics;
  const problems = [
    ...(problem && range[1] > range[0] ? [problem] : []),
    ...(unreadable.length ? [`${path}: cannot read ${describeLines(unreadable)}`] : []),
    ...(missing ? [`${path}: the numbers of steps ${missing} are missing`] : []),
  ];
  return { history: historyOf(metrics, upTo), problems };
}

/** After which step, and until which, a run should have numbers. */
function rangeOf(folder: string, { step }: History, upTo: number): [number, number] {
  const checkpoints = listCheckpoints(folder).map((file) => file.step);
  const first = Math.min(checkpoints[0] ?? Infinity, (step[0] ?? 1) - 1);
  return [first, Math.max(Math.min(checkpoints.at(-1) ?? 0, upTo), step.at(-1) ?? 0)];
}

function withSpareLines(folder: string, metrics: Metrics): Metrics {
  return listCheckpoints(folder).reduce((known, file) => {
    try {
      return withLines(known, loadCheckpoint(file).spare.lines);
    } catch {
      return known; // whoever needs the checkpoint says that it is damaged
    }
  }, metrics);
}
