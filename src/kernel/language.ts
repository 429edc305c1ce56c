/** What the compiler knows about code, as Jupyter wants it. */
import type { Compiler } from "./compiler/compiler";
import { complete, completeness, inspect } from "./compiler/help";
import type { CellMagics } from "./magics";
import type { Content } from "./message";

/** Jupyter counts characters as code points, JavaScript as UTF-16 units. */
const toUnits = (code: string, points: number): number =>
  [...code].slice(0, points).join("").length;
const toPoints = (code: string, units: number): number => [...code.slice(0, units)].length;

/** `complete_reply`'s content. */
export function completeCode(compiler: Compiler, code: string, cursor: number): Content {
  const { start, end, entries } = complete(compiler, code, toUnits(code, cursor));
  const [from, to] = [toPoints(code, start), toPoints(code, end)];
  return {
    status: "ok",
    matches: entries.map(({ text }) => text),
    cursor_start: from,
    cursor_end: to,
    metadata: {
      _jupyter_types_experimental: entries.map(({ text, kind }) => {
        return { start: from, end: to, text, type: kind };
      }),
    },
  };
}

/** `inspect_reply`'s content. */
export function inspectCode(compiler: Compiler, code: string, cursor: number): Content {
  const help = inspect(compiler, code, toUnits(code, cursor));
  const data = help ? { "text/plain": help.plain, "text/markdown": help.markdown } : {};
  return { status: "ok", found: help !== undefined, data, metadata: {} };
}

/** `is_complete_reply`'s content. */
export function isComplete({ source, fault, isOpen }: CellMagics): Content {
  if (isOpen) return { status: "incomplete", indent: "" };
  return fault ? { status: "invalid" } : { ...completeness(source) };
}
