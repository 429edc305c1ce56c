/** How the variables of a cell come to live in the scope that all cells share. */
import ts from "typescript";
import { isVar, namesOf, type Declared } from "./names";

/** The object that holds the variables of all cells. */
export const scopeName = "__names__";

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

/** `__names__.a = a, …`: what a declaration gives the scope; the declaration itself stays, it gives functions their names. */
export function share(names: readonly string[]): ts.Statement[] {
  if (names.length === 0) return [];
  const copies = names.map((name) => assign(name, factory.createIdentifier(name)));
  return [quiet(copies.reduce((left, right) => factory.createComma(left, right)))];
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

/** Tells which declarations are the cell's own variables, and not those of a block or function. */
export function ownNames(
  list: ts.VariableDeclarationList,
  declared: ReadonlyMap<string, Declared>,
): string[] {
  return list.declarations
    .flatMap(({ name }) => namesOf(name))
    .filter(({ text, parent }) => {
      const own = declared.get(text);
      return own?.kind !== "resource" && own?.nodes.includes(parent);
    })
    .map(({ text }) => text);
}

/** What follows the declarations of a statement. */
export function shareVariables(list: ts.VariableDeclarationList, names: string[]): ts.Statement[] {
  const untouched = new Set(
    isVar(list)
      ? list.declarations
          .filter(({ initializer }) => !initializer)
          .flatMap(({ name }) => namesOf(name).map(({ text }) => text))
      : [],
  );
  return [
    ...[...new Set(names)].filter((name) => untouched.has(name)).map(ensure),
    ...share(names.filter((name) => !untouched.has(name))),
  ];
}

/** The head of `for (var i = 0; …)` with the cell's own `i`. */
export function shareForHead(list: ts.VariableDeclarationList): ts.Expression | undefined {
  const values = list.declarations.flatMap(({ name, initializer }) =>
    initializer && ts.isIdentifier(name)
      ? [ts.setTextRange(assign(name.text, initializer), name.parent)]
      : [],
  );
  return values.length
    ? values.reduce((left, right) => factory.createComma(left, right))
    : undefined;
}

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
