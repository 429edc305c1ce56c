/** From a checked cell to code that shares its variables with all other cells. */
import ts from "typescript";
import { importOf, isRequire, requireOf, standsForValue, type Import } from "./imports";
import { borrowLocally, jsxNames } from "./jsx";
import { bindImports, checkLoop, ofModule } from "./loops";
import { isAmbient, isNamed, isVar } from "./names";
import type { CellSource } from "./source";
import { liveName, ownNames, share, shareForEach, shareForHead, shareVariable } from "./variables";

const { factory } = ts;

export interface CellTransform {
  before: ts.TransformerFactory<ts.SourceFile>;
  /** What the cell imports, filled while it is transformed. */
  imports: Import[];
  /** Whether its value is that of its last expression; known after it was transformed. */
  hasResult: () => boolean;
}

/**
 * - Each use of a name that cells share is `__names__.x`, so that what a later cell declares anew,
 *   or sets, is what functions of earlier ones find.
 * - Each declaration at the top level stays, and is copied there.
 * - Imports are taken out: they are made before the cell runs.
 * - The last expression becomes the cell's result.
 *
 * @param length of the cell's own text; what follows is the compiler's
 */
export function cellTransform(
  checker: ts.TypeChecker,
  source: CellSource,
  length: number,
): CellTransform {
  const { declared, borrowed } = source;
  const imports: Import[] = [];
  let hasResult = false;
  const isShared = (name: string): boolean => {
    const kind = declared.get(name)?.kind ?? borrowed.get(name);
    return kind === "value" || kind === "variable";
  };
  /** Whether a symbol is one that cells share, and not of a class's own inside. */
  const isLive = (symbol: ts.Symbol | undefined, name: string, at: ts.Node): boolean =>
    (symbol?.declarations ?? []).some((node) => {
      if (node.pos >= length) return node.getSourceFile() === at.getSourceFile();
      if (!declared.get(name)?.nodes.includes(node)) return false;
      return !isInside(at, node);
    });
  const isUse = (node: ts.Identifier): boolean =>
    isShared(node.text) &&
    (node.parent as { name?: ts.Node } | undefined)?.name !== node &&
    isLive(checker.getSymbolAtLocation(node), node.text, node);

  const before: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
    const own = file.statements.filter(({ pos }) => pos < length);
    const last = own.at(-1);

    const withoutExport = <T extends ts.Node>(node: T): T =>
      ts.visitEachChild(node, (child) => (isExportWord(child) ? undefined : child), context);

    const visit = (node: ts.Node): ts.VisitResult<ts.Node | undefined> => {
      if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return node;
      if (ts.isIdentifier(node)) return isUse(node) ? liveName(node.text, node) : node;
      if (ts.isShorthandPropertyAssignment(node)) return visitShorthand(node);
      if (ts.isVariableStatement(node)) return visitVariables(node);
      if (ts.isForStatement(node) && isVarList(node.initializer))
        return visitFor(node, node.initializer);
      const seen = checkLoop(bindImports(ts.visitEachChild(node, visit, context)));
      if (ts.isForOfStatement(node) || ts.isForInStatement(node))
        return visitForEach(node, seen as typeof node);
      return withoutThis(node, seen);
    };

    /** `f()` is called without a `this`, as it is written. */
    const withoutThis = (node: ts.Node, seen: ts.Node): ts.Node => {
      const plain = (callee: ts.Expression): ts.Expression =>
        factory.createParenthesizedExpression(
          factory.createComma(factory.createNumericLiteral(0), callee),
        );
      if (ts.isCallExpression(seen) && ts.isCallExpression(node)) {
        if (seen.expression === node.expression || !ts.isIdentifier(node.expression)) return seen;
        const { typeArguments, arguments: values, questionDotToken: dot } = seen;
        const callee = plain(seen.expression);
        return dot
          ? factory.updateCallChain(seen as ts.CallChain, callee, dot, typeArguments, values)
          : factory.updateCallExpression(seen, callee, typeArguments, values);
      }
      if (ts.isTaggedTemplateExpression(seen) && ts.isTaggedTemplateExpression(node))
        return seen.tag === node.tag || !ts.isIdentifier(node.tag)
          ? seen
          : factory.updateTaggedTemplateExpression(
              seen,
              plain(seen.tag),
              seen.typeArguments,
              seen.template,
            );
      return seen;
    };

    const visitShorthand = (node: ts.ShorthandPropertyAssignment): ts.Node => {
      const { name, objectAssignmentInitializer: otherwise } = node;
      const symbol = checker.getShorthandAssignmentValueSymbol(node);
      if (!isShared(name.text) || !isLive(symbol, name.text, name))
        return ts.visitEachChild(node, visit, context);
      const value = liveName(name.text, name);
      const whole = otherwise
        ? factory.createAssignment(value, ts.visitNode(otherwise, visit) as ts.Expression)
        : value;
      return ts.setTextRange(
        ts.setOriginalNode(factory.createPropertyAssignment(name.text, whole), node),
        node,
      );
    };

    const visitVariables = (node: ts.VariableStatement): ts.VisitResult<ts.Statement> => {
      const own = ts.isSourceFile(node.parent) ? withoutExport(node) : node;
      const seen = ts.visitEachChild(own, visit, context);
      const { declarationList: list } = node;
      if (isAmbient(node) || ownNames(list, declared).length === 0) return seen;
      // One statement each: a later one may use an earlier one's name.
      return seen.declarationList.declarations.flatMap((declaration, i) => {
        const one = factory.createVariableDeclarationList([declaration], list.flags);
        const statement = factory.createVariableStatement(seen.modifiers, one);
        const original = list.declarations[i]!;
        return [ts.setTextRange(statement, original), ...shareVariable(original, declared)];
      });
    };

    const visitFor = (node: ts.ForStatement, list: ts.VariableDeclarationList): ts.Statement => {
      const seen = checkLoop(ts.visitEachChild(node, visit, context)) as ts.ForStatement;
      const names = ownNames(list, declared);
      if (names.length === 0) return seen;
      const head = shareForHead(seen.initializer as ts.VariableDeclarationList, names);
      const { condition, incrementor, statement } = seen;
      return factory.updateForStatement(seen, head, condition, incrementor, statement);
    };

    const visitForEach = (
      node: ts.ForOfStatement | ts.ForInStatement,
      seen: ts.ForOfStatement | ts.ForInStatement,
    ): ts.Node => {
      const names = isVarList(node.initializer) ? ownNames(node.initializer, declared) : [];
      return names.length ? shareForEach(seen, names) : seen;
    };

    const expressionOf = (name: ts.EntityName): ts.Expression =>
      ts.isIdentifier(name)
        ? (visit(name) as ts.Expression)
        : factory.createPropertyAccessExpression(expressionOf(name.left), name.right);

    const visitTop = (node: ts.Node): ts.VisitResult<ts.Node | undefined> => {
      if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || isRequire(node)) {
        const found = isRequire(node) ? requireOf(node) : importOf(node, checker);
        if (found) imports.push(found);
        return undefined;
      }
      const isLast = node === last;
      if (ts.isExportAssignment(node) || (isLast && ts.isExpressionStatement(node))) {
        const value = ts.visitNode(node.expression, visit) as ts.Expression;
        if (isLast) hasResult = true;
        const whole = isLast ? factory.createAssignment(ofModule("result"), value) : value;
        return ts.setTextRange(factory.createExpressionStatement(whole), node);
      }
      const canLackName = ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node);
      if (canLackName && !node.name) return undefined; // an `export default` without a name
      if (ts.isVariableStatement(node) || ts.isFunctionDeclaration(node) || !isNamed(node))
        return visit(ts.isFunctionDeclaration(node) ? withoutExport(node) : node);
      const seen =
        ts.isImportEqualsDeclaration(node) && !ts.isExternalModuleReference(node.moduleReference)
          ? defineAlias(node, expressionOf(node.moduleReference))
          : ts.visitEachChild(withoutExport(node), visit, context);
      const { text: name } = node.name;
      const symbol = checker.getSymbolAtLocation(node.name);
      const hasValue = symbol !== undefined && standsForValue(symbol, checker);
      return isAmbient(node) || !hasValue ? seen : [seen, ...share([name])];
    };

    const functions = own.filter(ts.isFunctionDeclaration).flatMap((node) => {
      return node.body && node.name && !isAmbient(node) ? [node.name.text] : [];
    });
    const statements = ts.visitNodes(factory.createNodeArray(own), visitTop, ts.isStatement);
    return factory.updateSourceFile(
      file,
      ts.setTextRange(
        factory.createNodeArray([
          ...jsxNames(file, declared, borrowed).map(borrowLocally),
          ...share([...new Set(functions)]),
          ...statements,
        ]),
        file.statements,
      ),
    );
  };
  return { before, imports, hasResult: () => hasResult };
}

/** `const A = value;` in the place of `import A = …`. */
function defineAlias(node: ts.ImportEqualsDeclaration, value: ts.Expression): ts.Statement {
  const declaration = factory.createVariableDeclaration(node.name, undefined, undefined, value);
  const list = factory.createVariableDeclarationList([declaration], ts.NodeFlags.Const);
  return ts.setTextRange(factory.createVariableStatement(undefined, list), node);
}

const isVarList = (node: ts.Node | undefined): node is ts.VariableDeclarationList =>
  node !== undefined && ts.isVariableDeclarationList(node) && isVar(node);

/**
 * Whether a name is used inside its own declaration, where it is not in the scope yet: in a class,
 * enum or namespace, or, as in `const { a, b = a } = …`, in a pattern.
 */
function isInside(at: ts.Node, declaration: ts.Node): boolean {
  const { node, isVariable } = wholeOf(declaration);
  if (at.pos < node.pos || at.pos >= node.end) return false;
  return isVariable ? functionAround(at) === functionAround(node) : !ts.isFunctionLike(node);
}

function wholeOf(declaration: ts.Node): { node: ts.Node; isVariable: boolean } {
  let node = declaration;
  while (ts.isBindingElement(node) || ts.isBindingName(node)) node = node.parent;
  return { node, isVariable: ts.isVariableDeclaration(node) };
}

const functionAround = (node: ts.Node): ts.Node | undefined =>
  ts.findAncestor(node.parent, (around) => ts.isFunctionLike(around) || ts.isClassLike(around));

const isExportWord = ({ kind }: ts.Node): boolean =>
  kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword;
