import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { emptyHistory, type History } from "../train/history";

type Entry = Record<string, number | string>;

const encode = (value: number): number | string => (Number.isFinite(value) ? value : String(value));

/**
 * `metrics.jsonl`: one line of JSON a step, written when the step is over, with the fields of `History`; NaN and infinities
 * are strings.
 */
export class MetricsFile {
  readonly #path: string;
  /** Where each step's line begins. */
  readonly #offsets = new Map<number, number>();
  readonly #file: number;
  #size = 0;
  #last = 0;

  /** Opens the file and cuts it off after `step`, from which the run goes on. */
  constructor(path: string, step: number) {
    this.#path = path;
    this.#file = openSync(path, "a+");
    let offset = 0;
    for (const line of linesOf(path)) {
      const entry = parse(line);
      if (!entry || (entry.step as number) > step) break;
      this.#note(entry.step as number, offset);
      offset += Buffer.byteLength(line) + 1;
    }
    this.#size = offset;
    ftruncateSync(this.#file, offset);
  }

  /** After a step: writes it, and earlier ones that could not be written; takes back what is no longer in the history. */
  append(history: History): void {
    this.#write(history, (history.step.at(-1) ?? 0) - 1);
  }

  /** At the end, when there is no new step. */
  finish(history: History): void {
    try {
      this.#write(history, history.step.at(-1) ?? 0);
    } finally {
      closeSync(this.#file);
    }
  }

  /** Brings the file up to the history; lines after `sound` are not its. */
  #write(history: History, sound: number): void {
    const now = history.step.at(-1) ?? 0;
    if (this.#last > sound) this.#cut(sound);
    for (
      let i = Math.max(0, history.step.length - (now - this.#last));
      i < history.step.length;
      i++
    ) {
      const numbers = Object.entries(history).map(([name, values]) => [
        name,
        encode((values as number[])[i]!),
      ]);
      const line = `${JSON.stringify(Object.fromEntries(numbers))}\n`;
      this.#writeLine(line);
      this.#note(history.step[i]!, this.#size);
      this.#size += Buffer.byteLength(line);
    }
  }

  #note(step: number, offset: number): void {
    this.#offsets.set(step, offset);
    this.#last = step;
  }

  #cut(step: number): void {
    const kept = [...this.#offsets.keys()].filter((known) => known <= step);
    const next = [...this.#offsets].find(([known]) => known > step);
    if (next) this.#size = next[1];
    for (const known of [...this.#offsets.keys()]) if (known > step) this.#offsets.delete(known);
    this.#last = kept.at(-1) ?? 0;
    ftruncateSync(this.#file, this.#size);
  }

  /** A line, whole or not at all: what a full disk has taken of it is cut off before the next. */
  #writeLine(line: string): void {
    const bytes = Buffer.from(line);
    try {
      const written = writeSync(this.#file, bytes);
      if (written < bytes.length) throw new Error(`only ${written} of ${bytes.length} bytes fit`);
    } catch (cause) {
      ftruncateSync(this.#file, this.#size);
      throw new Error(`could not write ${this.#path}: ${(cause as Error).message}`, { cause });
    }
  }
}

/** The lines that have an end; what comes after the last end was left by a killed process. */
const linesOf = (path: string): string[] => readFileSync(path, "utf8").split("\n").slice(0, -1);

function parse(line: string): Entry | undefined {
  try {
    const entry = JSON.parse(line) as Entry;
    return typeof entry.step === "number" ? entry : undefined;
  } catch {
    return undefined; // damaged
  }
}

/** Reads `metrics.jsonl`, as far as its lines are whole and not later than `step`. */
export function readMetrics(path: string, step = Infinity): History {
  const history = emptyHistory();
  if (!existsSync(path)) return history;
  for (const line of linesOf(path)) {
    const entry = parse(line);
    if (!entry || (entry.step as number) > step) break;
    for (const [name, values] of Object.entries(history) as [string, number[]][])
      values.push(Number(entry[name]));
  }
  return history;
}
