/** A local module as code that runs in the same way as a cell: its imports are waited for. */
import ts from "typescript";
import { LineMap } from "./lineMap";
import { bindImports, checkLoop, ofModule } from "./loops";

export interface LocalCode {
  /**
   * The body of an async function `(exports, require, module, __filename, __dirname, __module__)`.
   */
  code: string;
  map: LineMap;
}

/**
 * TypeScript's own way to CommonJS, with `await __module__.require(…)` where it writes
 * `require(…)`, so that a module may import what has to be waited for, and wait itself.
 */
export function compileLocal(path: string, text: string, options: ts.CompilerOptions): LocalCode {
  const { outputText, sourceMapText } = ts.transpileModule(text, {
    fileName: path.replace(/\.[cm]([jt]s)$/, ".$1"), // `.mts` could not become CommonJS
    compilerOptions: {
      ...options,
      customConditions: [],
      module: ts.ModuleKind.CommonJS,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
    },
    transformers: { before: [prepare], after: [awaitRequires] },
  });
  return {
    code: outputText.slice(0, outputText.lastIndexOf("//# sourceMappingURL=")),
    map: new LineMap(sourceMapText!, text.split("\n").length),
  };
}

const prepare: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
  const visit = (node: ts.Node): ts.Node =>
    checkLoop(bindImports(ts.visitEachChild(node, visit, context)));
  return ts.visitEachChild(file, visit, context);
};

const awaitRequires: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
  const { factory } = context;
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isFunctionLike(node)) return node;
    // What TypeScript has written has no place in the file.
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.pos < 0)
      if (node.expression.text === "require")
        return factory.createAwaitExpression(
          factory.createCallExpression(ofModule("require"), undefined, node.arguments),
        );
    return ts.visitEachChild(node, visit, context);
  };
  return ts.visitEachChild(file, visit, context);
};
