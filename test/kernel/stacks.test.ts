import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KernelClient, textOf } from "../support/kernelClient";
import { temporaryFolder } from "../support/temporary";

let kernel: KernelClient;
/** How tracebacks call the cell that declares `fail`, below. */
let first: string;
before(async () => {
  kernel = await KernelClient.start(temporaryFolder());
  const { reply } = await kernel.run(
    "interface Unused { a: 1 }\n\nfunction fail(text: string): never {\n  throw new " +
      "Error(text);\n}\n" +
      "async function failLater(text: string): Promise<never> {\n  await null;\n  return " +
      "fail(text);\n}\n",
  );
  first = `Cell ${String(reply.execution_count)}`;
});
after(() => kernel.stop());

/** What a cell says of an error, in its output or its traceback, without colours. */
async function told(code: string): Promise<{ text: string; cell: string }> {
  const ran = await kernel.run(code);
  const traceback = ((ran.reply.traceback as string[] | undefined) ?? []).join("\n");
  const text = [textOf(ran), textOf(ran, "stderr"), traceback].join("\n");
  return {
    text: text.replaceAll(/\x1b\[\d+m/g, ""),
    cell: `Cell ${String(ran.reply.execution_count)}`,
  };
}

const caught = (then: string): string =>
  `interface Other { b: 2 }\ntry { fail("mine"); } catch (error) {\n  ${then};\n}`;

/** Ways to have a stack told: the code, and its lines in that cell and whether in the first. */
const ways: Record<string, [code: string, line: number | undefined, inFirst: boolean]> = {
  thrown: ['\nfail("mine");', 2, true],
  "thrown after an await": ['await null;\n\nfail("mine");', 3, true],
  awaited: ['\n\nawait failLater("mine");', 3, true],
  "of Promise.all": ['\nawait Promise.all([failLater("mine")]);', undefined, true],
  rejected: [
    'void failLater("mine"); await new Promise((r) => setTimeout(r, 50));',
    undefined,
    true,
  ],
  "of a timer": [
    '\nsetTimeout(() => fail("mine"), 1);\nawait new Promise((r) => setTimeout(r, 50));',
    2,
    true,
  ],
  "a cause": [caught('throw new Error("outer", { cause: error })'), 2, true],
  "a cause's cause": [
    caught('throw new Error("outer", { cause: new Error("inner", { cause: error }) })'),
    3,
    true,
  ],
  "a member of an AggregateError": [caught('throw new AggregateError([error], "outer")'), 2, true],
  "of Promise.any": ['\nawait Promise.any([failLater("mine")]);', undefined, true],
  "console.log": [caught("console.log(error)"), 2, true],
  "console.error in an object": [caught("console.error({ a: [error] })"), 2, true],
  "error.stack": [caught("console.log((error as Error).stack)"), 2, true],
  "console.trace": ['\n\nconsole.trace("mine");', 3, false],
  captureStackTrace: [
    "const o = { stack: 'mine' };\nError.captureStackTrace(o); console.log(o.stack, 'mine')",
    2,
    false,
  ],
  "of a library": ['\nJSON.parse("mine");', 2, false],
  "of a kernel's function": ['\nprocess.exit(1); // "would end"', 2, false],
};

for (const [name, [code, line, inFirst]] of Object.entries(ways))
  test(`a stack is told in the cells' lines, without the kernel's frames: ${name}`, async () => {
    const { text, cell } = await told(code);
    assert.match(text, /mine|would end/);
    if (inFirst) assert.match(text, new RegExp(`at (async )?fail \\(${first}:4\\)`), text);
    if (line !== undefined) assert.match(text, new RegExp(`${cell}:${line}(?!\\d)`), text);
    assert.doesNotMatch(text, /dist.kernel|node:internal|node:vm|node:async_hooks/);
    assert.doesNotMatch(text, /Cell \d+:\d+:\d+/, "a line of what the compiler has made");
  });

test("the excerpt shows the innermost line that lies in a cell", async () => {
  const { text } = await told('\nJSON.parse("mine");');
  assert.match(text, /Cell \d+, line 2\n[^>]*> 2 \| JSON\.parse/);
});

test("an expression of the front end has its line, too", async () => {
  const { reply } = await kernel.run("1", { user_expressions: { mine: "JSON.parse('mine')" } });
  const { mine } = reply.user_expressions as { mine: { traceback: string[] } };
  const text = mine.traceback.join("\n").replaceAll(/\x1b\[\d+m/g, "");
  assert.match(text, /expression, line 1\n> 1 \| \(JSON\.parse/);
  assert.match(text, /at expression:1$/);
});

test("of an error with many members ten are told", async () => {
  const { text } = await told("await Promise.any(Array(12).fill(Promise.reject(new Error('x'))));");
  assert.equal(text.split("One of its errors: Error: x").length - 1, 10);
  assert.match(text, /and 2 more/);
});

test("an error that cannot be told does not harm the kernel", async () => {
  const { text } = await told(
    'throw Object.defineProperty(new Error(), "message", { get() { throw new Error("no"); } });',
  );
  assert.match(text, /no/);
  assert.match((await told("console.log('alive')")).text, /alive/);
});
