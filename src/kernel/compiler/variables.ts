/** How the variables of a cell come to live in the scope that all cells share. */
import ts from "typescript";
import { isVar, namesOf, type Declared } from "./names";

/** The object that holds the variables of all cells. */
const scopeName = "__names__";

const { factory } = ts;

/** `__names__.x`, in the place of `node`. */
export function liveName(name: string, node?: ts.Node): ts.PropertyAccessExpression {
  const access = factory.createPropertyAccessExpression(
    factory.createIdentifier(scopeName),
    factory.createIdentifier(name),
  );
  return node ? ts.setTextRange(ts.setOriginalNode(access, node), node) : access;
}

const assign = (name: string, value: ts.Expression): ts.Expression =>
  factory.createAssignment(liveName(name), value);

/**
 * `__names__.a = a, …`: what a declaration gives the scope; the declaration itself stays, it gives
 * functions their names.
 */
export function share(names: readonly string[]): ts.Statement[] {
  if (names.length === 0) return [];
  const copies = names.map((name) => assign(name, factory.createIdentifier(name)));
  return [quiet(joined(copies))];
}

/** A statement that is none of the author's. */
const quiet = (expression: ts.Expression): ts.Statement =>
  ts.setEmitFlags(
    factory.createExpressionStatement(expression),
    ts.EmitFlags.NoSourceMap | ts.EmitFlags.NoComments,
  );

/** `"x" in __names__ || (__names__.x = void 0)`: a `var x;` leaves the value that there is. */
const ensure = (name: string): ts.Statement =>
  quiet(
    factory.createLogicalOr(
      factory.createBinaryExpression(
        factory.createStringLiteral(name),
        ts.SyntaxKind.InKeyword,
        factory.createIdentifier(scopeName),
      ),
      factory.createParenthesizedExpression(assign(name, factory.createVoidZero())),
    ),
  );

/** The names of declarations that are the cell's own, and not those of a block or function. */
export function ownNames(
  node: ts.VariableDeclarationList | ts.VariableDeclaration,
  declared: ReadonlyMap<string, Declared>,
): string[] {
  const declarations = ts.isVariableDeclaration(node) ? [node] : node.declarations;
  return declarations
    .flatMap(({ name }) => namesOf(name))
    .filter(({ text, parent }) => {
      const own = declared.get(text);
      return own?.kind !== "resource" && own?.nodes.includes(parent);
    })
    .map(({ text }) => text);
}

/** What follows a declaration. */
export function shareVariable(
  node: ts.VariableDeclaration,
  declared: ReadonlyMap<string, Declared>,
): ts.Statement[] {
  const names = ownNames(node, declared);
  const isUntouched = !node.initializer && isVar(node.parent as ts.VariableDeclarationList);
  return isUntouched ? names.map(ensure) : share(names);
}

/** The head of `for (var i = 0; …)` with the cell's own `i`. */
export function shareForHead(
  list: ts.VariableDeclarationList,
  names: readonly string[],
): ts.ForInitializer | undefined {
  if (!list.declarations.every(({ name }) => ts.isIdentifier(name))) {
    const copies = names.map((name) => assign(name, factory.createIdentifier(name)));
    const shared = factory.createVariableDeclaration(
      "__shared__",
      undefined,
      undefined,
      factory.createParenthesizedExpression(joined(copies)),
    );
    return factory.updateVariableDeclarationList(list, [...list.declarations, shared]);
  }
  const values = list.declarations.flatMap(({ name, initializer }) =>
    initializer && ts.isIdentifier(name)
      ? [ts.setTextRange(assign(name.text, initializer), name.parent)]
      : [],
  );
  return values.length ? joined(values) : undefined;
}

const joined = (parts: ts.Expression[]): ts.Expression =>
  parts.reduce((left, right) => factory.createComma(left, right));

/** `for (var x of list) …` as `for (const x of list) { __names__.x = x; … }`. */
export function shareForEach<T extends ts.ForOfStatement | ts.ForInStatement>(
  node: T,
  names: readonly string[],
): T {
  const { declarations } = node.initializer as ts.VariableDeclarationList;
  const list = factory.createVariableDeclarationList(declarations, ts.NodeFlags.Const);
  const { statement } = node;
  const inner = ts.isBlock(statement) ? statement.statements : [statement];
  const body = factory.createBlock([...share(names), ...inner], true);
  return (
    ts.isForOfStatement(node)
      ? factory.updateForOfStatement(node, node.awaitModifier, list, node.expression, body)
      : factory.updateForInStatement(node, list, node.expression, body)
  ) as T;
}
