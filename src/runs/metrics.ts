import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
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
  #file: number | undefined;
  #size = 0;
  #last = 0;

  /** Opens the file and cuts it off after `step`, from which the run goes on. */
  constructor(path: string, step: number) {
    this.#path = path;
    this.#file = openSync(path, "a+");
    let offset = 0;
    for (const line of readFileSync(path, "utf8").split("\n")) {
      const entry = parse(line);
      if (!entry || (entry.step as number) > step) break;
      this.#note(entry.step as number, offset);
      offset += Buffer.byteLength(line) + 1;
    }
    this.#size = offset;
    ftruncateSync(this.#file, offset);
  }

  /** The last step that has been written. */
  get last(): number {
    return this.#last;
  }

  /** Writes the steps of the history that are not in the file; takes back those that are no longer in the history. */
  append(history: History): void {
    const now = history.step.at(-1) ?? 0;
    if (this.#last >= now) this.#cut(now - 1);
    const first = history.step.findIndex((step) => step > this.#last);
    for (let i = first; i >= 0 && i < history.step.length; i++) {
      const numbers = Object.entries(history).map(([name, values]) => [name, encode((values as number[])[i]!)]);
      const line = `${JSON.stringify(Object.fromEntries(numbers))}\n`;
      this.#write(line);
      this.#note(history.step[i]!, this.#size);
      this.#size += Buffer.byteLength(line);
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
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
    ftruncateSync(this.#file!, this.#size);
  }

  /** A line, whole or not at all: what a full disk has taken of it is cut off before the next. */
  #write(line: string): void {
    const bytes = Buffer.from(line);
    try {
      const written = writeSync(this.#file!, bytes);
      if (written < bytes.length) throw new Error(`only ${written} of ${bytes.length} bytes fit`);
    } catch (cause) {
      ftruncateSync(this.#file!, this.#size);
      throw new Error(`could not write ${this.#path}: ${(cause as Error).message}`, { cause });
    }
  }
}

function parse(line: string): Entry | undefined {
  try {
    const entry = JSON.parse(line) as Entry;
    return typeof entry.step === "number" ? entry : undefined;
  } catch {
    return undefined; // the last line of a killed process
  }
}

/** Reads `metrics.jsonl`, as far as its lines are whole and not later than `step`. */
export function readMetrics(path: string, step = Infinity): History {
  const history = emptyHistory();
  for (const line of readFileSync(path, "utf8").split("\n")) {
    const entry = parse(line);
    if (!entry || (entry.step as number) > step) break;
    for (const [name, values] of Object.entries(history) as [string, number[]][]) values.push(Number(entry[name]));
  }
  return history;
}
