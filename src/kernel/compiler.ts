/**
 * From a cell's TypeScript to JavaScript that can be run: tslab's compiler (checked, repaired: repairs.ts), and what is
 * known of earlier cells.
 */
import { SourceMap, type SourceMapping } from "node:module";
import type ts from "typescript";
import { repairTslab } from "./repairs";

/** A message of the TypeScript compiler. Lines and characters count from 0. */
export interface Diagnostic {
  start: { line: number; character: number };
  end: { line: number; character: number };
  messageText: string;
  code: number;
  fileName?: string;
}

interface ConvertResult {
  output?: string;
  declOutput?: string;
  diagnostics: Diagnostic[];
  lastExpressionVar?: string;
  hasToplevelAwait?: boolean;
  sideOutputs?: { path: string; data: string }[];
}

/** A completion as the TypeScript language service gives it. */
interface CompletionEntry {
  name: string;
  kind: string;
}

export interface Converter {
  convert(previous: string, source: string): ConvertResult;
  inspect(previous: string, source: string, position: number): ts.QuickInfo | undefined;
  complete(
    previous: string,
    source: string,
    position: number,
  ): {
    start: number;
    end: number;
    candidates: string[];
    original?: { entries: CompletionEntry[] };
  };
  addModule(name: string, content: string, meta?: object): Diagnostic[];
  close(): void;
}

export interface CompiledCell {
  /** The body of a function `(exports, require)`. */
  code: string;
  isAsync: boolean;
  /** The export that holds the value of the cell's last expression. */
  result: string | undefined;
  /** The names that the cell declares. */
  names: string[];
  /** The declarations of all cells with this one. */
  declarations: string;
  /** JavaScript of local modules that the cell imports. */
  sideOutputs: { path: string; data: string }[];
  /** The line in the cell, from 1, of a position in `code`, from 1. */
  lineOf: (line: number, column: number) => number | undefined;
}

repairTslab();
const { createConverter } = require("tslab/dist/converter.js") as {
  createConverter: (options: object) => Converter;
};
const t = require("@tslab/typescript-for-tslab") as typeof ts;

export class Compiler {
  readonly converter = createConverter({ isJS: false });
  /** What earlier cells and the kernel have declared, as a `.d.ts` text. */
  declarations = "declare function prompt(question?: string, password?: boolean): string;\n";

  compile(source: string): CompiledCell | { diagnostics: Diagnostic[] } {
    const { output, declOutput, diagnostics, ...rest } = this.converter.convert(
      this.declarations,
      hideExports(source),
    );
    if (diagnostics.length) return { diagnostics };
    const { code, lineOf, names } = finish(output ?? "");
    return {
      code,
      lineOf,
      names,
      isAsync: rest.hasToplevelAwait ?? false,
      result: rest.lastExpressionVar,
      declarations: declOutput ?? "",
      sideOutputs: rest.sideOutputs ?? [],
    };
  }

  /** Remembers a cell's declarations: all of them, or those for which `isKept` holds and the ones they replaced. */
  commit(cell: CompiledCell, isKept?: (name: string) => boolean): void {
    this.declarations = isKept
      ? keep(cell.declarations, this.declarations, isKept)
      : cell.declarations;
  }
}

/** The same text with `export` blanked: a cell exports everything anyway. */
function hideExports(source: string): string {
  if (!source.includes("export")) return source;
  const file = t.createSourceFile("cell.ts", source, t.ScriptTarget.Latest, true);
  let hidden = source;
  const blank = (start: number, end: number): void => {
    hidden = hidden.slice(0, start) + " ".repeat(end - start) + hidden.slice(end);
  };
  for (const statement of file.statements) {
    if (t.isExportDeclaration(statement)) {
      if (!statement.moduleSpecifier) blank(statement.getStart(), statement.end);
      else if (statement.exportClause)
        hidden =
          hidden.slice(0, statement.getStart()) + "import" + hidden.slice(statement.getStart() + 6);
    } else if (t.isExportAssignment(statement))
      blank(statement.getStart(), statement.expression.getStart());
    else if (t.canHaveModifiers(statement))
      for (const modifier of t.getModifiers(statement) ?? [])
        if ([t.SyntaxKind.ExportKeyword, t.SyntaxKind.DefaultKeyword].includes(modifier.kind))
          blank(modifier.getStart(), modifier.end);
  }
  return hidden;
}

const getter =
  /^Object\.defineProperty\(exports, "([^"]+)", \{ enumerable: true, get: function \(\) \{ return (.+); \} \}\);$/gm;
const marker = /^Object\.defineProperty\(exports, "__esModule", \{ value: true \}\);$/m;
const initialised = /^(exports\.[^\s=]+ = )+void 0;$/gm;
const sourceMap =
  /\n?\/\/# sourceMappingURL=data:application\/json;(?:charset=utf-8;)?base64,([\w+/=]+)\s*/g;

/** Names that can be set again later, the cell's names, and where its lines are. */
function finish(output: string): Pick<CompiledCell, "code" | "lineOf" | "names"> {
  // The first map leads from TypeScript to the ES module; it was carried along as a comment. The second leads from there.
  // They are the last two; whatever looks the same before them is the cell's own.
  const alike = [...output.matchAll(sourceMap)];
  const found = (alike.length > 2 ? alike.filter(isComment(output)) : alike).slice(-2);
  const maps = found.map(([, encoded]) => encoded!);
  const names = [...output.matchAll(initialised)].flatMap(([line]) =>
    [...line.matchAll(/exports\.([^\s=]+)/g)].map(([, name]) => name!),
  );
  const code = found
    .reduceRight(
      (rest, { 0: text, index = 0 }) => rest.slice(0, index) + rest.slice(index + text.length),
      output,
    )
    .replace(marker, "")
    .replace(getter, (_, name: string, value: string) => `exports.${name} = ${value};`);
  let parsed: SourceMap[] | undefined;
  const lineOf = (line: number, column: number): number | undefined => {
    parsed ??= maps.map(
      (encoded) => new SourceMap(JSON.parse(Buffer.from(encoded, "base64").toString()) as never),
    );
    let position: { line: number; column: number } | undefined = {
      line: line - 1,
      column: column - 1,
    };
    for (const map of [...parsed].reverse()) {
      if (!position) return undefined;
      const entry: SourceMapping | object = map.findEntry(position.line, position.column);
      position =
        "originalLine" in entry
          ? { line: entry.originalLine, column: entry.originalColumn }
          : undefined;
    }
    return position && parsed.length === 2 && position.line >= 1 ? position.line : undefined; // line 0 is tslab's prefix
  };
  return { code, lineOf, names };
}

/** Tells what is found in a comment from what is found in a string or template. */
function isComment(output: string): (found: { index?: number }) => boolean {
  const file = t.createSourceFile("cell.js", output, t.ScriptTarget.Latest);
  const strings: ts.Node[] = [];
  const collect = (node: ts.Node): void => {
    if (t.isStringLiteralLike(node) || t.isTemplateLiteralToken(node)) strings.push(node);
    t.forEachChild(node, collect);
  };
  collect(file);
  return ({ index = 0 }) =>
    !strings.some((node) => node.getStart(file) <= index && index < node.end);
}

/** The statements of `next` whose names are kept or were there before, and those of `previous` that they do not replace. */
function keep(next: string, previous: string, isKept: (name: string) => boolean): string {
  const parse = (text: string): ts.SourceFile =>
    t.createSourceFile("decl.d.ts", text, t.ScriptTarget.Latest, true);
  const [after, before] = [parse(next), parse(previous)];
  const old = new Set(before.statements.map((statement) => statement.getText()));
  const kept: string[] = [];
  const declared = new Set<string>();
  for (const statement of after.statements) {
    const text = statement.getText();
    const names = namesIn(statement);
    if (!old.has(text) && !names.every(({ name, isType }) => isType || isKept(name))) {
      // Of `let a, b` and `import { a, b }` the parts that were reached stay.
      kept.push(...partsOf(statement, isKept, declared));
      continue;
    }
    kept.push(text);
    names.forEach(({ name }) => declared.add(name));
  }
  for (const statement of before.statements)
    if (
      !namesIn(statement).some(({ name }) => declared.has(name)) &&
      !kept.includes(statement.getText())
    )
      kept.push(statement.getText());
  return kept.join("\n") + "\n";
}

function partsOf(
  statement: ts.Statement,
  isKept: (name: string) => boolean,
  declared: Set<string>,
): string[] {
  if (!t.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap((declaration) => {
    const name = declaration.name.getText();
    if (!isKept(name)) return [];
    declared.add(name);
    const kind = statement.declarationList.flags & t.NodeFlags.Const ? "const" : "let";
    return [`declare ${kind} ${declaration.getText()};`];
  });
}

function namesIn(statement: ts.Statement): { name: string; isType: boolean }[] {
  const value = (node: { text: string } | undefined): { name: string; isType: boolean }[] =>
    node ? [{ name: node.text, isType: false }] : [];
  if (t.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) =>
      t.isIdentifier(name) ? value(name) : [],
    );
  if (t.isInterfaceDeclaration(statement) || t.isTypeAliasDeclaration(statement))
    return [{ name: statement.name.text, isType: true }];
  if (t.isImportDeclaration(statement)) {
    const { name, namedBindings, isTypeOnly } = statement.importClause ?? {};
    const bound =
      namedBindings && t.isNamedImports(namedBindings)
        ? namedBindings.elements.flatMap((element) => value(element.name))
        : value(namedBindings?.name);
    return [...value(name), ...bound].map((found) => ({ ...found, isType: isTypeOnly === true }));
  }
  if (
    t.isFunctionDeclaration(statement) ||
    t.isClassDeclaration(statement) ||
    t.isEnumDeclaration(statement)
  )
    return value(statement.name);
  return [];
}
