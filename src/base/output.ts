import { fstatSync, writeSync } from "node:fs";

/** Something that text is written to. */
export interface TextOutput {
  /** Writes text. */
  write(text: string): unknown;
  /** Hears of errors, such as of a closed pipe. */
  on?(event: "error", listener: () => void): unknown;
}

const forgiven = new WeakSet<TextOutput>();

/** Makes the errors of an output nobody's: its reader may go, or its disk be full. */
export function forgiveOutput(output: TextOutput): void {
  if (forgiven.has(output)) return;
  forgiven.add(output);
  output.on?.("error", () => undefined);
}

/** Writes what is only for eyes. Where it cannot be written it is lost, and the work goes on. */
export function writeForEyes(output: TextOutput, text: string): void {
  forgiveOutput(output);
  try {
    output.write(text);
  } catch {
    // Files (a full disk) fail at once, pipes and terminals (their reader has gone) later, as an
    // event.
  }
}

/**
 * Prints what a command was asked for.
 *
 * @throws Error where a file cannot hold it; a reader who goes before the end has had enough
 */
export function printResult(text: string): void {
  const kind = fstatSync(1);
  if (process.stdout.isTTY || kind.isFIFO() || kind.isSocket()) return console.log(text);
  const bytes = Buffer.from(`${text}\n`);
  try {
    for (let written = 0; written < bytes.length;) written += writeSync(1, bytes, written);
  } catch (cause) {
    throw new Error(`could not print the result: ${(cause as Error).message}`, { cause });
  }
}

/** The terminal whose last line is drawn again and again, and what is on it. */
let drawn: { output: TextOutput; line: string } | undefined;
const eraseDown = "\r\x1b[J";

/**
 * Draws a line in place of the one before. The cursor stays at its beginning, so that the next one
 * also replaces what a terminal that has become narrower has broken over several lines.
 */
export function drawLine(output: TextOutput, line: string): void {
  drawn = { output, line };
  writeForEyes(output, `${eraseDown}${line}\r`);
}

/** Leaves the drawn line where it is and goes to the next. */
export function keepLine(): void {
  if (drawn) writeForEyes(drawn.output, `${eraseDown}${drawn.line}\n`);
  drawn = undefined;
}

/** Prints a message; a drawn line makes room for it. */
export function printMessage(text: string, level: "log" | "warn" | "error" = "log"): void {
  if (drawn) writeForEyes(drawn.output, eraseDown);
  console[level](text);
  if (drawn) writeForEyes(drawn.output, `${drawn.line}\r`);
}
