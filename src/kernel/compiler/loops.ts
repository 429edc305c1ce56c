/** What holds for the code of cells and of local files alike. */
import ts from "typescript";

/** The global function that throws when the cell has been interrupted. */
export const checkName = "__interruptible__";
/** What code finds under this name: the module that it is in, as {@link CodeModule}. */
export const moduleName = "__module__";

/** What `import(…)`, `import.meta` and a cell's last expression become. */
export interface CodeModule {
  import(specifier: string, options?: ImportCallOptions): Promise<unknown>;
  meta: object;
}

const { factory } = ts;

export const ofModule = (property: string): ts.PropertyAccessExpression =>
  factory.createPropertyAccessExpression(factory.createIdentifier(moduleName), property);

/**
 * Every loop looks for an interrupt, so that the stop button also reaches code after an `await`,
 * where Node's own interrupt does not.
 */
export function checkLoop(node: ts.Node): ts.Node {
  if (!ts.isIterationStatement(node, false)) return node;
  const { statement } = node;
  const check = (child: ts.Node): ts.Node => (child === statement ? checked(statement) : child);
  return ts.visitEachChild(node, check, undefined);
}

function checked(body: ts.Statement): ts.Block {
  const check = factory.createExpressionStatement(
    factory.createCallExpression(factory.createIdentifier(checkName), undefined, []),
  );
  return factory.createBlock([check, ...(ts.isBlock(body) ? body.statements : [body])], true);
}

/** `import(x)` and `import.meta`, which only modules of Node's own have. */
export function bindImports(node: ts.Node): ts.Node {
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return factory.updateCallExpression(node, ofModule("import"), undefined, node.arguments);
  if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
    return ts.setTextRange(ofModule("meta"), node);
  return node;
}
