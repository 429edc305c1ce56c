/**
 * Repairs to `tslab` 1.0.22, applied to the source of dist/converter.js while it is loaded. Each names its defect.
 */
import Module from "node:module";
import { join } from "node:path";

type Compile = (this: unknown, content: string, filename: string) => unknown;

interface Repair {
  before: string;
  after: string;
}

/**
 * Names from earlier cells become `exports.name`, but not in shorthand properties, so that `trainGan({ data })` ends in
 * "ReferenceError: data is not defined" (`wrapPrevIdentifier`: the checker answers for the property, not for the
 * variable). Such properties are now written out, `{ data: exports.data }`.
 */
const shorthandProperties: Repair = {
  before: `        function wrapPrevIdentifier(node) {
            var _a, _b;
`,
  after: `        function wrapPrevIdentifier(node) {
            var _a, _b;
            if (ts.isShorthandPropertyAssignment(node)) {
                const variable = checker.getShorthandAssignmentValueSymbol(node);
                if (!((variable && variable.declarations) || []).some((decl) => decl.getSourceFile() === declsFile)) {
                    return node;
                }
                return ts.factory.createPropertyAssignment(node.name, ts.factory.createPropertyAccessExpression(ts.factory.createIdentifier("exports"), node.name));
            }
`,
};

/**
 * A cell is read as if `await` were no keyword and becomes async only by an error message about it, so that
 * `await (x)`, `await [x]` and `for await` fail. TypeScript's own top-level await reads them all. Source maps are kept, so
 * that errors can name the cell's lines.
 */
const topLevelAwait: Repair[] = [
  {
    before: "        disableTopLevelAwait: true,\n",
    after: "        disableTopLevelAwait: false,\n        inlineSourceMap: true,\n",
  },
  {
    before: "            hasToplevelAwait: diag.hasToplevelAwait,\n",
    after: "            hasToplevelAwait: require(TRANSFORM).awaitsAtTop(ts, srcFile),\n",
  },
];

/**
 * Every cell is checked twice, the first time only to learn which names it declares. Its syntax tells that.
 */
const namesFirst: Repair[] = [
  {
    before: `        updateContent(prevDecl, src);
        let declsFile = builder.getSourceFile(declFilename);
        let srcFile = builder.getSourceFile(srcFilename);
        const locals = srcFile.locals;
`,
    after: `        let declsFile, srcFile;
        const parsed = ts.createSourceFile(srcFilename, srcPrefix + src, transpileTarget, true);
        ts.bindSourceFile(parsed, { target: transpileTarget });
        const locals = parsed.locals;
`,
  },
  {
    before: `        }
        asMutable(srcFile).parent = declsFile;
        const diag`,
    after: `        } else {
            updateContent(prevDecl, src);
            declsFile = builder.getSourceFile(declFilename);
            srcFile = builder.getSourceFile(srcFilename);
        }
        asMutable(srcFile).parent = declsFile;
        const diag`,
  },
];

/**
 * TypeScript's watcher has two timers at a time, one to build anew and one, when a folder has come,
 * to look again for modules; tslab knows one and fails for good at the second ("Unexpected pending
 * rebuildTimer").
 */
const severalTimers: Repair[] = [
  {
    before: `        if (rebuildTimer) {
            throw new Error("Unexpected pending rebuildTimer");
        }
        rebuildTimer = {
            callback: () => {
                callback();
                rebuildTimer = null;
            },
        };
        return rebuildTimer;
`,
    after: `        const timer = { callback };
        timers.add(timer);
        rebuildTimer = {
            callback: () => {
                for (const timer of timers) {
                    timers.delete(timer);
                    timer.callback();
                }
                rebuildTimer = null;
            },
        };
        return timer;
`,
  },
  {
    before: `        if (rebuildTimer === timeoutId) {
            rebuildTimer = null;
            return;
        }
        throw new Error("clearing unexpected tiemr");
`,
    after: "        timers.delete(timeoutId);\n",
  },
  {
    before: "    let rebuildTimer = null;\n",
    after: "    let rebuildTimer = null;\n    const timers = new Set();\n",
  },
];

/** Cells are also made interruptible, and their variables visible to later cells both ways: see cellTransform.ts. */
const transform: Repair = {
  before: `    let out = ts.transpileModule(js, {
        fileName: "custom.js",
        compilerOptions: {
`,
  after: `    let out = ts.transpileModule(require(TRANSFORM).exportVariables(ts, js), {
        fileName: "custom.js",
        transformers: { before: [require(TRANSFORM).cellTransform(ts)] },
        compilerOptions: {
            inlineSourceMap: true,
`,
};

/** tslab 1.0.22 asks for TypeScript 5.0.4; the newest of its forks, 5.1.3, serves as well. */
const newerTypescript: Repair = {
  before: `require("@tslab/typescript-for-tslab")`,
  after: `require(${JSON.stringify(require.resolve("@tslab/typescript-for-tslab"))})`,
};

/** The repaired source of tslab's converter. @throws Error when it is not the version these repairs were written for */
export function repairConverter(source: string): string {
  let repaired = source;
  for (const { before, after } of [
    newerTypescript,
    shorthandProperties,
    ...topLevelAwait,
    ...namesFirst,
    ...severalTimers,
    transform,
  ]) {
    if (!repaired.includes(before))
      throw new Error("expected tslab 1.0.22, received another version: see src/kernel/repairs.ts");
    repaired = repaired.replace(before, () => after);
  }
  return repaired.replaceAll("TRANSFORM", JSON.stringify(join(__dirname, "cellTransform.js")));
}

/** Makes the next `require("tslab/dist/converter.js")` load the repaired converter. */
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
