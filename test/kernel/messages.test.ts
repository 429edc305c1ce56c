import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KernelClient, textOf, valueOf } from "../support/kernelClient";

let kernel: KernelClient;
before(async () => {
  kernel = await KernelClient.start();
});
after(async () => {
  assert.equal(await kernel.stop(), 0, kernel.log);
});

test("the kernel is busy from a cell's beginning to its reply", async () => {
  const from = kernel.published.length;
  const cell = kernel.run("await new Promise((next) => setTimeout(next, 400)); 5");
  await kernel.waitFor(({ header }) => header.msg_type === "execute_input");
  const comm = { comm_id: "while busy", target_name: "nobody's", data: {} };
  const told = kernel.tell("comm_open", comm);
  await kernel.request("complete_request", { code: "Mat", cursor_pos: 3 });
  await kernel.request("kernel_info_request", {}, kernel.control);
  const { reply } = await cell;
  await told; // its idle comes, too, when the cell is over
  assert.equal(reply.status, "ok");
  const states = kernel.published
    .slice(from)
    .filter(({ header }) => header.msg_type === "status")
    .map(({ content, parent }) => `${String(content.execution_state)} ${parent.msg_type}`);
  const end = states.indexOf("idle execute_request");
  const during = states.slice(0, end);
  assert.ok(during.includes("busy comm_open") && !during.includes("idle comm_open"), during.join());
  for (const [i, state] of during.entries())
    if (state.startsWith("idle"))
      assert.equal(during[i + 1], "busy execute_request", during.join());
  assert.ok(
    during.includes("idle complete_request") && during.includes("idle kernel_info_request"),
  );
  assert.ok(states.slice(end).includes("idle comm_open"));
});

test("in the middle of a cell comms answer the message that asked", async () => {
  const cell = kernel.run(`import { runningKernel } from "ganbook/kernel";
const comm = runningKernel()!.openComm("asked", {});
comm.onMessage = () => comm.send({ method: "update" });
console.log("ready");
await new Promise((next) => setTimeout(next, 3000));
comm.close();`);
  await kernel.waitFor(({ content }) => content.text === "ready\n");
  // As Lab's widget manager does for a page that is loaded anew.
  const { content } = await kernel.request("comm_info_request", { target_name: "asked" });
  const [comm_id] = Object.keys(content.comms as object) as [string];
  const isIdle = kernel.waitFor(
    ({ header, content: { execution_state }, parent }) =>
      header.msg_type === "status" &&
      execution_state === "idle" &&
      parent.msg_type === "comm_info_request",
  );
  const told = kernel.tell("comm_msg", { comm_id, data: { method: "request_state" } });
  const answer = await kernel.waitFor(
    ({ header, content: { comm_id: id } }) => header.msg_type === "comm_msg" && id === comm_id,
  );
  assert.equal(answer.parent.msg_type, "comm_msg");
  await isIdle;
  const over = await Promise.race([cell.then(() => true), Promise.resolve(false)]);
  assert.equal(over, false, "the cell still runs");
  assert.equal((await cell).reply.status, "ok");
  await told;
});

test("control requests have their idle published while a cell computes", async () => {
  const cell = kernel.run("for (let i = 0; ; i++) if (i === 0) console.log('computing');");
  await kernel.waitFor(({ content }) => content.text === "computing\n");
  const asked = kernel.wire.write("kernel_info_request", {}, undefined);
  const { msg_id } = kernel.idOf(asked);
  await kernel.reply(asked, kernel.control);
  const idle = await kernel.waitFor(
    ({ parent, content }) => parent.msg_id === msg_id && content.execution_state === "idle",
    10_000,
  );
  assert.ok(idle, "it waits for the cell's end");
  await kernel.interrupt();
  assert.equal((await cell).reply.ename, "Interrupted");
});

test("text that UTF-8 cannot hold becomes U+FFFD in every message", async () => {
  const { messages } = await kernel.run(
    `console.log("half \\ud83d an emoji"); const odd = { "\\udc00": "\\ud800" };
const bundle = { "text/plain": "\\udfff", "text/html": ["<b>", "\\ud83d"] };
    const shown = { [Symbol.for("Jupyter.display")]: () => bundle };
shown`,
  );
  const sent = messages.filter(({ header }) => header.msg_type !== "execute_input");
  assert.doesNotMatch(JSON.stringify(sent), /\\ud[89a-f][0-9a-f]{2}/i);
  assert.match(textOf({ reply: {}, messages }), /^half \ufffd an emoji\n$/);
  const { messages: two } = await kernel.run(
    'process.stdout.write("\\ud83d"); process.stdout.write("\\ude00");',
  );
  assert.equal(
    textOf({ reply: {}, messages: two }),
    "\u{1f600}",
    "halves that come one after the other are one",
  );
});

test("printed bytes, encodings and ends arrive as text", async () => {
  const { messages } = await kernel.run(
    `const bytes = Buffer.from("né\u{1f600}!");
for (const byte of bytes) process.stdout.write(Buffer.of(byte));
process.stdout.write("616263", "hex");
process.stdout.end(" the end\\n");
console.log("and more");`,
  );
  assert.equal(textOf({ reply: {}, messages }), "né\u{1f600}!abc the end\nand more\n");
});

test("a promise as the last value says what it is, and to await it", async () => {
  const pending = await kernel.run("new Promise(() => undefined)");
  assert.match(String(valueOf(pending)), /^Promise \{ <pending> \}\n.*`await` it/);
  const settled = await kernel.run("[Promise.resolve(3), 4]");
  assert.equal(valueOf(settled), "[ Promise { 3 }, 4 ]");
  const failed = await kernel.run(
    "const p = Promise.reject(new Error('no')); p.catch(() => undefined); p",
  );
  assert.match(String(valueOf(failed)), /^Promise \{\s+<rejected> Error: no/);
  for (const ran of [pending, settled, failed])
    assert.doesNotMatch(
      JSON.stringify(ran.messages.map(({ content }) => content)),
      /kResourceStore|msg_id|async_id/,
    );
});
