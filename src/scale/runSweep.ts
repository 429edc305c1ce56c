import { spawn, type ChildProcess } from "node:child_process";
import { appendFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { drawLine, printMessage, type TextOutput } from "../base/output";
import { endingSignals, onEndingSignal, type EndingSignal } from "../base/signals";

/** How a game of a sweep stands. */
export interface SweepEntry {
  readonly index: number;
  readonly name: string;
  /** In words: "waits", "step 20/100 · …", "done", what went wrong. */
  standing: string;
  state: "waits" | "plays" | "done" | "failed";
}

export interface RunSweepParts {
  readonly entries: readonly SweepEntry[];
  /** How many games at once. */
  readonly atOnce: number;
  /** The program that plays game i, and its arguments. */
  readonly commandOf: (index: number) => readonly [string, ...string[]];
  /** Whether a game's run is over. */
  readonly isDone: (entry: SweepEntry) => boolean;
  /** The file that keeps what a game has written. */
  readonly logOf: (entry: SweepEntry) => string;
  /** Where the table is drawn, or, where that is no terminal, a line for each change. */
  readonly output: TextOutput & { readonly isTTY?: boolean; readonly columns?: number };
}

/** The table is drawn so often at most, in ms. */
const redrawEvery = 200;

/**
 * Plays the games of a sweep as processes of this machine, some at once. A signal ends those that
 * play, saved.
 *
 * @returns the exit code: 0 where all are done
 */
export async function runSweep(parts: RunSweepParts): Promise<number> {
  const { entries, atOnce, output } = parts;
  const playing = new Set<ChildProcess>();
  let asked: EndingSignal | undefined;
  const release = onEndingSignal((signal) => {
    asked = signal;
    for (const child of playing) child.kill(signal);
  });
  const waiting = entries.filter(({ state }) => state === "waits");
  const draw = table(entries, output);
  const playAll = async (): Promise<void> => {
    for (let entry = waiting.shift(); entry && !asked; entry = waiting.shift())
      await play(entry, parts, playing, draw);
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, playAll));
  } finally {
    release();
  }
  draw(undefined, true);
  if (asked) return endingSignals[asked];
  return entries.every(({ state }) => state === "done") ? 0 : 1;
}

async function play(
  entry: SweepEntry,
  { commandOf, isDone, logOf, atOnce }: RunSweepParts,
  playing: Set<ChildProcess>,
  draw: Draw,
): Promise<void> {
  const [program, ...args] = commandOf(entry.index);
  const threads = String(Math.max(1, Math.floor(availableParallelism() / atOnce)));
  const env = { TF_NUM_INTRAOP_THREADS: threads, OMP_NUM_THREADS: threads, ...process.env };
  // The channel is closed by our death: the game is saved and ends then.
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe", "ipc"] });
  playing.add(child);
  Object.assign(entry, { state: "plays", standing: "starts" });
  draw(entry);
  let last = "";
  const read = (line: string): void => {
    appendFileSync(logOf(entry), `${line}\n`);
    if (line.startsWith("step ")) {
      entry.standing = line;
      draw(undefined);
    } else if (line.trim() !== "") last = line;
  };
  for (const lines of [child.stdout!, child.stderr!])
    createInterface({ input: lines }).on("line", read);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve(exitCode));
  });
  playing.delete(child);
  const standing = isDone(entry) ? "done" : `${last} (exit code ${code}; ${logOf(entry)})`;
  Object.assign(entry, { state: isDone(entry) ? "done" : "failed", standing });
  draw(entry);
}

/** @param changed an entry that has begun or ended; none where only its progress is new */
type Draw = (changed: SweepEntry | undefined, isLast?: boolean) => void;

/** A table that is drawn again and again in a terminal; elsewhere a line for each change. */
function table(entries: readonly SweepEntry[], output: RunSweepParts["output"]): Draw {
  const count = (state: SweepEntry["state"]): number =>
    entries.filter((entry) => entry.state === state).length;
  const sum = (): string =>
    `${count("done")} of ${entries.length} done, ${count("plays")} play, ` +
    `${count("waits")} wait, ${count("failed")} failed`;
  let drawn = 0;
  return (changed, isLast = false) => {
    if (!output.isTTY) {
      if (changed) printMessage(`${changed.name}: ${changed.standing}`);
      if (isLast) printMessage(sum());
      return;
    }
    if (!isLast && performance.now() - drawn < redrawEvery) return;
    drawn = performance.now();
    const shown = entries.filter(({ state }) => state === "plays" || state === "failed");
    const width = (output.columns ?? 80) - 1;
    const lines = [sum(), ...shown.map(({ name, standing }) => `  ${name}  ${standing}`)];
    const text = lines.map((line) => line.slice(0, width)).join("\n");
    // The cursor goes back to the table's first line, where the next one begins.
    const back = lines.length > 1 ? `\x1b[${lines.length - 1}A` : "";
    drawLine(output, isLast ? "" : `${text}${back}`);
    if (isLast) printMessage(text);
  };
}
