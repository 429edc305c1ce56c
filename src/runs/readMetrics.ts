import { readFileSync } from "node:fs";
import { emptyHistory, measurements, type History } from "../train/history";
import { readLine, type MetricsLine } from "./metricsLine";

/** What `metrics.jsonl` says, as far as it can be read. */
export interface Metrics {
  /** The numbers of each step, by the step's own number, in order. */
  readonly steps: ReadonlyMap<number, readonly number[]>;
  /** Lines that can be read, as they are in the file. */
  readonly sound: readonly string[];
  /** The numbers of lines that cannot be read, from 1. */
  readonly unreadable: readonly number[];
  /** Half a line at the end, which a killed process has left. */
  readonly torn: string;
  /** Whether the file is made of sound lines alone, each with its end. */
  readonly isClean: boolean;
  /** Why the file itself cannot be read. */
  readonly problem?: string;
}

const missing = " is missing";

/**
 * Reads `metrics.jsonl`. Steps are known by their own numbers: a later line for a step takes the
 * place of an earlier one, and a line `{"back": n}` takes back all steps after n.
 */
export function readMetrics(path: string): Metrics {
  const none = { steps: new Map<number, number[]>(), sound: [], unreadable: [], torn: "" };
  const isClean = false;
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const problem = code === "ENOENT" ? `${path}${missing}` : `${path}: ${message}`;
    return { ...none, isClean, problem };
  }
  const lines = text.split("\n");
  let torn = lines.pop()!;
  if (readLine(torn)) {
    lines.push(torn); // whole, but for its end
    torn = "";
  }
  const read = lines.map(readLine);
  const sound = lines.filter((_, i) => read[i]);
  return {
    steps: inOrder(read.flatMap((line) => line ?? [])),
    sound,
    unreadable: read.flatMap((line, i) => (line ? [] : [i + 1])),
    torn,
    isClean: text === sound.map((line) => `${line}\n`).join(""),
  };
}

function inOrder(lines: readonly MetricsLine[]): Map<number, readonly number[]> {
  const steps = new Map<number, readonly number[]>();
  let last = 0;
  for (const line of lines) {
    if ("step" in line) {
      steps.set(line.step, line.numbers);
      last = Math.max(last, line.step);
      continue;
    }
    if (line.back < last)
      for (const step of [...steps.keys()]) if (step > line.back) steps.delete(step);
    last = line.back;
  }
  return new Map([...steps].sort(([a], [b]) => a - b));
}

/** Whether there is no file at all. */
export const isMissing = ({ problem }: Metrics): boolean => problem?.endsWith(missing) === true;

/** Metrics as a history, up to a step. */
export function historyOf({ steps }: Metrics, upTo = Infinity): History {
  const history = emptyHistory();
  for (const [step, numbers] of steps)
    if (step <= upTo) measurements.forEach((name, i) => history[name].push(numbers[i]!));
  return history;
}

/** Metrics with those lines more that they have no numbers for. */
export function withLines(metrics: Metrics, lines: readonly string[]): Metrics {
  const more = lines.flatMap((text) => readLine(text) ?? []);
  const lost = more.filter((line) => "step" in line && !metrics.steps.has(line.step));
  const known = [...metrics.steps].map(([step, numbers]) => ({ step, numbers }));
  return { ...metrics, steps: inOrder([...known, ...lost]) };
}

/**
 * What of the steps after `first` up to `last` has no numbers: "5, 300 … 310"; empty where nothing
 * is missing.
 */
export function missingSteps({ steps }: Metrics, first: number, last: number): string {
  const gaps: string[] = [];
  let next = first + 1;
  for (const step of [...steps.keys(), last + 1]) {
    if (step < next) continue;
    if (step > next && next <= last)
      gaps.push(next === step - 1 ? `${next}` : `${next} … ${step - 1}`);
    next = step + 1;
  }
  return gaps.join(", ");
}

/** Lines of a file in words. */
export function describeLines(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 5).join(", ") + (numbers.length > 5 ? ", …" : "");
  return `line${numbers.length > 1 ? "s" : ""} ${shown}`;
}
