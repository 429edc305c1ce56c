/** What went wrong in a cell, as Jupyter's `error` message wants it. */
import { inspect } from "node:util";
import type { Diagnostic } from "./compiler/check";
import { readStack } from "./stacks";

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

/** The text of a cell, by its name. */
export type SourceOf = (cell: string) => string | undefined;

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

/** Of an AggregateError's members so many are told. */
const mostMembers = 10;

/** What a cell has thrown, with the lines of the cells that it came through. */
export function thrownError(thrown: unknown, sourceOf: SourceOf): ErrorContent {
  if (!isError(thrown)) {
    const evalue = inspect(thrown);
    return { ename: "Thrown", evalue, traceback: [`${red("Thrown")}: ${evalue}`] };
  }
  const { name, message, stack = "", cause } = thrown;
  const { frames, innermost } = readStack(stack);
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
    `${red(name)}: ${message}`,
    ...shown,
    ...frames.map(grey),
    ...members
      .slice(0, mostMembers)
      .flatMap((member) => ["", `${red("One of its errors")}: ${inspect(member)}`]),
    ...(untold > 0 ? ["", grey(`and ${untold} more`)] : []),
    ...(cause === undefined ? [] : ["", `${red("Caused by")}: ${inspect(cause)}`]),
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
