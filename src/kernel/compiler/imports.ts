/** What a cell imports, and what is added to its code for imports that TypeScript makes itself. */
import ts from "typescript";
import { ofModule } from "./loops";
import { importedNames } from "./names";

/** One import of a cell: `import a, { b as c } from "specifier"`. */
export interface Import {
  specifier: string;
  /** As in `with { type: "json" }`. */
  attributes: Record<string, string>;
  /**
   * Where each name comes from: an export's name, `*` for the module, `=` for what `require` gives.
   */
  names: { exported: string; local: string }[];
  /** Whether all of its names are taken over, as by `export * from`. */
  all: boolean;
  /** Its line in the cell, from 1. */
  line: number;
}

/**
 * What is left of an import, or of an `export … from`, when the types are gone; undefined where
 * nothing is.
 */
export function importOf(
  node: ts.ImportDeclaration | ts.ExportDeclaration,
  checker: ts.TypeChecker,
): Import | undefined {
  const { moduleSpecifier: specifier, attributes } = node;
  if (!specifier || !ts.isStringLiteral(specifier)) return undefined;
  const parts = partsOf(node);
  const names = parts
    .filter((part) => hasValue(part, checker))
    .map((part) => ({ exported: exportedName(part), local: part.name!.text }));
  const isTypeOnly = ts.isImportDeclaration(node) ? node.importClause?.isTypeOnly : node.isTypeOnly;
  if (isTypeOnly || (parts.length > 0 && names.length === 0)) return undefined;
  return {
    specifier: specifier.text,
    attributes: Object.fromEntries(
      (attributes?.elements ?? []).map(({ name, value }) => [
        name.text,
        ts.isStringLiteral(value) ? value.text : "",
      ]),
    ),
    names,
    all: ts.isExportDeclaration(node) && !node.exportClause,
    line: lineOf(node),
  };
}

type Require = ts.ImportEqualsDeclaration & { moduleReference: ts.ExternalModuleReference };

/** Tells `import x = require("x")`. */
export const isRequire = (node: ts.Node): node is Require =>
  ts.isImportEqualsDeclaration(node) &&
  ts.isExternalModuleReference(node.moduleReference) &&
  ts.isStringLiteral(node.moduleReference.expression);

export function requireOf(node: Require): Import | undefined {
  if (node.isTypeOnly) return undefined;
  const { expression } = node.moduleReference;
  return {
    specifier: (expression as ts.StringLiteral).text,
    attributes: {},
    names: [{ exported: "=", local: node.name.text }],
    all: false,
    line: lineOf(node),
  };
}

const lineOf = (node: ts.Node): number =>
  ts.getLineAndCharacterOfPosition(node.getSourceFile(), node.getStart()).line + 1;

type Part = ts.ImportClause | ts.NamespaceImport | ts.NamespaceExport | ts.ImportOrExportSpecifier;

function partsOf(node: ts.ImportDeclaration | ts.ExportDeclaration): Part[] {
  if (ts.isImportDeclaration(node)) return importedNames(node);
  const { exportClause: clause } = node;
  if (!clause) return [];
  return ts.isNamedExports(clause) ? [...clause.elements] : [clause];
}

function exportedName(part: Part): string {
  if (ts.isImportClause(part)) return "default";
  if (ts.isNamespaceImport(part) || ts.isNamespaceExport(part)) return "*";
  return (part.propertyName ?? part.name).text;
}

/** Whether a name stands for more than a type. */
function hasValue(part: Part, checker: ts.TypeChecker): boolean {
  if ((ts.isImportSpecifier(part) || ts.isExportSpecifier(part)) && part.isTypeOnly) return false;
  const symbol = checker.getSymbolAtLocation(part.name!);
  return !symbol || standsForValue(symbol, checker);
}

/** Whether a symbol is there when the code runs; of what has no types, it is believed. */
export function standsForValue(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  const { flags, declarations } = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
  return (flags & ts.SymbolFlags.Value) !== 0 || (isAlias && !declarations);
}

const { factory } = ts;

/**
 * Imports that TypeScript adds, such as JSX's, become `const { jsx: _jsx } = await
 * __module__.import(…)`.
 *
 * @param found called for each
 */
export const bindAddedImports =
  (found: () => void): ts.TransformerFactory<ts.SourceFile> =>
  () =>
  (file) => {
    const statements = file.statements.flatMap((node): ts.Statement[] => {
      if (ts.isExportDeclaration(node)) return []; // the `export {}` of a module without any
      if (!ts.isImportDeclaration(node)) return [node];
      found();
      const bindings = importedNames(node).map((part) => {
        const { name } = part;
        return factory.createBindingElement(undefined, exportedName(part), name!.text);
      });
      const called = factory.createAwaitExpression(
        factory.createCallExpression(ofModule("import"), undefined, [node.moduleSpecifier]),
      );
      const declaration = factory.createVariableDeclaration(
        factory.createObjectBindingPattern(bindings),
        undefined,
        undefined,
        called,
      );
      const list = factory.createVariableDeclarationList([declaration], ts.NodeFlags.Const);
      return [factory.createVariableStatement(undefined, list)];
    });
    return factory.updateSourceFile(file, statements);
  };
