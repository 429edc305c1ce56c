/** What the public declarations name is ours, TensorFlow.js' or Node's. */
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { rooms } from "./support/readmes";

const doors = ["dist/index.d.ts", ...rooms.map((room) => `dist/${room}/index.d.ts`)];

const program = ts.createProgram(doors, { skipLibCheck: true, target: ts.ScriptTarget.ES2022 });
const checker = program.getTypeChecker();

/** Names of zod's that can be reached from a door, each by the way that leads there. */
function waysToZod(door: string): string[] {
  const found: string[] = [];
  const seen = new Set<ts.Symbol>();
  const visit = (given: ts.Symbol, way: readonly string[]): void => {
    const isAlias = (given.flags & ts.SymbolFlags.Alias) !== 0;
    const symbol = isAlias ? checker.getAliasedSymbol(given) : given;
    if (seen.has(symbol)) return;
    seen.add(symbol);
    for (const declaration of symbol.declarations ?? []) {
      const { fileName } = declaration.getSourceFile();
      if (/node_modules\/zod\//.test(fileName)) found.push(way.join(" > "));
      else if (fileName.startsWith(resolve("dist"))) names(declaration, [...way, symbol.name]);
    }
  };
  const names = (node: ts.Node, way: readonly string[]): void => {
    ts.forEachChild(node, (part) => {
      const symbol = ts.isIdentifier(part) ? checker.getSymbolAtLocation(part) : undefined;
      if (symbol) visit(symbol, way);
      names(part, way);
    });
  };
  const symbol = checker.getSymbolAtLocation(program.getSourceFile(door)!)!;
  for (const given of checker.getExportsOfModule(symbol)) visit(given, [door]);
  return [...new Set(found)];
}

for (const door of doors)
  test(`${door}: no public type is one of zod's`, () => assert.deepEqual(waysToZod(door), []));
