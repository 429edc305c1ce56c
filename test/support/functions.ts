/** Every public function, read from the sources: what it takes, throws and says of its options. */
import { resolve } from "node:path";
import ts from "typescript";
import { isTypeOnly, readSources, rooms } from "./readmes";

/** An option as it is declared. */
export interface DeclaredOption {
  readonly name: string;
  readonly says: string;
}

/** A public function or method: `trainGan`, `display.svg`, `Kernel.display`. */
export interface PublicFunction {
  readonly name: string;
  /** What its parameter of options may hold; undefined where it takes none. */
  readonly options: readonly DeclaredOption[] | undefined;
  /** What it announces to throw. */
  readonly throws: string;
  /** The classes of errors that its own code throws. */
  readonly thrown: readonly string[];
}

/**
 * Objects that are no options: what other functions make or give, by their types. Whatever is not
 * here and is taken as an object is taken for options.
 */
export const things: readonly string[] = [
  "BatchStream",
  "Data",
  "DataFacts",
  "Dataset",
  "DuelHistories",
  "EncodedTable",
  "Figure",
  "Finding",
  "Game",
  "GameState",
  "GanLoss",
  "Grammar",
  "History",
  "Inception",
  "Inspection",
  "Interval",
  "Judge",
  "LanguageModel",
  "LossHistory",
  "Mixture2d",
  "Moments",
  "Penalty",
  "PenaltyParts",
  "Pick",
  "Pictures",
  "TextDataset",
  "FeatureNetwork",
  "Pixels",
  "Png",
  "RewindRun",
  "ScoreHistory",
  "Showable",
  "SweepComparison",
  "Table",
  "Terminal",
  "TrainingState",
];

/** All functions that the front door and the rooms export, and the methods of what these give. */
export function publicFunctions(): PublicFunction[] {
  const { program, checker } = readSources();
  const found = new Map<string, PublicFunction>();
  const seen = new Set<string>();

  const isOurs = (symbol: ts.Symbol | undefined): boolean =>
    (symbol?.declarations ?? []).some((node) =>
      node.getSourceFile().fileName.startsWith(resolve("src")),
    );

  const optionsIn = (type: ts.Type): DeclaredOption[] | undefined => {
    if (things.includes(nameOf(type))) return undefined;
    const parts = type.isUnion() ? type.types : [type];
    const all = parts.filter(isOptions).flatMap((part) => part.getProperties());
    if (!parts.some(isOptions)) return undefined;
    return [...new Map(all.map((option) => [option.name, option])).values()].map((option) => ({
      name: option.name,
      says: ts.displayPartsToString(option.getDocumentationComment(checker)),
    }));
  };

  const isOptions = (type: ts.Type): boolean => {
    if (type.isIntersection()) return type.types.some(isOptions);
    const name = nameOf(type);
    const isForeign = !isOurs(type.symbol) && !/zod/.test(fileOf(type.symbol));
    if (!(type.flags & ts.TypeFlags.Object) || things.includes(name) || isForeign) return false;
    return (
      !type.getCallSignatures().length &&
      !checker.getIndexInfosOfType(type).length &&
      type.getProperties().length > 0
    );
  };

  const add = (name: string, symbol: ts.Symbol, signature: ts.Signature): void => {
    const options = signature.parameters.flatMap(
      (parameter) => optionsIn(checker.getTypeOfSymbol(parameter)) ?? [],
    );
    const takes = signature.parameters.some((one) => optionsIn(checker.getTypeOfSymbol(one)));
    const tags = [...signature.getJsDocTags(), ...symbol.getJsDocTags(checker)].filter(
      (tag) => tag.name === "throws",
    );
    const before = found.get(name); // another overload
    found.set(name, {
      name,
      options: takes ? options : before?.options,
      throws: tags.map(({ text }) => ts.displayPartsToString(text)).join("; "),
      thrown: [...thrownIn(checker, signature.declaration)],
    });
    const given = signature.getReturnType();
    look(checker.getNonNullableType(checker.getAwaitedType(given) ?? given));
  };

  /** The methods of what a function gives. */
  const look = (type: ts.Type): void => {
    const name = nameOf(type);
    if (!isOurs(type.symbol) || seen.has(name)) return;
    if (!name.startsWith("__")) seen.add(name);
    methodsOf(name, type);
  };
  const methodsOf = (owner: string, type: ts.Type): void => {
    for (const property of type.getProperties())
      if (isOurs(property))
        for (const signature of checker
          .getNonNullableType(checker.getTypeOfSymbol(property))
          .getCallSignatures())
          add(`${owner}.${property.name}`, property, signature);
  };

  for (const file of ["src/index.ts", ...rooms.map((room) => `src/${room}/index.ts`)])
    for (const given of checker.getExportsOfModule(
      checker.getSymbolAtLocation(program.getSourceFile(resolve(file))!)!,
    )) {
      if (given.name === "tf" || isTypeOnly(given)) continue;
      const isAlias = (given.flags & ts.SymbolFlags.Alias) !== 0;
      const symbol = isAlias ? checker.getAliasedSymbol(given) : given;
      if ((symbol.flags & ts.SymbolFlags.Value) === 0) continue;
      const type = checker.getTypeOfSymbol(symbol);
      const signatures = [...type.getCallSignatures(), ...type.getConstructSignatures()];
      for (const signature of signatures) add(given.name, symbol, signature);
      if (!signatures.length) methodsOf(given.name, type);
    }
  return [...found.values()];
}

const fileOf = (symbol: ts.Symbol | undefined): string =>
  symbol?.declarations?.[0]?.getSourceFile().fileName ?? "";

const nameOf = (type: ts.Type): string => (type.aliasSymbol ?? type.symbol)?.name ?? "";

/** Functions whose work is to throw for those that call them. */
const isGuard = /^(require|check|countRows)/;

/** The classes of errors in a function's own `throw` statements, and its guards'. */
function thrownIn(checker: ts.TypeChecker, node: ts.Node | undefined): Set<string> {
  const classes = new Set<string>();
  const visit = (part: ts.Node): void => {
    if (ts.isThrowStatement(part) && ts.isNewExpression(part.expression))
      classes.add(part.expression.expression.getText());
    if (ts.isCallExpression(part) && isGuard.test(part.expression.getText()))
      for (const name of thrownIn(checker, definitionOf(checker, part.expression)))
        classes.add(name);
    ts.forEachChild(part, visit);
  };
  if (node) visit(node);
  return classes;
}

function definitionOf(checker: ts.TypeChecker, name: ts.Expression): ts.Node | undefined {
  const symbol = checker.getSymbolAtLocation(name);
  const isAlias = symbol && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  return (isAlias ? checker.getAliasedSymbol(symbol) : symbol)?.declarations?.[0];
}
