/**
 * What is known of a cell while it is written: completions, documentation, signatures, whether it
 * is complete.
 */
import ts from "typescript";
import { withoutCells } from "./check";
import type { Compiler } from "./compiler";
import { optionsAt, type OptionHelp } from "./optionsHelp";
import { parse, syntaxProblems } from "./source";

export interface Completions {
  /** What a completion replaces, in UTF-16 units of the cell. */
  start: number;
  end: number;
  entries: { text: string; kind: string }[];
}

/** TypeScript's view of a cell that is being written, with all names of the cells before. */
function lookAt({ service, place }: Compiler, code: string): Compiler["service"] {
  const { text, isTsx } = place(code, true);
  service.refresh();
  service.look(text, isTsx);
  return service;
}

/** What may be written at a position. */
export function complete(compiler: Compiler, code: string, cursor: number): Completions {
  const service = lookAt(compiler, code);
  const found = service.language.getCompletionsAtPosition(service.current, cursor, {
    includeCompletionsWithInsertText: true,
    includeCompletionsForModuleExports: false,
    importModuleSpecifierEnding: "minimal",
  });
  const word = /[\p{ID_Continue}$]*$/u.exec(code.slice(0, cursor))![0];
  const all = found?.entries ?? [];
  // Some would replace more than the word, `.x` by `["x"]`; they count where there are no others.
  const plain = all.filter(({ replacementSpan: span }) => !span);
  const usable = plain.length ? plain : all;
  const start =
    usable[0]?.replacementSpan?.start ??
    found?.optionalReplacementSpan?.start ??
    cursor - word.length;
  const begun = code.slice(start, cursor);
  /** What is written the same way comes first, then TypeScript's own order. */
  const rank = ({ name, sortText }: ts.CompletionEntry): string =>
    `${name.startsWith(begun) ? 0 : 1} ${sortText} ${name}`;
  const entries = usable
    .filter(({ name }) => name.toLowerCase().startsWith(begun.toLowerCase()))
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
    .map(({ name, insertText, kind }) => {
      const borrowed = kind === ts.ScriptElementKind.alias && compiler.owners.get(name)?.word;
      return { text: insertText ?? name, kind: borrowed || kind };
    });
  return { start, end: cursor, entries };
}

/** Documentation, in plain text and in Markdown. */
export interface Help {
  plain: string;
  markdown: string;
}

/** What a name is, or where none is touched, the call around the position. */
export function inspect(compiler: Compiler, code: string, cursor: number): Help | undefined {
  const service = lookAt(compiler, code);
  const isName = (at: number): boolean => /[\p{ID_Continue}$]/u.test(code[at] ?? "");
  for (const at of [cursor, cursor - 1]) {
    const info = isName(at)
      ? service.language.getQuickInfoAtPosition(service.current, at)
      : undefined;
    if (info)
      return withOptions(describeName(info, isBorrowed(compiler, info)), optionsAt(service, at));
  }
  const help = service.language.getSignatureHelpItems(service.current, cursor, undefined);
  return help && withOptions(describeCall(help), optionsAt(service, cursor));
}

const join = (parts: readonly { text: string }[] | undefined): string =>
  withoutCells((parts ?? []).map(({ text }) => text).join(""));

/** Whether a name is another cell's, and no import of the author's. */
function isBorrowed({ owners, service }: Compiler, { textSpan }: ts.QuickInfo): boolean {
  const { start, length } = textSpan;
  const name = service.text.slice(start, start + length);
  return ![undefined, "alias"].includes(owners.get(name)?.word);
}

function describeName(
  { displayParts, documentation, tags }: ts.QuickInfo,
  borrowed: boolean,
): Help {
  const whole = join(displayParts);
  // What a cell takes from another is an import to TypeScript.
  const signature = borrowed ? whole.replace(/^\(alias\) ([\s\S]*)\nimport .*$/, "$1") : whole;
  const about = join(documentation);
  const lines = (tags ?? []).map(({ name, text }) => [name, join(text)] as const);
  return {
    plain: paragraphs([signature, about, ...lines.map(([name, text]) => `@${name} ${text}`)]),
    markdown: paragraphs([
      fence(signature),
      about,
      ...lines.map(([name, text]) => `*@${name}* ${text}`),
    ]),
  };
}

/** Documentation, and that of each option below it. */
function withOptions({ plain, markdown }: Help, options: readonly OptionHelp[]): Help {
  if (!options.length) return { plain, markdown };
  const write = ({ signature, says }: OptionHelp): string =>
    `${signature}${says && `\n    ${says}`}`;
  const list = ({ signature, says }: OptionHelp): string =>
    `- \`${signature}\`${says && `: ${says}`}`;
  return {
    plain: paragraphs([plain, `options:\n${options.map(write).join("\n")}`]),
    markdown: paragraphs([markdown, `Options:\n\n${options.map(list).join("\n")}`]),
  };
}

const fence = (code: string): string => "```typescript\n" + code + "\n```";
const paragraphs = (parts: string[]): string => parts.filter(Boolean).join("\n\n");

function describeCall(help: ts.SignatureHelpItems): Help {
  const { items, selectedItemIndex, argumentIndex } = help;
  const write = (item: ts.SignatureHelpItem): string =>
    join(item.prefixDisplayParts) +
    item.parameters
      .map(({ displayParts }) => join(displayParts))
      .join(join(item.separatorDisplayParts)) +
    join(item.suffixDisplayParts);
  const chosen = items[selectedItemIndex]!;
  const parameter =
    chosen.parameters[argumentIndex] ?? (chosen.isVariadic ? chosen.parameters.at(-1) : undefined);
  const others = items.filter((item) => item !== chosen).map(write);
  const now = parameter && join(parameter.displayParts);
  const about = parameter && join(parameter.documentation);
  const current = now && (about ? `${now}: ${about}` : now);
  return {
    plain: paragraphs([
      write(chosen),
      current ? `now: ${current}` : "",
      join(chosen.documentation),
      others.length ? `overloads:\n${others.join("\n")}` : "",
    ]),
    markdown: paragraphs([
      fence(write(chosen)),
      now ? `now: **\`${now}\`**${about ? ` ${about}` : ""}` : "",
      join(chosen.documentation),
      others.length ? `Overloads:\n\n${fence(others.join("\n"))}` : "",
    ]),
  };
}

/**
 * Whether a cell could be run: what breaks off at its end is incomplete, what breaks before is
 * invalid.
 */
export function completeness(
  code: string,
): { status: "complete" | "invalid" } | { status: "incomplete"; indent: string } {
  const [first] = syntaxProblems(parse("cell.tsx", code));
  if (!first || /\n\s*\n\s*$/.test(code)) return { status: first ? "invalid" : "complete" };
  if (first.start < code.trimEnd().length) return { status: "invalid" };
  const line = code.trimEnd().split("\n").at(-1)!;
  const [indent] = /^\s*/.exec(line)!;
  return { status: "incomplete", indent: /[([{]\s*$/.test(line) ? `${indent}  ` : indent };
}
