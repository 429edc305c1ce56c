import assert from "node:assert/strict";
import { once } from "node:events";
import { afterEach, beforeEach, test } from "node:test";
import { DebugClient } from "../../support/debugClient";
import { KernelClient, textOf, valueOf, type Ran } from "../../support/kernelClient";

let kernel: KernelClient;
let client: DebugClient;
beforeEach(async () => {
  kernel = await KernelClient.start();
  client = new DebugClient(kernel);
});
afterEach(async () => {
  if (kernel.child.exitCode === null) assert.equal(await kernel.stop(), 0, kernel.log);
  assert.equal(kernel.log, "");
});

const loop = `let round = 0;
while (round < 1e9) {
  round++;
}
console.log("never");`;

/** Stops in the loop. */
async function stopInLoop(): Promise<{ ran: Promise<Ran> }> {
  await client.start();
  await client.set(loop, [3]);
  const { ran, line } = await client.runToStop(loop);
  assert.equal(line, 3);
  return { ran };
}

test("stop ends a cell that is stopped at a breakpoint; the next cell stops again", async () => {
  const { ran } = await stopInLoop();
  await kernel.interrupt();
  assert.equal((await ran).reply.ename, "Interrupted");
  const { ran: next, line } = await client.runToStop(loop);
  assert.equal(line, 3);
  await kernel.interrupt();
  assert.equal((await next).reply.ename, "Interrupted");
});

for (const restart of [false, true])
  test(`a kernel whose cell is stopped ends with code 0, restart ${restart}`, async () => {
    const { ran } = await stopInLoop();
    ran.catch(() => undefined);
    const exited = once(kernel.child, "exit");
    const { content } = await kernel.request("shutdown_request", { restart }, kernel.control);
    assert.equal(content.restart, restart);
    assert.deepEqual(await exited, [0, null], kernel.log);
    kernel.close();
  });

test("disconnect lets a stopped cell go on, and gives everything back", async () => {
  const code = "let n = 0;\nfor (let i = 0; i < 3; i++) {\n  n += i;\n}\nn";
  await client.start();
  await client.set(code, [3]);
  const { ran } = await client.runToStop(code);
  await client.body("disconnect", { restart: false, terminateDebuggee: false });
  assert.equal(valueOf(await ran), "3");
  assert.equal(valueOf(await kernel.run(code)), "3");
  assert.equal(textOf(await kernel.run("debugger;\nconsole.log('on')")), "on\n");
  const info = await client.body("debugInfo");
  assert.deepEqual([info.isStarted, info.breakpoints, info.stoppedThreads], [false, [], []]);
  await client.start();
  await client.set(code, [5]);
  assert.equal((await client.runToStop(code)).line, 5);
  await client.continue();
});

test("without the debugger, `debugger` does nothing, and stops are refused", async () => {
  assert.equal(textOf(await kernel.run("debugger;\nconsole.log('on')")), "on\n");
  for (const [command, args] of [
    ["setBreakpoints", { source: { path: "x" }, breakpoints: [{ line: 1 }] }],
    ["next", {}],
    ["pause", {}],
    ["goto", {}],
    ["scopes", { frameId: "one" }],
  ] as const) {
    const { success, message } = await client.ask(command, args);
    assert.equal(success, false);
    assert.match(String(message), /expected .*, received /);
  }
});

test("two front ends see the same stop, and either lets it go on", async () => {
  const { ran } = await stopInLoop();
  const other = new DebugClient(kernel);
  await other.start();
  const info = await other.body<{ breakpoints: object[]; stoppedThreads: number[] }>("debugInfo");
  assert.deepEqual(info.stoppedThreads, [1]);
  assert.equal(info.breakpoints.length, 1);
  assert.equal((await other.stack())[0]!.line, 3);
  await other.continue();
  assert.equal((await client.stop()).line, 3);
  await kernel.interrupt();
  await ran;
});

test("requests are idle again while the code is stopped", async () => {
  const { ran } = await stopInLoop();
  const before = kernel.published.length;
  const { parent } = await kernel.request("kernel_info_request", {}, kernel.control);
  await kernel.waitFor(
    (message) =>
      message.parent.msg_id === parent.msg_id && message.content.execution_state === "idle",
  );
  assert.ok(kernel.published.length > before);
  assert.equal(await kernel.heartbeat(), true);
  await kernel.interrupt();
  await ran;
});

test("JupyterLab asking for variables at each message of a cell comes to an end", async () => {
  const { ran } = await stopInLoop();
  const cell = kernel.published.find(({ header }) => header.msg_type === "execute_input")!.parent;
  const from = kernel.published.length;
  for (const command of ["debugInfo", "inspectVariables"]) {
    const frames = kernel.wire.write(
      "debug_request",
      { type: "request", seq: 100, command, arguments: {} },
      undefined,
    );
    await kernel.reply(frames, kernel.control);
    const { msg_id } = kernel.idOf(frames);
    await kernel.waitFor(
      ({ parent, content }) => parent.msg_id === msg_id && content.execution_state === "idle",
    );
  }
  // What followed the first one's idle has come before the second one's.
  const ofCell = kernel.published
    .slice(from)
    .filter(({ parent }) => parent.msg_id === cell.msg_id)
    .map(({ header, content }) => `${header.msg_type} ${String(content.execution_state)}`);
  assert.deepEqual(ofCell, []);
  await kernel.interrupt();
  await ran;
});

test("a kernel in the place of another stops at breakpoints set anew", async () => {
  await stopInLoop();
  const exited = once(kernel.child, "exit");
  await kernel.request("shutdown_request", { restart: true }, kernel.control);
  await exited;
  kernel.close();
  kernel = await KernelClient.start();
  client = new DebugClient(kernel);
  assert.equal((await client.body("debugInfo")).isStarted, false);
  const { ran } = await stopInLoop();
  await kernel.interrupt();
  assert.equal((await ran).reply.ename, "Interrupted");
});

test("a debugger that goes in the middle of a training leaves the training alone", async () => {
  const code = `import { buildDiscriminator, buildGenerator, mixture2d } from "ganbook";
import { startRuntime, trainGan } from "ganbook";
await startRuntime({ backend: "cpu" }); const generator = buildGenerator("mlp");
const discriminator = buildDiscriminator("mlp");
let seen = 0;
const run = await trainGan({ generator, discriminator, data: mixture2d(), steps: 30, callbacks: [{
  onStep() {
    seen++;
  },
}] });
[seen, run.ending]`;
  await client.start();
  await client.set(code, [8]);
  const { ran, line } = await client.runToStop(code);
  assert.equal(line, 8);
  await client.body("disconnect");
  const { reply, messages } = await ran;
  assert.equal(reply.status, "ok", JSON.stringify(reply));
  assert.equal(valueOf({ reply, messages }), "[ 30, 'finished' ]");
});
