import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { KernelClient, textOf, typesOf, valueOf } from "../support/kernelClient";
import { temporaryFolder } from "../support/temporary";

let kernel: KernelClient;
const folder = temporaryFolder();
before(async () => {
  writeFileSync(join(folder, "helper.ts"), "export const twice = (x: number): number => 2 * x;\n");
  kernel = await KernelClient.start(folder);
});
after(() => kernel.stop());

const value = async (code: string): Promise<unknown> => {
  const ran = await kernel.run(code);
  assert.equal(ran.reply.status, "ok", JSON.stringify(ran.reply));
  return valueOf(ran);
};

test("the value of the last expression is the cell's result", async () => {
  assert.equal(await value("1 + 2"), "3");
  assert.equal(await value("const list = [1, 'a']; list"), "[ 1, 'a' ]");
  assert.equal(await value("null"), "null");
  assert.equal(await value("undefined"), undefined);
  assert.equal(await value("const nothing = 1;"), undefined);
});

test("await works in every form at the top level", async () => {
  assert.equal(await value("await (Promise.resolve(5))"), "5");
  assert.equal(await value("await [1]"), "[ 1 ]");
  assert.equal(await value("(await Promise.resolve({ a: 1 })).a"), "1");
  assert.equal(
    await value("let total = 0; for await (const x of [1, Promise.resolve(2)]) total += x; total"),
    "3",
  );
  assert.equal(
    await value("const { a, b: [c] } = await Promise.resolve({ a: 1, b: [2] }); a + c"),
    "3",
  );
});

test("a cell's own text that looks like a source map stays, and its lines are right", async () => {
  const map = "//# sourceMappingURL=data:application/json;base64,e30=";
  assert.equal(await value(`"${map}"`), `'${map}'`);
  const printed = await kernel.run("console.log(`\n" + map + "\n${1}" + map + "`)");
  assert.equal(textOf(printed), `\n${map}\n1${map}\n`);
  const { reply } = await kernel.run(`const own = "${map}";\n${map}\nthrow new Error(own);`);
  assert.equal(reply.evalue, map);
  assert.match((reply.traceback as string[]).join("\n"), /at Cell \d+:3/);
});

test("export is allowed and changes nothing", async () => {
  assert.equal(
    await value("export const shared = 1; export function next() { return shared + 1; }"),
    undefined,
  );
  assert.equal(await value("next()"), "2");
  assert.equal(
    await value(
      "export default class Thing {}\nexport { shared };\nexport { join } from 'node:path';\n" +
        "join('a', 'b')",
    ),
    "'a/b'",
  );
  assert.equal(await value("new Thing() instanceof Thing"), "true");
});

test("a variable that a later cell sets is seen by earlier functions", async () => {
  await kernel.run(
    "let rate = 1; function current() { return rate; } const bump = () => { rate++; };",
  );
  assert.equal(await value("rate = 5; current()"), "5");
  assert.equal(await value("bump(); rate"), "6");
  assert.equal(await value("let rate = 10; current()"), "10");
});

test("names can be declared anew with another type; local files can be imported", async () => {
  assert.equal(await value("const thing = 1; thing"), "1");
  assert.equal(await value("const thing = 'text'; thing.length"), "4");
  assert.equal(await value("import { twice } from './helper'; twice(4)"), "8");
  await kernel.run("/** @module inner */ export const seven: number = 7;");
  assert.equal(await value("import { seven } from './inner'; seven"), "7");
});

test("what a cell had declared before it failed is kept", async () => {
  await kernel.run("const old = 'old'; const untouched = 1;");
  const { reply } = await kernel.run(
    "const early = 1; let both = 2; interface Shape { side: number }\nconst old = early > 0 ? " +
      "fail() : 3;\nconst late = 4;\nfunction fail(): number { throw new Error('no'); }",
  );
  assert.deepEqual([reply.status, reply.ename, reply.evalue], ["error", "Error", "no"]);
  assert.equal(
    await value("[early, both, old.toUpperCase(), untouched, ({ side: 1 } as Shape).side]"),
    "[ 1, 2, 'OLD', 1, 1 ]",
  );
  const { reply: missing } = await kernel.run("late");
  assert.match(String(missing.evalue), /Cannot find name 'late'/);
});

test("errors have a name, a message and a traceback that points at the cells' lines", async () => {
  await kernel.run(
    "interface Unused { a: 1 }\n\nfunction risky(n: number): number {\n  if (n > 1) throw new " +
      "RangeError('too large');\n  return n;\n}",
  );
  const { reply, messages } = await kernel.run("const fine = 1;\n\nrisky(2);");
  const error = messages.find(({ header }) => header.msg_type === "error")!;
  assert.deepEqual([error.content.ename, error.content.evalue], ["RangeError", "too large"]);
  assert.deepEqual(reply.traceback, error.content.traceback);
  const text = (reply.traceback as string[]).join("\n").replaceAll(/\x1b\[\d+m/g, "");
  const [risky, caller] = [...text.matchAll(/at (?:risky \()?(Cell \d+:\d+)/g)].map(
    ([, place]) => place!,
  );
  const count = Number(reply.execution_count);
  assert.equal(risky, `Cell ${count - 1}:4`);
  assert.equal(caller, `Cell ${count}:3`);
  assert.match(text, />\s+4 \|   if \(n > 1\) throw/);
  assert.doesNotMatch(text, /executor|node:internal|node:vm/);
});

test("errors of the compiler name the code and mark the place", async () => {
  const ran = await kernel.run("console.log('not printed');\nconst wrong: number = 'text';");
  assert.equal(ran.reply.ename, "TypeScriptError");
  assert.equal(
    ran.reply.evalue,
    "Type 'string' is not assignable to type 'number'. (TS2322, line 2)",
  );
  const text = (ran.reply.traceback as string[]).join("\n").replaceAll(/\x1b\[\d+m/g, "");
  assert.match(text, /> 2 \| const wrong: number = 'text';\n {4}\| {7}\^{5}$/);
  assert.deepEqual(typesOf(ran), ["error"]);
});

test("thrown values that are no errors, and late errors, do not harm the kernel", async () => {
  const thrown = await kernel.run("throw { code: 7 };");
  assert.deepEqual([thrown.reply.ename, thrown.reply.evalue], ["Thrown", "{ code: 7 }"]);
  const ran = await kernel.run(
    "setTimeout(() => { throw new Error('late one'); }, 5); await new Promise((r) => " +
      "setTimeout(r, 60)); 'alive'",
  );
  assert.equal(valueOf(ran), "'alive'");
  assert.match(textOf(ran, "stderr"), /late one/);
  await kernel.run("void Promise.reject(new Error('unhandled'));");
  const exit = await kernel.run("process.exit(3)");
  assert.match(String(exit.reply.evalue), /process\.exit would end the kernel/);
  assert.equal(await value("'still here'"), "'still here'");
});

test("a value shows itself by Symbol.for('Jupyter.display'), also by a promise", async () => {
  const ran = await kernel.run(
    "({ async [Symbol.for('Jupyter.display')]() { return { 'text/html': '<b>5</b>' }; } })",
  );
  const result = ran.messages.find(({ header }) => header.msg_type === "execute_result")!;
  assert.equal((result.content.data as Record<string, unknown>)["text/html"], "<b>5</b>");
  const bad = await kernel.run(
    "({ [Symbol.for('Jupyter.display')]() { throw new Error('cannot be drawn'); } })",
  );
  assert.deepEqual([bad.reply.status, bad.reply.evalue], ["error", "cannot be drawn"]);
});

test("output of a timer goes to the cell that set it, even while another cell runs", async () => {
  const first = kernel.run("setTimeout(() => console.log('from the first'), 150); 1");
  const { messages } = await first;
  await kernel.run("await new Promise((r) => setTimeout(r, 300)); console.log('from the second');");
  const id = messages[0]!.parent.msg_id!;
  const late = kernel.publishedFor(id).filter(({ header }) => header.msg_type === "stream");
  assert.deepEqual(
    late.map(({ content }) => content.text),
    ["from the first\n"],
  );
});
