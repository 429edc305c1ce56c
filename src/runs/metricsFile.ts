import { closeSync, fstatSync, ftruncateSync, openSync, renameSync, writeSync } from "node:fs";
import { writeFileAtomically } from "../base/files";
import { setAside } from "../base/setAside";
import { placeAfter, type History } from "../train/history";
import { writeBack, writeLine } from "./metricsLine";
import { describeLines, isMissing, missingSteps, readMetrics, type Metrics } from "./readMetrics";

/**
 * `metrics.jsonl`: one line of JSON a step, written when the step is over. Lines are only ever
 * added: where a run goes back, a line `{"back": n}` takes back the steps after n.
 */
export class MetricsFile {
  readonly #path: string;
  readonly #file: number;
  #size: number;
  /** The last step that the file holds. */
  #last: number;
  /** Lines that could not be written yet. */
  #waiting: string[] = [];

  /**
   * Opens the file to go on after the last step of a history, and adds what the file lacks of it.
   * What cannot be read in the file is set aside and named.
   */
  constructor(path: string, history: History, step: number) {
    this.#path = path;
    const steps = repair(path, step);
    this.#file = openSync(path, "a");
    this.#size = fstatSync(this.#file).size;
    if (Math.max(0, ...steps.keys()) > step) this.#waiting.push(writeBack(step));
    history.step.forEach((number, i) => {
      if (!steps.has(number)) this.#waiting.push(writeLine(history, i));
    });
    this.#last = step;
  }

  /** After a step: writes it, and earlier ones that could not be written. */
  append(history: History): void {
    this.#write(history, Math.max(0, lastStep(history) - 1));
  }

  /** At the end, when there is no new step. */
  finish(history: History): void {
    try {
      this.#write(history, lastStep(history));
    } finally {
      closeSync(this.#file);
    }
  }

  #write(history: History, sound: number): void {
    this.#waiting.push(...this.#newLines(history, sound));
    this.#last = lastStep(history);
    for (let line = this.#waiting[0]; line !== undefined; line = this.#waiting[0]) {
      this.#writeLine(`${line}\n`);
      this.#waiting.shift();
    }
  }

  /**
   * What brings the file up to the history; of its own steps those after `sound` no longer count.
   */
  #newLines(history: History, sound: number): string[] {
    const isBack = this.#last > sound;
    const from = isBack ? sound : this.#last;
    const first = placeAfter(history, from);
    const lines = history.step.slice(first).map((_, i) => writeLine(history, first + i));
    return isBack ? [writeBack(sound), ...lines] : lines;
  }

  /** A line, whole or not at all: what a full disk has taken of it is cut off before the next. */
  #writeLine(line: string): void {
    const bytes = Buffer.from(line);
    try {
      const written = writeSync(this.#file, bytes);
      if (written < bytes.length) throw new Error(`only ${written} of ${bytes.length} bytes fit`);
      this.#size += bytes.length;
    } catch (cause) {
      ftruncateSync(this.#file, this.#size);
      throw new Error(`could not write ${this.#path}: ${(cause as Error).message}`, { cause });
    }
  }
}

const lastStep = ({ step }: History): number => step.at(-1) ?? 0;

/** Makes a file that lines can be added to. Returns the numbers of its steps. */
function repair(path: string, step: number): Metrics["steps"] {
  const metrics = readMetrics(path);
  const { steps, sound, unreadable, torn, isClean, problem } = metrics;
  if (isClean || isMissing(metrics)) return steps;
  // Half a line of a step that will be played again is no loss.
  const isLost = torn !== "" && missingSteps(metrics, 0, step) !== "";
  const write = (): string => writeFileAtomically(path, sound.map((line) => `${line}\n`).join(""));
  if (!problem && !unreadable.length && !isLost) {
    write();
    return steps;
  }
  const aside = setAside(path);
  try {
    write();
  } catch (error) {
    renameSync(aside, path);
    throw error;
  }
  const half = isLost ? ["half a line at the end"] : [];
  const lines = unreadable.length ? [describeLines(unreadable)] : [];
  const what = problem ?? `${path}: cannot read ${[...lines, ...half].join(" and ")}`;
  console.warn(`${what}. Set aside as ${aside}; what can be read stays.`);
  return steps;
}
