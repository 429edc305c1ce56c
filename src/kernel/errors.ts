/** What went wrong in a cell, as Jupyter's `error` message wants it. */
import { inspect } from "node:util";
import type { Diagnostic } from "./compiler";

/** The content of an `error` message. */
export interface ErrorContent {
  ename: string;
  evalue: string;
  /** Lines to print, with colours as ANSI escapes. */
  traceback: string[];
}

/** Thrown into a cell by the stop button. */
export class Interrupted extends Error {
  override name = "Interrupted";
  constructor() {
    super("the cell was stopped; what it had declared is kept");
  }
}

/** Where a script's position lies in a cell. */
export type FindLine = (
  script: string,
  line: number,
  column: number,
) => { cell: string; line: number; source: string } | undefined;

const red = (text: string): string => `\x1b[31m${text}\x1b[39m`;
const grey = (text: string): string => `\x1b[90m${text}\x1b[39m`;

/** Two lines before and after a line of a cell, with a mark and, where the columns are known, a caret. */
function excerpt(source: string, line: number, columns?: [from: number, to: number]): string[] {
  const lines = source.split("\n");
  const width = String(Math.min(lines.length, line + 2)).length;
  return lines.slice(0, line + 2).flatMap((text, i) => {
    if (i < line - 3) return [];
    const number = String(i + 1).padStart(width);
    if (i !== line - 1) return [grey(`  ${number} | `) + text];
    const caret =
      columns &&
      grey(`  ${" ".repeat(width)} | `) +
        " ".repeat(columns[0]) +
        red("^".repeat(Math.max(1, columns[1] - columns[0])));
    return [`${red(">")} ${grey(`${number} | `)}${text}`, ...(caret ? [caret] : [])];
  });
}

/** What TypeScript has against a cell. */
export function diagnosticsError(diagnostics: readonly Diagnostic[], source: string): ErrorContent {
  const place = ({ fileName, start }: Diagnostic): string =>
    `${fileName ?? "line"} ${start.line + 1}${fileName ? `:${start.character + 1}` : ""}`;
  const [first] = diagnostics as [Diagnostic];
  const traceback = diagnostics.flatMap((diagnostic) => {
    const { fileName, start, end, messageText, code } = diagnostic;
    const head = `${red(`TS${code}`)} ${grey(`(${place(diagnostic)})`)} ${messageText}`;
    if (fileName) return [head];
    const last =
      end.line === start.line ? end.character : (source.split("\n")[start.line]?.length ?? 0);
    return [head, ...excerpt(source, start.line + 1, [start.character, last])];
  });
  return {
    ename: "TypeScriptError",
    evalue: `${first.messageText} (TS${first.code}, ${place(first)})`,
    traceback,
  };
}

const frame = /^\s*at (?:(.*?) \()?(.*?):(\d+):(\d+)\)?$/;

/** What a cell has thrown, with the lines of the cells that it came through. */
export function thrownError(thrown: unknown, find: FindLine): ErrorContent {
  if (!(thrown instanceof Error) && !isErrorLike(thrown)) {
    const evalue = inspect(thrown);
    return { ename: "Thrown", evalue, traceback: [`${red("Thrown")}: ${evalue}`] };
  }
  const { name, message } = thrown;
  const frames = (thrown.stack ?? "").split("\n").filter((line) => frame.test(line));
  const places: string[] = [];
  let shown: string[] | undefined;
  for (const text of frames) {
    const [, callee, script, line, column] = frame.exec(text)!;
    const caller = callee?.replace(/^Object\./, ""); // cells call each other through `exports`
    if (/[\\/]dist[\\/]kernel[\\/]|^node:vm/.test(script!)) break; // from here on it is the kernel itself
    if (script!.startsWith("node:internal")) continue;
    const found = find(script!, Number(line), Number(column));
    if (script!.startsWith("Cell ") && !found) continue; // a line that the compiler has added
    if (found) {
      shown ??= ["", `${found.cell}, line ${found.line}`, ...excerpt(found.source, found.line), ""];
      places.push(
        `    at ${caller ? `${caller} (${found.cell}:${found.line})` : `${found.cell}:${found.line}`}`,
      );
    } else places.push(text);
  }
  const cause =
    thrown.cause === undefined ? [] : ["", `${red("Caused by")}: ${inspect(thrown.cause)}`];
  const different = places.filter((place, i) => place !== places[i - 1]);
  const traceback = [
    `${red(name)}: ${message}`,
    ...(shown ?? []),
    ...different.map(grey),
    ...cause,
  ];
  return { ename: name, evalue: message, traceback };
}

/** Errors from other realms (worker threads, vm) are no instances of our Error. */
function isErrorLike(value: unknown): value is Error {
  return (
    typeof (value as Error)?.message === "string" && typeof (value as Error)?.stack === "string"
  );
}
