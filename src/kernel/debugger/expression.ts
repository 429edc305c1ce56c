/** An expression that was typed while the code is stopped, as JavaScript for that place. */
import ts from "typescript";
import { parse, syntaxProblems } from "../compiler/source";

/**
 * Takes the types out, and reads the variables of cells where they are kept.
 *
 * @param scope an expression for the object that has the variables of all cells
 * @param isShared whether a name is one of them, and not hidden by a local variable
 */
export function prepareExpression(
  expression: string,
  scope: string,
  isShared: (name: string) => boolean,
): string {
  const asValue = `(${expression}\n)`;
  const isValue = syntaxProblems(parse("expression.ts", asValue)).length === 0;
  const text = isValue ? asValue : expression;
  const own = namesIn(parse("expression.ts", text));
  const share: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
    const { factory } = context;
    const shared = (name: string): ts.Expression =>
      factory.createElementAccessExpression(
        factory.createIdentifier(scope),
        factory.createStringLiteral(name),
      );
    const isUse = (node: ts.Identifier): boolean => isShared(node.text) && !own.has(node.text);
    const visit = (node: ts.Node): ts.Node => {
      if (ts.isTypeNode(node)) return node;
      if (ts.isShorthandPropertyAssignment(node) && isUse(node.name))
        return factory.createPropertyAssignment(node.name.text, shared(node.name.text));
      if (ts.isIdentifier(node))
        return isUse(node) && (node.parent as { name?: ts.Node }).name !== node
          ? shared(node.text)
          : node;
      return ts.visitEachChild(node, visit, context);
    };
    return ts.visitEachChild(file, visit, context);
  };
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
    transformers: { before: [share] },
  });
  return outputText;
}

/** The names that a text declares, but for those at its top where that is asked for. */
export function namesIn(file: ts.SourceFile, { isTopLeftOut = false } = {}): Set<string> {
  const names = new Set<string>();
  const isAtTop = (node: ts.Node): boolean =>
    ts.findAncestor(node, ts.isVariableStatement)?.parent === file &&
    ts.findAncestor(node, ts.isFunctionLike) === undefined;
  const visit = (node: ts.Node): void => {
    const isDeclaration =
      ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node);
    if (isDeclaration && ts.isIdentifier(node.name) && !(isTopLeftOut && isAtTop(node)))
      names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}
