/** What TypeScript has against a cell, in the words of a notebook. */
import ts from "typescript";

/** A message of the TypeScript compiler. Lines and characters count from 0. */
export interface Diagnostic {
  start: { line: number; character: number };
  end: { line: number; character: number };
  messageText: string;
  code: number;
  /** Where it is not the cell. */
  fileName?: string;
}

/** What holds for files, and not for the cells of a notebook. */
const tolerated = new Set([
  1202, // `import x = require()` beside ES modules
  1203, // `export =`
  7005, // `let losses = []`, which later cells fill
  7034,
  7016, // a package without types
  2874, // JSX without React, or without its types
  7026,
  7043,
]);

/**
 * The faults of the cell that is looked at; its syntax comes first. @param length of the cell's own
 * text
 */
export function faultsOf(program: ts.Program, file: ts.SourceFile, length: number): Diagnostic[] {
  const syntax = program.getSyntacticDiagnostics(file);
  if (syntax.length) return syntax.map((fault) => describe(fault, length));
  const checker = program.getTypeChecker();
  return program
    .getSemanticDiagnostics(file)
    .filter(
      ({ category, code, start = 0 }) =>
        category === ts.DiagnosticCategory.Error && start < length && !tolerated.has(code),
    )
    .map((fault) => {
      const described = describe(fault, length);
      described.messageText += allowedValues(fault, checker);
      return described;
    });
}

/**
 * The faults of the files that cells import; they are looked for again when one of the files has
 * changed.
 */
export class LocalFiles {
  #faultless: ReadonlySet<ts.SourceFile> = new Set();

  constructor(
    private readonly folder: string,
    private readonly isCell: (path: string) => boolean,
  ) {}

  faults(program: ts.Program): Diagnostic[] {
    const files = program.getSourceFiles().filter((file) => {
      const { fileName, isDeclarationFile } = file;
      const isForeign = isDeclarationFile || fileName.includes("/node_modules/");
      return !isForeign && !this.isCell(fileName) && !fileName.endsWith(".json");
    });
    if (files.every((file) => this.#faultless.has(file))) return [];
    const found = files.flatMap((file) => {
      const syntax = program.getSyntacticDiagnostics(file);
      const all = syntax.length ? syntax : program.getSemanticDiagnostics(file);
      return all
        .filter(({ code }) => !tolerated.has(code))
        .map((fault) => describe(fault, Infinity, this.#nameOf(file.fileName)));
    });
    if (found.length === 0) this.#faultless = new Set(files);
    return found;
  }

  #nameOf(path: string): string {
    return path.startsWith(`${this.folder}/`) ? path.slice(this.folder.length + 1) : path;
  }
}

/** A diagnostic as Jupyter's users see it, with what it relates to. */
export function describe(fault: ts.Diagnostic, length = Infinity, name?: string): Diagnostic {
  const { file, start = 0, length: extent = 0, messageText, code, relatedInformation } = fault;
  const place = (position: number): { line: number; character: number } =>
    file
      ? ts.getLineAndCharacterOfPosition(file, Math.min(position, length))
      : { line: 0, character: 0 };
  const related = (relatedInformation ?? []).map(
    (part) => `\n  ${withoutCells(ts.flattenDiagnosticMessageText(part.messageText, "\n  "))}`,
  );
  const whole = withoutCells(ts.flattenDiagnosticMessageText(messageText, "\n"));
  const text =
    code === 2632 ? whole.replace("it is an import", "it was not declared with let or var") : whole;
  return {
    start: place(start),
    end: place(start + extent),
    messageText: text + related.join(""),
    code,
    ...(name !== undefined && { fileName: name }),
  };
}

/** A text of TypeScript's without the modules that cells are to it. */
export const withoutCells = (text: string): string =>
  text.replaceAll(/import\("[^"]*\/cell:[^"]*"\)\./g, "");

/** The texts that are allowed where an unknown one is written. */
function allowedValues({ file, start, code }: ts.Diagnostic, checker: ts.TypeChecker): string {
  if (!file || start === undefined || ![2322, 2345, 2820].includes(code)) return "";
  const node = nodeAt(file, start);
  const value =
    ts.isPropertyAssignment(node.parent) || ts.isVariableDeclaration(node.parent)
      ? node.parent.initializer
      : node;
  if (!value || !ts.isExpression(value) || !ts.isStringLiteralLike(value)) return "";
  const type = checker.getContextualType(value);
  const allowed = (type?.isUnion() ? type.types : []).filter((part) => part.isStringLiteral());
  if (allowed.length === 0) return "";
  return `\n  Allowed: ${allowed.map(({ value: text }) => JSON.stringify(text)).join(", ")}`;
}

/** The innermost part of a file at a position. */
function nodeAt(file: ts.SourceFile, position: number): ts.Node {
  const find = (node: ts.Node): ts.Node =>
    ts.forEachChild(node, (child) =>
      position >= child.getStart(file) && position < child.end ? find(child) : undefined,
    ) ?? node;
  return find(file);
}
