import { closeSync, openSync, readFileSync } from "node:fs";
import { isatty } from "node:tty";

/** The signals that ask a process to end, with the exit codes that shells give them. */
export const endingSignals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

export type EndingSignal = keyof typeof endingSignals;

/**
 * Whether this process was started by nohup. Node forgets at its start that SIGHUP was to be
 * ignored, so nohup is known by what else it leaves: the shell's name for the command (`_`), or a
 * standard input that can only be written to.
 */
export function isUnderNohup(): boolean {
  if (/(^|\/)nohup$/.test(process.env._ ?? "")) return true;
  try {
    const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync("/proc/self/fdinfo/0", "utf8"))?.[1];
    return flags !== undefined && (parseInt(flags, 8) & 3) === 1;
  } catch {
    return false; // no /proc: not Linux
  }
}

/**
 * Calls `listener` at each signal that asks this process to end, which it then does not by itself;
 * under nohup a hang-up is nothing.
 *
 * @returns a function that takes `listener` back
 */
export function onEndingSignal(listener: (signal: EndingSignal) => void): () => void {
  const signals = (Object.keys(endingSignals) as EndingSignal[]).filter(
    (signal) => !(signal === "SIGHUP" && isUnderNohup()),
  );
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.removeListener(signal, listener);
  };
}

/** Keeps hang-ups from ending this process, where nohup asked for that. */
export function respectNohup(): void {
  if (isUnderNohup()) process.on("SIGHUP", () => undefined);
}

/** Lets this process end with its own exit code after its terminal was closed: Node would abort. */
export function surviveClosedTerminal(): void {
  const terminals = [0, 1, 2].filter((file) => isatty(file));
  process.on("exit", () => {
    // Node resets the terminals that it began with and aborts when that fails; what was opened anew
    // it leaves alone.
    for (const file of terminals.filter((open) => !isatty(open))) {
      closeSync(file);
      openSync("/dev/null", "r+"); // gets the number that is free now
    }
  });
}
