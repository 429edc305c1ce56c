import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { formatTime } from "../../src/kernel/stopwatch";
import { KernelClient, textOf, typesOf, valueOf, type Ran } from "../support/kernelClient";
import { temporaryFolder } from "../support/temporary";

const folder = temporaryFolder();
let kernel: KernelClient;
before(async () => {
  kernel = await KernelClient.start(folder);
});
after(async () => {
  assert.equal(await kernel.stop(), 0, kernel.log);
});

const errorOf = ({ messages }: Ran): string => {
  const { content } = messages.find(({ header }) => header.msg_type === "error")!;
  return (content.traceback as string[]).join("\n").replaceAll(/\x1b\[\d+m/g, "");
};

/** "45.7 μs" as a number. */
function inSeconds(text: string): number {
  const [number, unit] = text.split(" ") as [string, "s" | "ms" | "μs" | "ns"];
  return Number(number) * { s: 1, ms: 1e-3, μs: 1e-6, ns: 1e-9 }[unit];
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("a command alone in a cell runs in the notebook's folder", async () => {
  const ran = kernel.run("!pwd; sleep 3; echo late >&2");
  await kernel.waitFor(
    ({ header, content }) =>
      header.msg_type === "stream" && String(content.text).includes(realpathSync(folder)),
  );
  const { reply, messages } = await ran;
  assert.equal(reply.status, "ok");
  assert.deepEqual(typesOf({ reply, messages }), ["stream", "stream"]);
  assert.equal(messages.find(({ content }) => content.name === "stderr")!.content.text, "late\n");
});

test("commands stand among code, in order, with the shell's quotes", async () => {
  const ran = await kernel.run(`console.log("one");
!echo "two 'three'" \\
  four > "made here.txt"
console.log("five")
if (1 + 1 === 2) {
  !cat *.txt
}
6`);
  assert.equal(textOf(ran), "one\nfive\ntwo 'three' four\n");
  assert.equal(valueOf(ran), "6");
  assert.equal(readFileSync(join(folder, "made here.txt"), "utf8"), "two 'three' four\n");
});

test("what is installed by a command can be imported in the next cell", async () => {
  const made = join(folder, "small-package");
  mkdirSync(made);
  writeFileSync(
    join(made, "package.json"),
    '{ "name": "small-package", "version": "1.0.0", "main": "a.js", "types": "a.d.ts" }',
  );
  writeFileSync(join(made, "a.js"), "exports.answer = 42;");
  writeFileSync(join(made, "a.d.ts"), "export const answer: number;");
  const { reply } = await kernel.run("!npm install --no-audit --no-fund --offline ./small-package");
  assert.equal(reply.status, "ok");
  assert.ok(existsSync(join(folder, "node_modules", "small-package")));
  assert.equal(valueOf(await kernel.run('import { answer } from "small-package"; answer')), "42");
});

test("a command that fails fails its cell, and says its exit status", async () => {
  const ran = await kernel.run("!echo no; exit 7\nconsole.log('not reached')");
  assert.deepEqual(
    [ran.reply.status, ran.reply.ename, ran.reply.evalue, textOf(ran)],
    ["error", "CommandError", "!echo no; exit 7 ended with exit status 7", "no\n"],
  );
  assert.equal(errorOf(ran), "CommandError: !echo no; exit 7 ended with exit status 7");
  const unknown = await kernel.run("!no-such-program-at-all");
  assert.match(String(unknown.reply.evalue), /ended with exit status 127$/);
  const killed = await kernel.run("!kill -9 $$");
  assert.match(String(killed.reply.evalue), /was ended by SIGKILL$/);
});

/** Waits until no process of a group is left. */
async function gone(group: number): Promise<void> {
  for (let tries = 0; isAlive(-group); tries++) {
    assert.ok(tries < 100, "the command outlives what should have ended it");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("the stop button ends a command with all that it has started, also a deaf one", async () => {
  for (const [i, command] of [
    "sh -c 'sleep 300; true'",
    "trap '' INT; sleep 300; true",
  ].entries()) {
    const head = `group ${i} `;
    const ran = kernel.run(`!echo ${head}$$; ${command}`);
    const { content } = await kernel.waitFor(
      ({ header, content: { text } }) =>
        header.msg_type === "stream" && String(text).startsWith(head),
    );
    const group = Number(String(content.text).slice(head.length));
    process.kill(-group, 0); // it lives
    const pressed = performance.now();
    await kernel.interrupt();
    assert.equal((await ran).reply.ename, "Interrupted");
    assert.ok(performance.now() - pressed < 7000);
    await gone(group);
  }
});

test("a kernel that is asked to end takes its command with it", async () => {
  const other = await KernelClient.start(folder);
  void other.run("!echo pid $$; sleep 300 && echo late");
  const { content } = await other.waitFor(
    ({ header, content: { text } }) =>
      header.msg_type === "stream" && String(text).startsWith("pid "),
  );
  const pid = Number(String(content.text).slice(4));
  process.kill(pid, 0); // it lives
  assert.equal(await other.stop(), 0);
  await gone(pid);
});

test("an exclamation mark is TypeScript's where it can be, and in texts and comments", async () => {
  await kernel.run("const done = false; let ok = [1];");
  for (const [code, value] of [
    ["!done", "true"],
    ["!ok.length", "false"],
    ["!!done", "false"],
    ["!(1 > 2)", "true"],
    ["!Array.isArray(3)", "true"],
    ["!true", "false"],
    ["const fresh = 0;\n!fresh", "true"],
    ["true &&\n!done", "true"],
    ["`\n!ls\n%pip`.length", "9"],
    ["/*\n!ls\n%pip x\n*/ 5", "5"],
    ["const hash = 7;\nhash\n%hash", "0"],
  ])
    assert.equal(valueOf(await kernel.run(code!)), value, code);
});

test("%%time tells the CPU and wall time as ipykernel does, before the value", async () => {
  const begun = performance.now();
  const ran = await kernel.run(`%%time
const [from, used] = [performance.now(), process.cpuUsage()];
await new Promise((next) => setTimeout(next, 500));
while (process.cpuUsage(used).user < 300_000);
const { user, system } = process.cpuUsage(used);
[performance.now() - from, user, system].join()`);
  const outside = (performance.now() - begun) / 1e3;
  assert.deepEqual(typesOf(ran), ["stream", "execute_result"]);
  const line = /^CPU times: user (.+), sys: (.+), total: (.+)\nWall time: (.+)\n$/;
  const [user, system, total, wall] = line.exec(textOf(ran))!.slice(1).map(inSeconds) as [
    number,
    number,
    number,
    number,
  ];
  // What the cell has measured itself is inside of it; three digits are told.
  const [ownWall, ownUser] = String(valueOf(ran)).slice(1, -1).split(",").map(Number) as [
    number,
    number,
  ];
  assert.ok(wall >= 0.99 * (ownWall / 1e3) && wall <= 1.01 * outside, textOf(ran));
  assert.ok(user >= 0.99 * (ownUser / 1e6) && user <= 1.01 * outside, textOf(ran));
  assert.ok(Math.abs(user + system - total) <= 0.01 * total, textOf(ran));
  const failed = await kernel.run("%%time\nthrow new Error('late');");
  assert.match(textOf(failed), /^CPU times: .*\nWall time: /);
  const wrong = await kernel.run("%%time\nconst number: string = 5;");
  assert.equal(textOf(wrong), "", "nothing has run");
});

test("times are written as IPython writes them", () => {
  // IPython 9.18.1's IPython.core.magics.execution._format_time of the same numbers.
  for (const [seconds, text] of [
    [0, "0 ns"],
    [3.2e-9, "3.2 ns"],
    [4.5678e-5, "45.7 μs"],
    [0.001, "1 ms"],
    [0.123456, "123 ms"],
    [1, "1 s"],
    [59.9, "59.9 s"],
    [65, "1min 5s"],
    [3725, "1h 2min 5s"],
    [86_400 + 61, "1d 1min 1s"],
  ] as const)
    assert.equal(formatTime(seconds), text);
});

test("lines and texts of a cell with magics stay the author's in every error", async () => {
  const thrown = errorOf(
    await kernel.run("%%time\n!echo here\nconst a = 1;\nthrow new Error('five');\n!echo there"),
  );
  assert.match(thrown, /Cell \d+, line 4\n/);
  assert.match(thrown, /2 \| !echo here\n.*3 \| const a = 1;\n> 4 \| throw new Error\('five'\);/);
  const told = errorOf(await kernel.run("%%time\n!echo here\nconst b: string = 1;"));
  assert.match(
    told,
    /TS2322 \(line 3\).*\n {2}1 \| %%time\n {2}2 \| !echo here\n> 3 \| const b: string = 1;/,
  );
});

test("other magics of IPython say what to write instead", async () => {
  for (const [code, message] of [
    [
      "%pip install x",
      /^expected TypeScript, received the IPython magic %pip: write !npm install package$/,
    ],
    ["%matplotlib inline\nconst a = 1;", /magic %matplotlib: nothing has to be set/],
    ["%%bash\nls -la", /magic %%bash: write !command/],
    ["const c = 1;\n%time c", /magic %time: write %%time as the first line/],
    ["%nothing", /magic %nothing: there are %%time/],
  ] as const) {
    const { reply } = await kernel.run(code);
    assert.deepEqual([reply.status, reply.ename], ["error", "SyntaxError"], code);
    assert.match(String(reply.evalue), message);
  }
  assert.match(
    errorOf(await kernel.run("const d = 1;\n%time d")),
    /\(line 2\)[\s\S]*> 2 \| %time d/,
  );
});

test("cells with magics are complete, or not, as those of code", async () => {
  for (const [code, status] of [
    ["!ls -la", "complete"],
    ["!npm install \\", "incomplete"],
    ["%%time\nconst a = 1;", "complete"],
    ["%%time\nfor (const a of [1]) {", "incomplete"],
    ["%pip install x", "invalid"],
  ] as const) {
    const { content } = await kernel.request("is_complete_request", { code });
    assert.equal(content.status, status, code);
  }
});
