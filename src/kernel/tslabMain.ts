/**
 * tslab's own kernel, with one repair: `node dist/kernel/tslabMain.js <connection file>`.
 *
 * tslab 1.0.22 turns names from earlier cells into `exports.name`, but not in shorthand properties,
 * so that `trainGan({ data })` ends in "ReferenceError: data is not defined" (`wrapPrevIdentifier`
 * in its dist/converter.js: the checker answers for the property, not for the variable). Here such
 * properties are written out, `{ data: exports.data }`.
 */
import Module, { createRequire } from "node:module";
import { join } from "node:path";

type Compile = (this: unknown, content: string, filename: string) => unknown;
interface Tslab {
  startKernel: (options: { configPath: string; enableFindLocal: boolean }) => void;
}

const before = `        function wrapPrevIdentifier(node) {
            var _a, _b;
`;
const after = `${before}            if (ts.isShorthandPropertyAssignment(node)) {
                const variable = checker.getShorthandAssignmentValueSymbol(node);
                const declarations = (variable && variable.declarations) || [];
                if (!declarations.some((decl) => decl.getSourceFile() === declsFile)) {
                    return node;
                }
                return ts.factory.createPropertyAssignment(
                    node.name,
                    ts.factory.createPropertyAccessExpression(
                        ts.factory.createIdentifier("exports"), node.name));
            }
`;

/** The notebook's own tslab, else the one beside this package. */
function findTslab(path: string): string {
  try {
    return createRequire(join(process.cwd(), "notebook.js")).resolve(path);
  } catch {
    return require.resolve(path);
  }
}

/** Makes the next load of tslab's converter give a repaired one. */
function repairTslab(): void {
  const converter = findTslab("tslab/dist/converter.js");
  const prototype = Module.prototype as unknown as { _compile: Compile };
  const compile = prototype._compile;
  prototype._compile = function (content, filename) {
    if (filename !== converter) return compile.call(this, content, filename);
    prototype._compile = compile;
    if (!content.includes(before))
      throw new Error("expected tslab 1.0.22, received another version: see kernel/tslabMain.ts");
    return compile.call(this, content.replace(before, after), filename);
  };
}

repairTslab();
const { startKernel } = require(findTslab("tslab/dist/main.js")) as Tslab;
startKernel({ configPath: process.argv[2] ?? "", enableFindLocal: false });
