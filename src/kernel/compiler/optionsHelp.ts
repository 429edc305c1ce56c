import ts from "typescript";
import type { Service } from "./service";

/** An option of a function, as it is shown beside the function's own documentation. */
export interface OptionHelp {
  /** `epochs?: number`. */
  readonly signature: string;
  /** What its comment says, in one line. */
  readonly says: string;
}

/** How parameters of options are called, and their types: data are passed as objects, too. */
const names = /^(options|opts|settings|config|init)$|(Options|Settings|Config|Init|Parts|Props)$/;

/**
 * What may be passed in the last parameter of a function, where that is options by its name or its
 * type's; nothing for other functions.
 *
 * @param at a position in the function's name, or between the brackets of its call
 */
export function optionsAt({ language, current }: Service, at: number): OptionHelp[] {
  const program = language.getProgram();
  const file = program?.getSourceFile(current);
  if (!program || !file) return [];
  const checker = program.getTypeChecker();
  const callee = calleeAt(file, at);
  const [signature] = callee ? checker.getTypeAtLocation(callee).getCallSignatures() : [];
  const last = signature?.parameters.at(-1);
  if (!last) return [];
  const type = checker.getNonNullableType(checker.getTypeOfSymbol(last));
  const typeName = (type.aliasSymbol ?? type.symbol)?.name ?? "";
  if (![last.name, typeName].some((name) => names.test(name))) return [];
  const isList = (part: ts.Type): boolean => checker.getIndexInfosOfType(part).length > 0;
  const options = (type.isUnion() ? type.types : [type])
    .filter((part) => !isList(part) && !part.getCallSignatures().length)
    .flatMap((part) => part.getProperties());
  const isLeftOut = (option: ts.Symbol): boolean => (option.flags & ts.SymbolFlags.Optional) !== 0;
  return [...new Map(options.map((option) => [option.name, option])).values()].map((option) => {
    const of = checker.getNonNullableType(checker.getTypeOfSymbol(option));
    const says = ts.displayPartsToString(option.getDocumentationComment(checker));
    return {
      signature:
        `${option.name}${isLeftOut(option) ? "?" : ""}: ` + checker.typeToString(of, callee),
      says: says.replace(/\{@link (\w+)\}/g, "$1").replace(/\s+/g, " "),
    };
  });
}

/** The name at a position, or what is called with what stands there. */
function calleeAt(file: ts.SourceFile, at: number): ts.Node | undefined {
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (at < node.getStart(file) || at > node.end) return;
    if (ts.isIdentifier(node)) found = node;
    else if (ts.isCallExpression(node) && at > node.expression.end) found = node.expression;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
