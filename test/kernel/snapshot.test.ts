import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { buildSnapshot, startCommand } from "../../dist/kernel/snapshot";
import { KernelClient, valueOf } from "../support/kernelClient";
import { temporaryFolder } from "../support/temporary";

const snapshot = join(temporaryFolder(), "snapshot.blob");
const main = join(process.cwd(), "dist/kernel/main.js");

before(() => buildSnapshot(snapshot));

/** Starts the kernel as the kernelspec says, and tells how Node was started. */
async function start(from: string, env = {}): Promise<{ client: KernelClient; arguments: string }> {
  const client = await KernelClient.start(temporaryFolder(), {
    env,
    command: startCommand(main, from),
  });
  return { client, arguments: readFileSync(`/proc/${client.child.pid}/cmdline`, "utf8") };
}

test("a kernel that starts from a snapshot does all that others do", async () => {
  const { client, arguments: started } = await start(snapshot);
  try {
    assert.match(started, /--snapshot-blob/);
    assert.equal(valueOf(await client.run("const x: number = 20 + 1; 2 * x")), "42");
    const { reply } = await client.run("const wrong: number = 'text';");
    assert.equal(reply.ename, "TypeScriptError");
    const cell =
      'import * as tf from "@tensorflow/tfjs";\nimport { Worker } from "node:worker_threads";\n' +
      "const worker = new Worker('require(\"worker_threads\").parentPort.postMessage(7)', { " +
      "eval: true });\n" +
      "const seven = await new Promise((done) => worker.once('message', done));\n" +
      "const { sep } = await import('node:path');\n" +
      "[seven, sep, tf.tensor([1]).shape, new SharedArrayBuffer(8).byteLength, typeof " +
      "(globalThis as any).WebAssembly]";
    const ran = await client.run(cell);
    assert.equal(valueOf(ran), "[ 7, '/', [ 1 ], 8, 'object' ]", JSON.stringify(ran.reply));
    assert.equal(valueOf(await client.run("process.execArgv")), "[]");
    const endless = client.run("console.log('begun'); for (;;) ;");
    await client.waitFor(({ content }) => content.text === "begun\n");
    await client.request("interrupt_request", {}, client.control);
    assert.equal((await endless).reply.ename, "Interrupted");
    assert.equal(valueOf(await client.run("x")), "21");
  } finally {
    await client.stop();
  }
});

test("a snapshot of another Node, of V8 set otherwise, or none, is left alone", async () => {
  const other = join(temporaryFolder(), "other.blob");
  cpSync(snapshot, other);
  writeFileSync(`${other}.node`, "1 1");
  for (const [from, env] of [
    [other, {}],
    [join(temporaryFolder(), "missing.blob"), {}],
    [snapshot, { NODE_OPTIONS: "--enable-source-maps" }],
  ] as const) {
    const { client, arguments: started } = await start(from, env);
    try {
      assert.doesNotMatch(started, /--snapshot-blob/);
      assert.equal(valueOf(await client.run("1 + 1")), "2");
    } finally {
      await client.stop();
    }
  }
});

test("a kernel that has changed since is loaded anew", async () => {
  const file = join(process.cwd(), "dist/kernel/compiler/check.js");
  const text = readFileSync(file, "utf8");
  const { atime, mtime } = statSync(file);
  try {
    writeFileSync(file, text.replace("Allowed: ", "Allowed now: "));
    const { client } = await start(snapshot);
    try {
      const { reply } = await client.run("const k: 'a' | 'b' = 'c';");
      assert.match(String(reply.evalue), /Allowed now: "a", "b"/);
    } finally {
      await client.stop();
    }
  } finally {
    writeFileSync(file, text);
    utimesSync(file, atime, mtime); // else the snapshot of this tree would be another kernel's
  }
});

test("a snapshot's version changes with package.json, by which Node finds ganbook/measure", () => {
  const copy = temporaryFolder();
  for (const name of ["dist/kernel", "dist/base", "package.json"])
    cpSync(name, join(copy, name), { recursive: true });
  const version = (): string =>
    execFileSync(
      process.execPath,
      ["-p", 'require("./dist/kernel/snapshot.js").compilerVersion()'],
      { cwd: copy, encoding: "utf8" },
    );
  const before = version();
  assert.equal(version(), before);
  const file = join(copy, "package.json");
  writeFileSync(file, readFileSync(file, "utf8").replace('"./measure"', '"./measures"'));
  assert.notEqual(version(), before);
});
