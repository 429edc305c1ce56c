/** The names that a cell declares for those after it. */
import ts from "typescript";

/**
 * - `variable`: what a later cell may set, `let` and `var`;
 * - `value`: what has a value all the same, a constant, function, class, enum, namespace, import;
 * - `type`: what is gone when the cell runs;
 * - `ambient`: what `declare` says is there already;
 * - `resource`: what `using` has disposed of when the cell is over.
 */
export type NameKind = "variable" | "value" | "type" | "ambient" | "resource";

export interface Declared {
  kind: NameKind;
  /** What TypeScript calls such a name: const, function, … */
  word: string;
  /** Where it is declared; interfaces, overloads and namespaces may be in several places. */
  nodes: ts.Node[];
}

/** The names that the statements of a file declare, also those of `var` in its blocks. */
export function declaredNames(statements: readonly ts.Statement[]): Map<string, Declared> {
  const names = new Map<string, Declared>();
  const add = (name: ts.Identifier, kind: NameKind, node: ts.Node): void => {
    const known = names.get(name.text);
    if (!known) names.set(name.text, { kind, word: wordOf(node), nodes: [node] });
    else {
      known.nodes.push(node);
      if (known.kind === "type") known.kind = kind;
    }
  };
  const addPattern = (name: ts.BindingName, kind: NameKind): void => {
    for (const identifier of namesOf(name)) add(identifier, kind, identifier.parent);
  };
  const addList = (list: ts.VariableDeclarationList, kind = kindOf(list)): void =>
    list.declarations.forEach(({ name }) => addPattern(name, kind));
  /** `var` belongs to the cell wherever it stands outside of functions. */
  const addVars = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return;
    if (ts.isVariableDeclarationList(node) && isVar(node)) addList(node);
    ts.forEachChild(node, addVars);
  };
  for (const statement of statements) {
    if (ts.isVariableStatement(statement))
      addList(statement.declarationList, isAmbient(statement) ? "ambient" : undefined);
    else if (ts.isImportDeclaration(statement))
      importedNames(statement).forEach((node) => add(node.name!, "value", node));
    else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
      add(statement.name, "type", statement);
    else if (isNamed(statement))
      add(statement.name, isAmbient(statement) ? "ambient" : "value", statement);
    else addVars(statement);
  }
  return names;
}

/** Whether a statement other than `const`, `type` and `import` declares a name. */
export function isNamed(node: ts.Node): node is ts.DeclarationStatement & { name: ts.Identifier } {
  const canBeNamed =
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isModuleDeclaration(node) ||
    ts.isImportEqualsDeclaration(node);
  return canBeNamed && node.name?.kind === ts.SyntaxKind.Identifier && !isGlobalScope(node);
}

/** Whether a statement is a `declare global`. */
export const isGlobalScope = (node: ts.Node): boolean =>
  ts.isModuleDeclaration(node) && (node.flags & ts.NodeFlags.GlobalAugmentation) !== 0;

/** Whether a statement is a `declare`. */
export const isAmbient = (node: ts.Statement): boolean =>
  ts.canHaveModifiers(node) &&
  (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);

export const isVar = (list: ts.VariableDeclarationList): boolean => variableWord(list) === "var";

/** How a variable is declared. */
export type VariableWord = "var" | "let" | "const" | "using" | "await using";

export function variableWord(node: ts.Node): VariableWord {
  const flags: number = ts.getCombinedNodeFlags(node) & ts.NodeFlags.BlockScoped;
  return words[flags] ?? "var";
}

const words: Record<number, VariableWord> = {
  [ts.NodeFlags.Let]: "let",
  [ts.NodeFlags.Const]: "const",
  [ts.NodeFlags.Using]: "using",
  [ts.NodeFlags.AwaitUsing]: "await using",
};

function kindOf(list: ts.VariableDeclarationList): NameKind {
  const word = variableWord(list);
  if (word === "const") return "value";
  return word === "var" || word === "let" ? "variable" : "resource";
}

/** What TypeScript's completions call a declaration. */
function wordOf(node: ts.Node): string {
  if (ts.isFunctionDeclaration(node)) return "function";
  if (ts.isClassDeclaration(node)) return "class";
  if (ts.isEnumDeclaration(node)) return "enum";
  if (ts.isInterfaceDeclaration(node)) return "interface";
  if (ts.isTypeAliasDeclaration(node)) return "type";
  if (ts.isModuleDeclaration(node)) return "module";
  const isVariable = ts.isVariableDeclaration(node) || ts.isBindingElement(node);
  return isVariable ? variableWord(node) : "alias";
}

/** The identifiers that a name or pattern binds. */
export function namesOf(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) =>
    ts.isBindingElement(element) ? namesOf(element.name) : [],
  );
}

/** The parts of an import that bind a name. */
export function importedNames(
  node: ts.ImportDeclaration,
): (ts.ImportClause | ts.NamespaceImport | ts.ImportSpecifier)[] {
  const { importClause: clause } = node;
  if (!clause) return [];
  const { namedBindings: bound } = clause;
  return [
    ...(clause.name ? [clause] : []),
    ...(!bound ? [] : ts.isNamespaceImport(bound) ? [bound] : bound.elements),
  ];
}
