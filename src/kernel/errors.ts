/** What went wrong in a cell, as Jupyter's `error` message wants it. */
import { inspect } from "node:util";
import type { Diagnostic } from "./compiler/check";
import { plainWords, readStack } from "./stacks";

/** The content of an `error` message. */
export interface ErrorContent {
  ename: string;
  evalue: string;
  /** Lines to print, bold where ANSI escapes say so. */
  traceback: string[];
}

/** Thrown into a cell by the stop button. */
export class Interrupted extends Error {
  override name = "Interrupted";
  constructor() {
    super("the cell was stopped; what it had declared is kept");
  }
}

/** The text of a cell, by its name. */
export type SourceOf = (cell: string) => string | undefined;

/**
 * Bold, in the front end's own colour. Of ANSI's colours none can be read on both of JupyterLab's
 * backgrounds for errors: red has a contrast of 2.7 on the light one, "bright black" 1.0 on the
 * dark one.
 */
const strong = (text: string): string => `\x1b[1m${text}\x1b[22m`;

/**
 * Two lines before and after a line of a cell, with a mark and, where the columns are known, a
 * caret.
 */
function excerpt(source: string, line: number, columns?: [from: number, to: number]): string[] {
  const lines = source.split("\n");
  const width = String(Math.min(lines.length, line + 2)).length;
  return lines.slice(0, line + 2).flatMap((text, i) => {
    if (i < line - 3) return [];
    const number = String(i + 1).padStart(width);
    if (i !== line - 1) return [`  ${number} | ${text}`];
    const caret =
      columns &&
      `  ${" ".repeat(width)} | ` +
        " ".repeat(columns[0]) +
        strong("^".repeat(Math.max(1, columns[1] - columns[0])));
    return [`${strong(">")} ${number} | ${text}`, ...(caret ? [caret] : [])];
  });
}

/** What TypeScript has against a cell. */
export function diagnosticsError(diagnostics: readonly Diagnostic[], source: string): ErrorContent {
  const place = ({ fileName, start }: Diagnostic): string =>
    `${fileName ?? "line"} ${start.line + 1}${fileName ? `:${start.character + 1}` : ""}`;
  const [first] = diagnostics as [Diagnostic];
  const traceback = diagnostics.flatMap((diagnostic) => {
    const { fileName, start, end, messageText, code } = diagnostic;
    const head = `${strong(`TS${code}`)} (${place(diagnostic)}) ${messageText}`;
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

/** A magic of IPython's in a cell. */
export function magicError(
  { message, line }: { message: string; line: number },
  source: string,
): ErrorContent {
  const traceback = [`${strong("SyntaxError")} (line ${line}) ${message}`];
  return {
    ename: "SyntaxError",
    evalue: message,
    traceback: [...traceback, ...excerpt(source, line)],
  };
}

/** Of an AggregateError's members so many are told. */
const mostMembers = 10;

/**
 * What a cell has thrown, with the lines of the cells that it came through.
 *
 * @param place the line to show where none of them is known: an import's
 */
export function thrownError(
  thrown: unknown,
  sourceOf: SourceOf,
  place?: { cell: string; line: number },
): ErrorContent {
  if (!isError(thrown)) {
    const evalue = inspect(thrown);
    return { ename: "Thrown", evalue, traceback: [`${strong("Thrown")}: ${evalue}`] };
  }
  const { name, stack = "", cause } = thrown;
  const message = plainWords(thrown.message);
  const { frames, innermost = place } = readStack(stack);
  const source = innermost && sourceOf(innermost.cell);
  const shown =
    innermost && source !== undefined
      ? [
          ...["", `${innermost.cell}, line ${innermost.line}`],
          ...[...excerpt(source, innermost.line), ""],
        ]
      : [];
  const members = thrown instanceof AggregateError ? (thrown.errors as unknown[]) : [];
  const untold = members.length - mostMembers;
  const traceback = [
    `${strong(name)}: ${message}`,
    ...shown,
    ...frames,
    ...members
      .slice(0, mostMembers)
      .flatMap((member) => ["", `${strong("One of its errors")}: ${inspect(member)}`]),
    ...(untold > 0 ? ["", `and ${untold} more`] : []),
    ...(cause === undefined ? [] : ["", `${strong("Caused by")}: ${inspect(cause)}`]),
  ];
  return { ename: name, evalue: message, traceback };
}

/** Errors from other realms (worker threads, vm) are no instances of our Error. */
function isError(value: unknown): value is Error {
  return (
    value instanceof Error ||
    (typeof (value as Error)?.message === "string" && typeof (value as Error)?.stack === "string")
  );
}
