/** The list of exports in each room's README, from the documentation in the code. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import ts from "typescript";

/** The rooms that can be imported by name, such as `ganbook/measure`. */
export const rooms: readonly string[] = readdirSync("src").filter((room) =>
  existsSync(`src/${room}/index.ts`),
);

const heading = "## Exports\n";

/** What a room's README is to be: its list of exports, the last part, is written anew. */
export function readmeOf(room: string): string {
  const written = readFileSync(`src/${room}/README.md`, "utf8");
  const place = written.indexOf(heading);
  if (place < 0) throw new Error(`src/${room}/README.md: expected a last part "${heading.trim()}"`);
  const lines = exportsOf(room).map(
    ([name, says]) => `- \`${name}\`${says === "" ? "" : `: ${says}`}`,
  );
  return `${written.slice(0, place)}${heading}\n${lines.join("\n")}\n`;
}

/** The values that a room exports, and the first sentence about each. */
function exportsOf(room: string): [name: string, says: string][] {
  const { program, checker } = readSources();
  const symbol = checker.getSymbolAtLocation(program.getSourceFile(resolve(fileOf(room)))!)!;
  return checker.getExportsOfModule(symbol).flatMap((given): [string, string][] => {
    if (given.name === "tf") return [["tf", "TensorFlow.js itself, all of it."]];
    const isAlias = (given.flags & ts.SymbolFlags.Alias) !== 0;
    const target = isAlias ? checker.getAliasedSymbol(given) : given;
    if ((target.flags & ts.SymbolFlags.Value) === 0 || isTypeOnly(given)) return [];
    const text = ts.displayPartsToString(target.getDocumentationComment(checker));
    return [[given.name, text.replace(/\s+/g, " ").split(/(?<=\.) (?=[A-Z`])/)[0]!]];
  });
}

/** Whether a name is exported as a type alone. */
export const isTypeOnly = ({ declarations }: ts.Symbol): boolean =>
  (declarations ?? []).some(
    (node) => ts.isExportSpecifier(node) && (node.isTypeOnly || node.parent.parent.isTypeOnly),
  );

const fileOf = (room: string): string => `src/${room}/index.ts`;

let known: { program: ts.Program; checker: ts.TypeChecker } | undefined;

/** The sources of all rooms, and of the front door. */
export function readSources(): { program: ts.Program; checker: ts.TypeChecker } {
  if (known) return known;
  const { options } = ts.parseJsonConfigFileContent({ extends: "./tsconfig.json" }, ts.sys, ".");
  const program = ts.createProgram(["src/index.ts", ...rooms.map(fileOf)], options);
  return (known = { program, checker: program.getTypeChecker() });
}
