/** JSX, whose factory is called without being named. */
import ts from "typescript";
import type { Declared } from "./names";
import { liveName } from "./variables";

/** What `<b/>` calls: React, or what a comment `@jsx h` names. */
export function jsxFactories(file: ts.SourceFile): string[] {
  if (file.languageVariant !== ts.LanguageVariant.JSX) return [];
  const named = [...file.text.matchAll(/@jsx(?:Frag)?\s+([\w$]+)/g)].map(([, name]) => name!);
  return ["React", ...named];
}

/** Those that are imported or another cell's, and have to have a name in this one. */
export function jsxNames(
  file: ts.SourceFile,
  declared: ReadonlyMap<string, Declared>,
  borrowed: ReadonlyMap<string, unknown>,
): string[] {
  return jsxFactories(file).filter((name) => {
    const isImported = declared.get(name)?.nodes.some((node) => node.kind in importKinds);
    return isImported ?? borrowed.has(name);
  });
}

const importKinds: Record<number, true> = {
  [ts.SyntaxKind.ImportClause]: true,
  [ts.SyntaxKind.ImportSpecifier]: true,
  [ts.SyntaxKind.NamespaceImport]: true,
};

/** `const React = __names__.React;` */
export function borrowLocally(name: string): ts.Statement {
  const declaration = ts.factory.createVariableDeclaration(
    name,
    undefined,
    undefined,
    liveName(name),
  );
  return ts.factory.createVariableStatement(
    undefined,
    ts.factory.createVariableDeclarationList([declaration], ts.NodeFlags.Const),
  );
}
