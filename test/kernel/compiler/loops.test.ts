import assert from "node:assert/strict";
import { test } from "node:test";
import ts from "typescript";
import { checkLoop, checkName } from "../../../src/kernel/compiler/loops";

/** The code with each loop looking for an interrupt. */
function checked(code: string): string {
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true);
  const visitAll: ts.TransformerFactory<ts.SourceFile> = (context) => (root) => {
    const visit = (node: ts.Node): ts.Node => checkLoop(ts.visitEachChild(node, visit, context));
    return ts.visitEachChild(root, visit, context);
  };
  const { transformed } = ts.transform(file, [visitAll]);
  return ts.createPrinter().printFile(transformed[0]!);
}

for (const loop of [
  "for (;;) f();",
  "for (const x of xs) f();",
  "for (const x in xs) f();",
  "for await (const x of xs) f();",
  "while (true) f();",
  "do f(); while (true);",
  "do { f(); } while (true);",
])
  test(`${loop} looks for an interrupt, before each round`, () => {
    const code = checked(loop);
    assert.equal(code.split(`${checkName}();`).length, 2, code);
    assert.ok(code.indexOf(`${checkName}();`) < code.indexOf("f();"), code);
  });

test("loops in loops look each for themselves; other code is left as it is", () => {
  assert.equal(checked("while (a) do f(); while (b);").split(`${checkName}();`).length, 3);
  assert.equal(checked("if (a) f();"), checked("if (a) f();").replace(checkName, ""));
});
