/** What the compiler knows about code: completions, documentation, whether a cell is complete. */
import type ts from "typescript";
import type { Converter } from "./compiler";
import type { Content } from "./message";

const t = require("@tslab/typescript-for-tslab") as typeof ts;
const { isCompleteCode } = require("tslab/dist/converter.js") as {
  isCompleteCode: (code: string) => { completed: boolean; indent?: string };
};

/** Jupyter counts characters as code points, JavaScript as UTF-16 units. */
const toUnits = (code: string, points: number): number =>
  [...code].slice(0, points).join("").length;
const toPoints = (code: string, units: number): number => [...code.slice(0, units)].length;

/** `complete_reply`'s content. */
export function complete(
  converter: Converter,
  declarations: string,
  code: string,
  cursor: number,
): Content {
  const { start, end, candidates, original } = converter.complete(
    declarations,
    code,
    toUnits(code, cursor),
  );
  const [from, to] = [toPoints(code, start), toPoints(code, end)];
  const kinds = new Map(original?.entries.map(({ name, kind }) => [name, kind]));
  const types = candidates.map((text) => ({
    start: from,
    end: to,
    text,
    type: kinds.get(text) ?? "",
  }));
  return {
    status: "ok",
    matches: candidates,
    cursor_start: from,
    cursor_end: to,
    metadata: { _jupyter_types_experimental: types },
  };
}

/** `inspect_reply`'s content. */
export function inspectCode(
  converter: Converter,
  declarations: string,
  code: string,
  cursor: number,
): Content {
  const info = converter.inspect(declarations, code, toUnits(code, cursor));
  if (!info) return { status: "ok", found: false, data: {}, metadata: {} };
  const join = (parts: readonly { text: string }[] | undefined): string =>
    (parts ?? []).map(({ text }) => text).join("");
  const signature = join(info.displayParts);
  const documentation = join(info.documentation);
  const tags = (info.tags ?? []).map(({ name, text }) => [name, join(text)] as const);
  const plain = [
    signature,
    documentation,
    ...tags.map(([name, text]) => `@${name} ${text}`),
  ].filter(Boolean);
  const markdown = [
    "```typescript\n" + signature + "\n```",
    documentation,
    ...tags.map(([name, text]) => `*@${name}* ${text}`),
  ].filter(Boolean);
  return {
    status: "ok",
    found: true,
    data: { "text/plain": plain.join("\n\n"), "text/markdown": markdown.join("\n\n") },
    metadata: {},
  };
}

/** `is_complete_reply`'s content: what breaks off at its end is incomplete, what breaks before is invalid. */
export function isComplete(code: string): Content {
  const file = t.createSourceFile("cell.tsx", code, t.ScriptTarget.Latest, false, t.ScriptKind.TSX);
  const problems = (file as unknown as { parseDiagnostics: readonly ts.Diagnostic[] })
    .parseDiagnostics;
  const [first] = problems;
  if (!first || /\n\s*\n\s*$/.test(code)) return { status: first ? "invalid" : "complete" };
  if (first.start! < code.trimEnd().length) return { status: "invalid" };
  return { status: "incomplete", indent: isCompleteCode(code).indent ?? "" };
}
