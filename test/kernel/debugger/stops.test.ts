import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DebugClient } from "../../support/debugClient";
import { KernelClient, textOf, valueOf } from "../../support/kernelClient";

let kernel: KernelClient;
let client: DebugClient;
before(async () => {
  kernel = await KernelClient.start();
  client = new DebugClient(kernel);
});
after(async () => {
  assert.equal(await kernel.stop(), 0, kernel.log);
  assert.equal(kernel.log, "");
});

test("kernel_info offers the debugger, and debugInfo tells how cells are hashed", async () => {
  const { content } = await kernel.request("kernel_info_request");
  assert.deepEqual([content.debugger, content.supported_features], [true, ["debugger"]]);
  const body = await client.body("debugInfo");
  assert.deepEqual(
    [body.isStarted, body.hashMethod, body.hashSeed, body.tmpFileSuffix, body.stoppedThreads],
    [false, "Murmur2", 0xc70f6907, ".ts", []],
  );
});

const loop = `let sum = 0;
for (const x of [1, 2, 3]) {
  sum += x;
}
console.log("sum", sum);
sum`;

test("a breakpoint set before a cell first runs stops it there", async () => {
  await client.start();
  const code = `console.log("before");\nconst two: number = 2;\nconsole.log("after", two);`;
  const path = await client.set(code, [3]);
  const { line, reason, ran } = await client.runToStop(code);
  assert.deepEqual([line, reason], [3, "breakpoint"]);
  const [frame] = await client.stack();
  assert.equal(frame!.source.path, path);
  const printed = kernel.published.filter(({ header }) => header.msg_type === "stream").at(-1);
  assert.equal(printed!.content.text, "before\n");
  await client.continue();
  assert.equal(textOf(await ran), "before\nafter 2\n");
});

test("steps lead from line to line, over a loop's own checks", async () => {
  await client.set(loop, [1]);
  const { line, ran } = await client.runToStop(loop);
  const lines = [line];
  for (let i = 0; i < 9; i++) lines.push(await client.step("next"));
  assert.deepEqual(lines, [1, 2, 3, 2, 3, 2, 3, 2, 5, 6]);
  await client.continue();
  assert.equal(textOf(await ran), "sum 6\n");
});

test("a step out of the last line ends the cell, and the next one does not stop", async () => {
  const code = "const last = 1;\nlast";
  await client.set(code, [2]);
  const { ran } = await client.runToStop(code);
  await client.body("next");
  assert.equal((await ran).reply.status, "ok");
  assert.equal(valueOf(await kernel.run("const more = 2;\nmore")), "2");
  await client.set(code, []);
});

const functions = `function double(x: number): number {
  const y = x * 2;
  return y;
}
function twice(x: number): number {
  return double(double(x));
}`;

test("a call of an earlier cell's function is stepped into, and shown with both", async () => {
  await kernel.run(functions);
  const code = "const four = twice(1);\nfour";
  await client.set(code, [1]);
  const { ran } = await client.runToStop(code);
  assert.equal(await client.step("stepIn"), 6);
  assert.equal(await client.step("stepIn"), 2);
  const frames = (await client.stack()).map(({ name, line }) => `${name}:${line}`);
  assert.match(frames.join(" "), /^double:2 twice:6 Cell \d+:1$/);
  assert.equal(await client.step("stepOut"), 6);
  assert.equal(await client.step("stepOut"), 2);
  await client.continue();
  assert.equal(valueOf(await ran), "4");
});

test("a breakpoint in a function of an earlier cell stops its later calls", async () => {
  await client.set(functions, [3]);
  const { line, ran } = await client.runToStop("twice(5)");
  assert.equal(line, 3);
  await client.continue();
  assert.equal((await client.stop()).line, 3);
  await client.set(functions, []);
  await client.continue();
  assert.equal(valueOf(await ran), "20");
});

test("a cell that runs again stops again, until its breakpoints are removed", async () => {
  const code = "const again = 7;\nagain * 2";
  await client.set(code, [2]);
  for (let i = 0; i < 2; i++) {
    const { line, ran } = await client.runToStop(code);
    assert.equal(line, 2);
    await client.continue();
    await ran;
  }
  await client.set(code, []);
  assert.equal(valueOf(await kernel.run(code)), "14");
});

test("a condition of a breakpoint may have types and the notebook's variables", async () => {
  await kernel.run("const limit = 6;");
  const code = "let hits = 0;\nfor (let i = 0; i < 10; i++) {\n  hits += i;\n}\nhits";
  await client.set(code, [3], { condition: "(i as number) === limit && hits > 0" });
  const { ran } = await client.runToStop(code);
  assert.deepEqual([await client.evaluate("i", 1), await client.evaluate("hits", 1)], ["6", "15"]);
  await client.continue();
  assert.equal(valueOf(await ran), "45");
});

test("a `debugger` statement stops while the debugger is on", async () => {
  const { line, ran } = await client.runToStop("const here = 1;\ndebugger;\nhere");
  assert.equal(line, 2);
  await client.continue();
  await ran;
});

test("a breakpoint on a line without code moves to the next one that has some", async () => {
  const code = "// a comment\n\ninterface Nothing { a: number }\nconst some = 3;\nsome";
  await client.set(code, [1]);
  const { line, ran } = await client.runToStop(code);
  assert.equal(line, 4);
  await client.continue();
  await ran;
});

test("a loop that awaits stops in each round, and steps go over the await", async () => {
  const code = `const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
for (let round = 0; round < 2; round++) {
  await wait(1);
  console.log(round);
}`;
  await client.set(code, [3]);
  const { ran } = await client.runToStop(code);
  assert.equal(await client.step("next"), 4);
  assert.equal(await client.evaluate("round", 1), "0");
  await client.continue();
  assert.equal((await client.stop()).line, 3);
  await client.continue();
  assert.equal(textOf(await ran), "0\n1\n");
});

test("a callback that a timer calls after its cell stops, too", async () => {
  const code = `setTimeout(() => {
  const late = "late";
  console.log(late);
}, 30);`;
  await client.set(code, [3]);
  await kernel.run(code);
  const { line } = await client.stop();
  assert.equal(line, 3);
  assert.equal(await client.evaluate("late.length", 1), "4");
  await client.continue();
});

test("lines of a cell with magics are the author's", async () => {
  const code = "%%time\n!echo one\nconst two = 2;\nconsole.log(two);";
  const path = await client.set(code, [3, 4]);
  const { line, ran } = await client.runToStop(code);
  const [frame] = await client.stack();
  assert.deepEqual([line, frame!.source.path], [3, path]);
  assert.equal(await client.step("next"), 4);
  await client.continue();
  assert.match(textOf(await ran), /^one\n2\n.*time/s);
  const command = "!echo first\n!echo second";
  await client.set(command, [2]);
  const shell = await client.runToStop(command);
  assert.equal(shell.line, 2);
  await client.continue();
  assert.equal(textOf(await shell.ran), "first\nsecond\n");
});

test("exceptions stop where they are thrown: all, or those that nobody catches", async () => {
  const caught = "try {\n  throw new Error('caught');\n} catch {}\n1";
  const late = `async function fail(): Promise<void> {
  await null;
  throw new Error("late");
}
await fail().then(() => 1);`;
  const handled = `${late.split("\nawait fail")[0]}\ntry { await fail(); } catch {}\n2`;
  await client.body("setExceptionBreakpoints", { filters: ["uncaught"] });
  assert.equal(valueOf(await kernel.run(caught)), "1");
  assert.equal(valueOf(await kernel.run(handled)), "2");
  for (const [code, at] of [
    ["\nthrow new Error('now');", 2],
    [late, 3],
  ] as const) {
    const { line, reason, ran } = await client.runToStop(code);
    assert.deepEqual([line, reason], [at, "exception"]);
    await client.continue();
    assert.equal((await ran).reply.ename, "Error");
  }
  await client.body("setExceptionBreakpoints", { filters: ["raised"] });
  const { line, ran } = await client.runToStop(caught);
  assert.equal(line, 2);
  await client.continue();
  await ran;
  await client.body("setExceptionBreakpoints", { filters: [] });
  assert.equal((await kernel.run("throw new Error('free')")).reply.ename, "Error");
});
