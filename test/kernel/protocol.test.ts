import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { Wire, type Content } from "../../src/kernel/message";
import { randomStream } from "../../src/base/random";
import { KernelClient, textOf, typesOf, valueOf } from "../support/kernelClient";

let kernel: KernelClient;
before(async () => {
  kernel = await KernelClient.start();
});
after(async () => {
  assert.equal(await kernel.stop(), 0, kernel.log);
});

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
};
/**
 * Presses stop some milliseconds after a cell was sent; resolves with the cell and how long it went
 * on.
 */
async function stopAfter(
  pause: number,
  code: string,
): Promise<{ reply: Content; seconds: number }> {
  const running = kernel.run(code);
  await new Promise((resolve) => setTimeout(resolve, pause));
  await kernel.interrupt();
  let reply: Content = {};
  const passed = await seconds(async () => ({ reply } = await running));
  return { reply, seconds: passed };
}

test("kernel_info tells true versions, on shell and control", async () => {
  for (const socket of [kernel.shell, kernel.control]) {
    const { content } = await kernel.request("kernel_info_request", {}, socket);
    const language = content.language_info as Content;
    assert.deepEqual(
      [content.implementation, content.protocol_version, language.name, language.version],
      ["ganbook", "5.4", "typescript", "6.0.3"],
    );
  }
});

test("a cell publishes busy, its input, its outputs in order, and idle", async () => {
  const code = "console.log('a'); console.error('b'); console.log('c'); 4";
  const ran = await kernel.run(code);
  const states = ran.messages
    .filter(({ header }) => header.msg_type === "status")
    .map(({ content }) => content.execution_state);
  assert.deepEqual(states, ["busy", "idle"]);
  assert.deepEqual(typesOf(ran), ["stream", "stream", "stream", "execute_result"]);
  assert.equal(
    ran.messages.find(({ header }) => header.msg_type === "execute_input")!.content.code,
    code,
  );
});

test("silent cells publish nothing but what they print", async () => {
  const before = Number((await kernel.run("1")).reply.execution_count);
  const silent = await kernel.run("console.log('x'); 5", { silent: true });
  assert.deepEqual([typesOf(silent), silent.reply.execution_count], [["stream"], before]);
  const unstored = await kernel.run("6", { store_history: false });
  assert.deepEqual(
    [typesOf(unstored), unstored.reply.execution_count],
    [["execute_result"], before],
  );
});

test("user_expressions are evaluated after the cell, each with its own error", async () => {
  const { reply } = await kernel.run("const base = 20;", {
    user_expressions: { good: "base + 1", bad: "missing" },
  });
  const { good, bad } = reply.user_expressions as Record<string, Content>;
  assert.deepEqual(good, { status: "ok", data: { "text/plain": "21" }, metadata: {} });
  assert.deepEqual([bad!.status, bad!.ename], ["error", "TypeScriptError"]);
});

test("after an error the cells that were sent with it are aborted", async () => {
  const sent = [
    kernel.run("throw new Error('first')"),
    kernel.run("'second'"),
    kernel.run("'third'"),
  ];
  const [first, second, third] = await Promise.all(sent);
  assert.deepEqual(
    [first!, second!, third!].map(({ reply }) => reply.status),
    ["error", "aborted", "aborted"],
  );
  assert.equal(valueOf(await kernel.run("'next'")), "'next'");
  const others = await Promise.all([
    kernel.run("throw 1", { stop_on_error: false }),
    kernel.run("'goes on'"),
  ]);
  assert.deepEqual(
    others.map(({ reply }) => reply.status),
    ["error", "ok"],
  );
});

test("completions and documentation come for names of earlier cells", async () => {
  await kernel.run("/** How much to learn. */\nconst learningRate = 1e-3; const smile = 1;");
  const code = "'😀'; learn";
  const { content } = await kernel.request("complete_request", {
    code,
    cursor_pos: [...code].length,
  });
  assert.deepEqual(
    [content.matches, content.cursor_start, content.cursor_end],
    [["learningRate"], 5, 10],
  );
  const types = (content.metadata as Content)._jupyter_types_experimental as Content[];
  assert.equal(types[0]!.type, "const");
  const { content: help } = await kernel.request("inspect_request", {
    code: "learningRate",
    cursor_pos: 3,
    detail_level: 0,
  });
  const data = help.data as Record<string, string>;
  assert.match(
    data["text/markdown"]!,
    /```typescript\nconst learningRate: 0\.001\n```\n\nHow much to learn\./,
  );
  assert.match(data["text/plain"]!, /^const learningRate: 0\.001\n\nHow much to learn\.$/);
  const nothing = await kernel.request("inspect_request", {
    code: "  ",
    cursor_pos: 0,
    detail_level: 0,
  });
  assert.equal(nothing.content.found, false);
});

test("is_complete, history and the pager answer", async () => {
  const status = async (code: string): Promise<unknown> =>
    (await kernel.request("is_complete_request", { code })).content.status;
  assert.deepEqual(
    [await status("1"), await status("f("), await status("const = 2;")],
    ["complete", "incomplete", "invalid"],
  );
  await kernel.run("40 + 2");
  const { content } = await kernel.request("history_request", {
    hist_access_type: "tail",
    n: 1,
    output: true,
    raw: true,
  });
  assert.deepEqual((content.history as unknown[][])[0]![2], ["40 + 2", "42"]);
  const { reply } = await kernel.run("Math.max?");
  const [page] = reply.payload as Content[];
  assert.match(String((page!.data as Content)["text/plain"]), /Returns the larger of a set/);
});

test("stop ends loops, waits and loops of microtasks within a second", async () => {
  const cells = [
    "const a1 = 'kept'; while (true) {}",
    "const a2 = 'kept'; await new Promise((r) => setTimeout(r, 1)); for (;;) ;",
    "const a3 = 'kept'; await new Promise(() => undefined);",
    "const a4 = 'kept'; while (true) await null;",
    "const a5 = 'kept'; const forever = (): never => forever2(); const forever2 = (): never " +
      "=> { do { } while (true) }; forever();",
    "const a6 = 'kept'; 'x'.repeat(2 ** 28).replace(/(x+x+)+y/, '');",
  ];
  for (const [i, code] of cells.entries()) {
    const { reply, seconds: passed } = await stopAfter(300, code);
    assert.equal(reply.ename, "Interrupted", `${code}: ${JSON.stringify(reply)}`);
    assert.ok(passed < 1, `${code} went on for ${passed} s`);
    assert.equal(valueOf(await kernel.run(`a${i + 1}`)), "'kept'", code);
  }
});

test("what a stopped cell has left running ends at its next loop", async () => {
  await stopAfter(
    200,
    "let rounds = 0; while (true) { rounds++; await new Promise((r) => setTimeout(r, 5)); }",
  );
  await new Promise((resolve) => setTimeout(resolve, 50));
  const before = valueOf(await kernel.run("rounds"));
  const after = valueOf(await kernel.run("await new Promise((r) => setTimeout(r, 100)); rounds"));
  assert.equal(after, before);
  assert.equal(
    valueOf(await kernel.run("let sum = 0; for (const x of [1, 2, 3]) sum += x; sum")),
    "6",
  );
});

test("SIGINT, which older front ends send, does the same", async () => {
  const running = kernel.run("await new Promise(() => undefined);");
  await new Promise((resolve) => setTimeout(resolve, 200));
  kernel.child.kill("SIGINT");
  assert.equal((await running).reply.ename, "Interrupted");
});

test("heartbeat, completion and control are answered while a cell runs", async () => {
  const busy = kernel.run("const end = Date.now() + 600; while (Date.now() < end) ;");
  await new Promise((resolve) => setTimeout(resolve, 150));
  assert.ok((await seconds(() => kernel.heartbeat())) < 0.4);
  assert.ok((await seconds(() => kernel.request("kernel_info_request", {}, kernel.control))) < 0.4);
  await busy;
  const waiting = kernel.run("await new Promise((r) => setTimeout(r, 500));");
  const { content } = await kernel.request("complete_request", { code: "Math.sqr", cursor_pos: 8 });
  assert.ok((content.matches as string[]).includes("sqrt"));
  await waiting;
});

test("prompt asks the front end; readline reads from it", async () => {
  kernel.answer = ({ prompt, password }) =>
    `answer to ${String(prompt)}${password ? ", secret" : ""}`;
  assert.equal(valueOf(await kernel.run("prompt('who?')")), "'answer to who?'");
  assert.equal(valueOf(await kernel.run("prompt('code', true)")), "'answer to code, secret'");
  const lines =
    "import { createInterface } from 'node:readline/promises';\nconst reader = " +
    "createInterface({ input: process.stdin, output: process.stdout });\nconst line = await " +
    "reader.question('name? '); reader.close(); line";
  assert.equal(valueOf(await kernel.run(lines)), "'answer to '");
  const { reply } = await kernel.run("prompt('x')", { allow_stdin: false });
  assert.match(String(reply.evalue), /expected a front end that can ask for input/);
  kernel.answer = undefined;
  const { reply: stopped } = await stopAfter(200, "prompt('nobody answers')");
  assert.equal(stopped.ename, "Interrupted");
});

const library = "const kernel = (globalThis as any)[Symbol.for('ganbook.kernel')];";

test("display has full bundles, chosen ids, updates and clear_output", async () => {
  await kernel.run(library);
  const ran = await kernel.run(
    "kernel.display({ 'text/plain': 'one', 'text/html': '<i>one</i>' }, { displayId: 'd', " +
      "metadata: { a: 1 } }); kernel.clearOutput(true); kernel.display({ 'text/plain': 'two' }, " +
      "{ displayId: 'd', update: true });",
  );
  assert.deepEqual(typesOf(ran), ["display_data", "clear_output", "update_display_data"]);
  const [shown, , updated] = ran.messages.filter(({ header }) =>
    /display|clear/.test(header.msg_type),
  );
  assert.deepEqual(shown!.content, {
    data: { "text/plain": "one", "text/html": "<i>one</i>" },
    metadata: { a: 1 },
    transient: { display_id: "d" },
  });
  assert.deepEqual(updated!.content.transient, { display_id: "d" });
});

test("comms go both ways, with binary buffers, and comm_info lists them", async () => {
  await kernel.run(
    "kernel.registerTarget('echo', (comm: any, data: any) => { comm.onMessage = (d: any, " +
      "buffers: any) => comm.send({ ...d, first: data }, { buffers: buffers.map((b: Uint8Array) " +
      "=> b.map((x) => x + 1)) }); });",
  );
  await kernel.tell("comm_open", { comm_id: "c1", target_name: "echo", data: { hello: 1 } });
  const frames = kernel.wire.write("comm_msg", { comm_id: "c1", data: { n: 2 } }, undefined, {
    buffers: [Buffer.from([1, 2])],
  });
  await kernel.shell.send(frames);
  const { msg_id } = kernel.idOf(frames);
  const echo = await kernel.waitFor(
    ({ header, parent }) => header.msg_type === "comm_msg" && parent.msg_id === msg_id,
  );
  assert.deepEqual(echo.content.data, { n: 2, first: { hello: 1 } });
  assert.deepEqual([...echo.buffers[0]!], [2, 3]);
  const { content } = await kernel.request("comm_info_request", { target_name: "echo" });
  assert.deepEqual(content.comms, { c1: { target_name: "echo" } });
  await kernel.tell("comm_close", { comm_id: "c1", data: {} });
  assert.deepEqual((await kernel.request("comm_info_request", {})).content.comms, {});
  const refused = await kernel.tell("comm_open", {
    comm_id: "c2",
    target_name: "nobody",
    data: {},
  });
  assert.ok(refused.some(({ header }) => header.msg_type === "comm_close"));
  const ran = await kernel.run(
    "const own = kernel.openComm('panel', { state: 1 }); own.send({ x: 1 }, { buffers: [new " +
      "Uint8Array([7])] }); own.close();",
  );
  assert.deepEqual(typesOf(ran), ["comm_open", "comm_msg", "comm_close"]);
});

test("10,000 malformed and hostile messages leave the kernel alive", async () => {
  const random = randomStream(1, "fuzz");
  const stranger = new Wire("another key");
  const cell = { code: "(globalThis as any).hacked = true", silent: false, stop_on_error: false };
  const replayed = kernel.wire.write(
    "execute_request",
    { ...cell, code: "(globalThis as any).times = ((globalThis as any).times ?? 0) + 1" },
    undefined,
  );
  const kinds: (() => Buffer[])[] = [
    () => stranger.write("execute_request", cell, undefined),
    () =>
      kernel.wire
        .write("execute_request", cell, undefined)
        .map((frame, i) => (i === 1 ? Buffer.alloc(0) : frame)),
    () =>
      kernel.wire
        .write("execute_request", cell, undefined)
        .map((frame, i) => (i === 1 ? Buffer.from("0".repeat(64)) : frame)),
    () => {
      const frames = kernel.wire.write("execute_request", { code: "1" }, undefined);
      frames[5] = Buffer.from(JSON.stringify(cell));
      return frames;
    },
    () => kernel.wire.write("execute_request", cell, undefined).slice(0, random.integer(6)),
    () => kernel.wire.write(`no_such_${random.integer(100)}_request`, { a: 1 }, undefined),
    () =>
      kernel.wire.write(
        "comm_msg",
        { comm_id: random.integer(9) ? "none" : null, data: null },
        undefined,
      ),
    () =>
      kernel.wire.write(
        random.integer(20) ? "inspect_request" : "complete_request",
        { code: "", cursor_pos: -random.integer(1000) },
        undefined,
      ),
    () =>
      kernel.wire.write(
        "history_request",
        { hist_access_type: "range", session: "x", start: null },
        undefined,
      ),
    () => Array.from({ length: random.integer(9) + 1 }, () => randomBytes(random.integer(200) + 1)),
    () => [
      Buffer.from("<IDS|MSG>"),
      Buffer.from(""),
      Buffer.from("{"),
      Buffer.from("{}"),
      Buffer.from("{}"),
      Buffer.from("{}"),
    ],
    () => replayed,
  ];
  const sockets = [kernel.shell, kernel.shell, kernel.shell, kernel.control, kernel.stdin];
  for (let i = 0; i < 10_000; i++) {
    await sockets[random.integer(sockets.length)]!.send(kinds[random.integer(kinds.length)]!());
    if (i % 500 === 0) await kernel.heartbeat();
  }
  await kernel.shell.send(
    stranger.write("execute_request", { code: "x".repeat(64 << 20) }, undefined),
  );
  const ran = await kernel.run(
    "[(globalThis as any).hacked, (globalThis as any).times]",
    {},
    120_000,
  );
  assert.equal(valueOf(ran), "[ undefined, 1 ]", "nothing unsigned, and nothing twice");
});

test("1,000 cells in a row lose no output, keep the order, and leave the memory flat", async () => {
  await kernel.run(
    "import { setFlagsFromString } from 'node:v8'; import { runInNewContext } from 'node:vm'; " +
      "setFlagsFromString('--expose-gc'); const collect: () => void = runInNewContext('gc');",
  );
  const memory = async (): Promise<number> =>
    Number(
      valueOf(
        await kernel.run(
          "collect(); process.memoryUsage().heapUsed + process.memoryUsage().external",
        ),
      ),
    );
  const cell = (i: number): string =>
    `const n${i % 10} = ${i}; console.log('line', n${i % 10}); n${i % 10} * 2`;
  for (let i = 0; i < 100; i++) await kernel.run(cell(i));
  const before = await memory();
  for (let i = 0; i < 1000; i++) {
    const ran = await kernel.run(cell(i));
    assert.deepEqual(
      [textOf(ran), valueOf(ran), typesOf(ran)],
      [`line ${i}\n`, String(2 * i), ["stream", "execute_result"]],
    );
    kernel.published.length = 0;
  }
  const grown = ((await memory()) - before) / 2 ** 20;
  console.log(`1,000 cells: ${grown.toFixed(1)} MB more`);
  assert.ok(grown < 20, `${grown} MB`);
  const many = await kernel.run("for (let i = 0; i < 20000; i++) console.log(i);");
  assert.equal(textOf(many), Array.from({ length: 20000 }, (_, i) => `${i}\n`).join(""));
  assert.ok(many.messages.length < 500, `${many.messages.length} messages`);
});
