/**
 * A cell as a module: its own text, and after it what it takes from earlier cells and gives to
 * later ones.
 */
import ts from "typescript";
import { jsxFactories } from "./jsx";
import { declaredNames, isGlobalScope, type Declared, type NameKind } from "./names";

/** Which cell has declared a name last. */
export type Owners = ReadonlyMap<string, { cell: string; kind: NameKind; word: string }>;

export interface CellSource {
  /** The module's text; positions in the cell are positions in it. */
  text: string;
  isTsx: boolean;
  declared: Map<string, Declared>;
  /** Names of other cells that it uses, with their kind. */
  borrowed: Map<string, NameKind>;
  /** Whether it declares something for all cells, by `declare global` or `declare module`. */
  isGlobal: boolean;
}

/**
 * The module of a cell.
 *
 * What is added comes after the text, on lines of its own, so that comments which have to stand
 * first, and all positions, are the author's. Imports are hoisted, and ambient declarations may be
 * used before they are reached.
 *
 * @param everything whether all names are borrowed: for completions
 * @param global cells that declare something for all others
 */
export function cellSource(
  code: string,
  owners: Owners,
  { everything = false, global = [] as Iterable<string> } = {},
): CellSource {
  const { file, isTsx } = parseCell(code);
  const declared = declaredNames(file.statements);
  const borrowed = new Map<string, NameKind>();
  const borrow = (name: string): void => {
    const owner = owners.get(name);
    if (owner && !declared.has(name)) borrowed.set(name, owner.kind);
  };
  if (everything) for (const name of owners.keys()) borrow(name);
  else for (const name of [...usedNames(file), ...jsxFactories(file)]) borrow(name);
  const taken = [...borrowed].map(([name, kind]) => {
    const cell = JSON.stringify(owners.get(name)!.cell);
    // An import could not be set.
    return kind === "variable"
      ? `declare let ${name}: typeof import(${cell}).${name};`
      : `import { ${name} } from ${cell};`;
  });
  const exported = exportedNames(file);
  const given = [...declared.entries()]
    .filter(([name, { kind }]) => kind !== "resource" && !exported.has(name))
    .map(([name]) => name);
  taken.push(...reexports(file).map((text) => `import ${text};`));
  taken.push(...[...global].map((cell) => `import ${JSON.stringify(cell)};`));
  const text = `${code}\n;${taken.join("")}export { ${given.join(", ")} };\n`;
  const isGlobal = file.statements.some(
    (node) =>
      ts.isModuleDeclaration(node) && (isGlobalScope(node) || ts.isStringLiteral(node.name)),
  );
  return { text, isTsx, declared, borrowed, isGlobal };
}

/** JSX and `<T>x` exclude each other; what reads without faults counts. */
function parseCell(code: string): { file: ts.SourceFile; isTsx: boolean } {
  const file = parse("cell.ts", code);
  if (!code.includes("<") || problemsOf(file) === 0) return { file, isTsx: false };
  const tsx = parse("cell.tsx", code);
  return problemsOf(tsx) < problemsOf(file) ? { file: tsx, isTsx: true } : { file, isTsx: false };
}

export const parse = (name: string, code: string): ts.SourceFile =>
  ts.createSourceFile(name, code, ts.ScriptTarget.Latest, true);

/** What the parser has against a file; TypeScript keeps it to itself. */
export const syntaxProblems = (file: ts.SourceFile): readonly ts.DiagnosticWithLocation[] =>
  (file as ts.SourceFile & { parseDiagnostics: readonly ts.DiagnosticWithLocation[] })
    .parseDiagnostics;

const problemsOf = (file: ts.SourceFile): number => syntaxProblems(file).length;

function usedNames(file: ts.SourceFile): Set<string> {
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) used.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return used;
}

/** What is exported from elsewhere, `{ join } from "node:path"`: a cell finds those names, too. */
function reexports(file: ts.SourceFile): string[] {
  return file.statements.flatMap((node) => {
    if (!ts.isExportDeclaration(node) || !node.moduleSpecifier || !node.exportClause) return [];
    return [`${node.exportClause.getText()} from ${node.moduleSpecifier.getText()}`];
  });
}

/** The names under which the author exports himself. */
function exportedNames(file: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement)) {
      const { exportClause: clause } = statement;
      if (clause && ts.isNamedExports(clause))
        clause.elements.forEach(({ name }) => names.add(name.text));
      else if (clause) names.add(clause.name.text);
    } else if (ts.canHaveModifiers(statement)) {
      const kinds = (ts.getModifiers(statement) ?? []).map(({ kind }) => kind);
      if (
        kinds.includes(ts.SyntaxKind.ExportKeyword) &&
        !kinds.includes(ts.SyntaxKind.DefaultKeyword)
      )
        for (const name of declaredNames([statement]).keys()) names.add(name);
    }
  }
  return names;
}
