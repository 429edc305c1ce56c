/**
 * What is done to a cell's JavaScript after TypeScript has checked it:
 *
 * - every loop looks for an interrupt, so that the stop button also reaches code after an `await`, where Node's own
 *   interrupt does not;
 * - top-level `let` and `var` live on `exports` alone, so that a later cell's `rate = 5` is seen by functions of earlier
 *   cells. A `const` cannot be set later, and stays local and fast.
 */
import type ts from "typescript";

/** The global function that throws when the cell has been interrupted. */
export const checkName = "__interruptible__";

type Ts = typeof ts;

/** A transformer of the cell's ES module, before its imports and exports are turned into CommonJS. */
export function cellTransform(t: Ts): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => {
    const { factory } = context;
    const check = (): ts.Statement =>
      factory.createExpressionStatement(
        factory.createCallExpression(factory.createIdentifier(checkName), undefined, []),
      );
    const checked = (body: ts.Statement): ts.Statement =>
      factory.createBlock([check(), ...(t.isBlock(body) ? body.statements : [body])], true);
    const visit = (node: ts.Node): ts.Node => {
      const seen = t.visitEachChild(node, visit, context);
      if (t.isForStatement(seen))
        return factory.updateForStatement(
          seen,
          seen.initializer,
          seen.condition,
          seen.incrementor,
          checked(seen.statement),
        );
      if (t.isForOfStatement(seen))
        return factory.updateForOfStatement(
          seen,
          seen.awaitModifier,
          seen.initializer,
          seen.expression,
          checked(seen.statement),
        );
      if (t.isForInStatement(seen))
        return factory.updateForInStatement(
          seen,
          seen.initializer,
          seen.expression,
          checked(seen.statement),
        );
      if (t.isWhileStatement(seen))
        return factory.updateWhileStatement(seen, seen.expression, checked(seen.statement));
      if (t.isDoStatement(seen))
        return factory.updateDoStatement(seen, checked(seen.statement), seen.expression);
      return seen;
    };
    return t.visitEachChild(file, visit, context);
  };
}

/**
 * The ES module with `export let rate` in place of `let rate; export { rate }`, for which TypeScript reads and writes
 * `exports.rate` everywhere. Lines stay where they are.
 */
export function exportVariables(t: Ts, source: string): string {
  const file = t.createSourceFile("cell.js", source, t.ScriptTarget.Latest, true);
  const lists = file.statements.flatMap((statement) => {
    if (!t.isExportDeclaration(statement) || statement.moduleSpecifier) return [];
    return statement.exportClause && t.isNamedExports(statement.exportClause)
      ? [statement.exportClause]
      : [];
  });
  const listed = new Set(lists.flatMap(({ elements }) => elements.map(({ name }) => name.text)));
  const moved = new Set<string>();
  const namesOf = (name: ts.BindingName): string[] =>
    t.isIdentifier(name)
      ? [name.text]
      : name.elements.flatMap((element) =>
          t.isBindingElement(element) ? namesOf(element.name) : [],
        );
  const edits: { start: number; end: number; text: string }[] = [];
  for (const statement of file.statements) {
    if (!t.isVariableStatement(statement) || statement.modifiers?.length) continue;
    const names = statement.declarationList.declarations.flatMap(({ name }) => namesOf(name));
    if (
      statement.declarationList.flags & t.NodeFlags.Const ||
      !names.every((name) => listed.has(name))
    )
      continue;
    names.forEach((name) => moved.add(name));
    edits.push({ start: statement.getStart(), end: statement.getStart(), text: "export " });
  }
  for (const list of lists) {
    const rest = list.elements
      .filter(({ name }) => !moved.has(name.text))
      .map((element) => element.getText());
    edits.push({ start: list.getStart(), end: list.end, text: `{ ${rest.join(", ")} }` });
  }
  let edited = source;
  for (const { start, end, text } of edits.sort((a, b) => b.start - a.start))
    edited = edited.slice(0, start) + text + edited.slice(end);
  return edited;
}

/** Whether a cell awaits outside of functions, in any of the ways to write that. */
export function awaitsAtTop(t: Ts, file: ts.SourceFile): boolean {
  const awaits = (node: ts.Node): boolean => {
    if (t.isFunctionLike(node) || t.isClassLike(node) || t.isModuleDeclaration(node)) return false;
    if (t.isAwaitExpression(node) || (t.isForOfStatement(node) && node.awaitModifier)) return true;
    return t.forEachChild(node, awaits) ?? false;
  };
  return awaits(file);
}
