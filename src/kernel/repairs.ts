/**
 * A repair to `tslab` 1.0.22, applied to the source of dist/converter.js while it is loaded.
 *
 * Defect: names from earlier cells become `exports.name`, but not in shorthand properties, so that `trainGan({ data })`
 * ends in "ReferenceError: data is not defined" (`wrapPrevIdentifier`, dist/converter.js:735: the checker answers for the
 * property, not for the variable). Such properties are now written out, `{ data: exports.data }`.
 */
import Module from "node:module";

type Compile = (this: unknown, content: string, filename: string) => unknown;

const before = `        function wrapPrevIdentifier(node) {
            var _a, _b;
`;

const after = `${before}            if (ts.isShorthandPropertyAssignment(node)) {
                const variable = checker.getShorthandAssignmentValueSymbol(node);
                if (!((variable && variable.declarations) || []).some((decl) => decl.getSourceFile() === declsFile)) {
                    return node;
                }
                return ts.factory.createPropertyAssignment(node.name, ts.factory.createPropertyAccessExpression(ts.factory.createIdentifier("exports"), node.name));
            }
`;

/** The repaired source of tslab's converter. @throws Error when it is not the version this repair was written for */
export function repairConverter(source: string): string {
  if (!source.includes(before))
    throw new Error("expected tslab 1.0.22, received another version: see src/kernel/repairs.ts");
  return source.replace(before, after);
}

/** Makes the next `require("tslab/dist/main.js")` load the repaired converter. */
export function repairTslab(): void {
  const converter = require.resolve("tslab/dist/converter.js");
  const prototype = Module.prototype as unknown as { _compile: Compile };
  const compile = prototype._compile;
  prototype._compile = function (content, filename) {
    if (filename !== converter) return compile.call(this, content, filename);
    prototype._compile = compile;
    return compile.call(this, repairConverter(content), filename);
  };
}
