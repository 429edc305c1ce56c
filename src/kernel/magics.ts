/**
 * What IPython's users write in a cell beside code: `%%time`, `!command`, and magics that there are
 * not here.
 */
import { markMagics, type MagicLine } from "./magicLines";

/** A cell whose magics have become TypeScript, each on the line where it was. */
export interface CellMagics {
  /** TypeScript, with as many lines as the cell. */
  source: string;
  /** Whether its last line is a command that goes on: `!one \\`. */
  isOpen: boolean;
  /** A magic that does not exist here: what to write instead. */
  fault: { message: string; line: number } | undefined;
  /** A line of a traceback with the author's text in place of what it has become. */
  restore: (text: string) => string;
}

/** The global object by which a cell's code starts its clock and runs its commands. */
export const magicsKey = "__ganbook_magics__";

/** What the code of cells calls. */
export interface MagicCalls {
  /** Runs a command of the system's shell; rejects where its exit status is not 0. */
  run(command: string): Promise<void>;
  startClock(): void;
}

/** What to write instead of a magic; `%%` and `%` alike. */
const instead: Record<string, string> = {
  "bash script sh sx system": "write !command, each on a line of its own",
  "autoreload load_ext": "nothing has to be loaded",
  "conda mamba pip": "write !npm install package",
  "time timeit": "write %%time as the first line of the cell",
  cd: 'write process.chdir("folder")',
  env: "write process.env.NAME",
  "html latex markdown svg": "write display.html(text), .latex, .markdown or .svg",
  ls: "write !ls",
  matplotlib: "nothing has to be set: figures show themselves, or write show(figure)",
  pwd: "write process.cwd()",
  run: 'write await import("./file")',
  writefile: "write writeFileSync(path, text) of node:fs",
};

function describeMagic(code: string, { start, text }: MagicLine): CellMagics["fault"] {
  const magic = /^%%?\w+/.exec(text)![0];
  const name = magic.replaceAll("%", "");
  const known = Object.entries(instead).find(([names]) => names.split(" ").includes(name));
  const hint = known?.[1] ?? "there are %%time as the first line of a cell, and !command";
  const line = code.slice(0, start).split("\n").length;
  return { message: `expected TypeScript, received the IPython magic ${magic}: ${hint}`, line };
}

/**
 * Turns a cell's magics into TypeScript.
 *
 * @param isKnown whether a name is that of a variable: `!name` is then TypeScript's, and else a
 * command
 */
export function readMagics(code: string, isKnown: (name: string) => boolean): CellMagics {
  const generated = new Map<string, string>();
  const call = (text: string, written: string): string => {
    const statement = `(globalThis as any).${magicsKey}.${text};`;
    generated.set(statement, written.split("\n", 1)[0]!);
    return statement;
  };
  const timed = /^(\s*)%%time[ \t]*(?=\n|$)/.exec(code);
  const rest = timed ? timed[1] + code.slice(timed[0].length) : code;
  const marked = markMagics(rest, isKnown);
  const fault = marked.find(({ kind }) => kind === "magic");
  let source = rest;
  for (const { kind, start, text } of [...marked].reverse()) {
    if (kind !== "command") continue;
    const command = text
      .slice(1)
      .replaceAll(/\\\r?\n/g, " ")
      .trim();
    const lines = "\n".repeat(text.split("\n").length - 1);
    const statement = `await ${call(`run(${JSON.stringify(command)})`, text)}`;
    source = source.slice(0, start) + statement + lines + source.slice(start + text.length);
  }
  if (timed) {
    const clock = call("startClock()", "%%time");
    source = timed[1] + clock + source.slice(timed[1]!.length);
  }
  return {
    source,
    isOpen: marked.some(({ kind, text }) => kind === "command" && text.endsWith("\\")),
    fault: fault && describeMagic(rest, fault),
    restore(text) {
      let restored = text;
      for (const [statement, written] of generated)
        restored = restored
          .replaceAll(`await ${statement}`, written)
          .replaceAll(statement, written);
      return restored;
    },
  };
}
