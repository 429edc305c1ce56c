/** Where a cell has lines that are commands or magics, and not TypeScript. */
import ts from "typescript";

/** A line, or a command that goes on after a backslash at its end. */
export interface MagicLine {
  kind: "command" | "magic";
  /** Where its mark stands in the cell. */
  start: number;
  /** From its mark to its end. */
  text: string;
}

const candidates = /^([ \t]*)(!(?:[^\n]*\\\r?\n)*[^\n]*|%%?[A-Za-z][^\n]*)/gm;

/** Words that begin an expression: `!typeof x`. */
const words = new Set(
  "async await class false function import new null super this true typeof undefined void".split(
    " ",
  ),
);

/**
 * A line that begins with `!` or `%name` where TypeScript expects a statement. `!name` with the
 * name of a variable, `!(…)` and `!!…` are TypeScript.
 *
 * @param isKnown whether a name is that of a variable of an earlier cell
 */
export function markMagics(code: string, isKnown: (name: string) => boolean): MagicLine[] {
  const found = [...code.matchAll(candidates)].map((match): MagicLine => {
    const text = match[2]!.trimEnd();
    return {
      kind: text.startsWith("!") ? "command" : "magic",
      start: match.index + match[1]!.length,
      text,
    };
  });
  if (!found.length) return [];
  const statements = statementsAt(code, found);
  return found.filter(({ kind, start, text }) => {
    if (!statements.has(start)) return false;
    if (kind === "magic") return !isTypeScript(code);
    const name = /^!\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(text)?.[1];
    if (name === undefined) return /^!\s*[./~\w]/.test(text);
    return !words.has(name) && !isKnown(name) && !isDeclared(code.slice(0, start), name);
  });
}

/**
 * Of some lines, the places of those that stand as statements of their own outside of functions.
 */
function statementsAt(code: string, lines: readonly MagicLine[]): Set<number> {
  let marked = code;
  for (const { start, text } of lines) {
    const name = "_".repeat(text.length); // a name of the same length, so that places stay
    marked = marked.slice(0, start) + name + marked.slice(start + text.length);
  }
  const starts = new Set(lines.map(({ start }) => start));
  const file = ts.createSourceFile("cell.ts", marked, ts.ScriptTarget.Latest, true);
  const own = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    const start = node.getStart(file);
    if (ts.isExpressionStatement(node) && ts.isIdentifier(node.expression) && starts.has(start))
      own.add(start);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return own;
}

const isTypeScript = (code: string): boolean =>
  !ts.transpileModule(code, { reportDiagnostics: true }).diagnostics?.length;

/** Whether a name is declared before, as far as can be seen without the compiler. */
function isDeclared(before: string, name: string): boolean {
  const escaped = name.replaceAll("$", "\\$");
  const declaration = "\\b(?:const|let|var|function|class|enum|import)\\b[^;]*?";
  return new RegExp(`${declaration}(?<![\\w$])${escaped}(?![\\w$])`).test(
    before.replaceAll(/\/\/[^\n]*/g, ""),
  );
}
