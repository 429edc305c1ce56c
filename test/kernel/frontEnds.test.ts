import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../support/temporary";
import { testPython } from "../support/testPython";

const run = (...args: string[]): { status: number | null; output: string } => {
  const { python, env } = testPython();
  const { status, stdout, stderr } = spawnSync(python, args, {
    encoding: "utf8",
    env,
    timeout: 300_000,
  });
  return { status, output: stdout + stderr };
};

const notebookOf = (
  cells: (string | { source: string; outputs?: unknown[]; tags?: string[] })[],
): string =>
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { name: "ganbook", display_name: "TypeScript (ganbook)", language: "typescript" },
      language_info: { name: "typescript" },
    },
    cells: cells.map((cell, i) => {
      const {
        source,
        outputs = [],
        tags = [],
      } = typeof cell === "string" ? { source: cell } : cell;
      return {
        cell_type: "code",
        id: `c${i}`,
        source,
        metadata: { tags },
        outputs,
        execution_count: outputs.length ? 1 : null,
      };
    }),
  });

test("jupyter_kernel_test passes with all of its groups switched on", () => {
  const { status, output } = run("test/support/conformance.py");
  assert.equal(status, 0, output);
  assert.match(output, /Ran 13 tests/);
  assert.doesNotMatch(output, /skipped/);
});

test("nbmake passes a notebook of the course and fails a broken one, naming the error", () => {
  const folder = temporaryFolder();
  const [good, bad] = [join(folder, "good.ipynb"), join(folder, "bad.ipynb")];
  writeFileSync(good, notebookOf(["const a = 1;", "console.log(a + 1);"]));
  writeFileSync(
    bad,
    notebookOf(["const a = 1;", "throw new RangeError('on purpose');", "console.log(a);"]),
  );
  const passed = run(
    "-m",
    "pytest",
    "-q",
    "-p",
    "no:cacheprovider",
    "--nbmake",
    good,
    "notebooks/01-what-a-gan-is.ipynb",
  );
  assert.equal(passed.status, 0, passed.output);
  const failed = run("-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbmake", bad);
  assert.equal(failed.status, 1, failed.output);
  assert.match(
    failed.output.replaceAll(/\x1b\[\d+m/g, ""),
    /RangeError: on purpose\n\nCell 2, line 1/,
  );
});

test("nbval compares outputs, and sees one that has changed", () => {
  const folder = temporaryFolder();
  const cell = (text: string) => ({
    source: "6 * 7",
    outputs: [
      {
        output_type: "execute_result",
        execution_count: 1,
        data: { "text/plain": text },
        metadata: {},
      },
    ],
  });
  const files = ["42", "43"].map((text) => {
    const file = join(folder, `says-${text}.ipynb`);
    writeFileSync(file, notebookOf([cell(text)]));
    return file;
  }) as [string, string];
  const check = (file: string): { status: number | null; output: string } =>
    run("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:nbmake", "--nbval", file);
  assert.equal(check(files[0]).status, 0, check(files[0]).output);
  const changed = check(files[1]);
  assert.equal(changed.status, 1, changed.output);
  assert.match(changed.output, /43/);
});

test("papermill passes parameters into a TypeScript notebook, of every kind", () => {
  const folder = temporaryFolder();
  const [file, out] = [join(folder, "in.ipynb"), join(folder, "out.ipynb")];
  const source =
    "let epochs = 100; // how long\nlet name: string = 'none';\nlet options: object = {};\n" +
    "let missing: unknown = 0;";
  const text = "console.log(JSON.stringify([epochs * 2, name.length, options, missing]));";
  writeFileSync(file, notebookOf([{ source, tags: ["parameters"] }, text]));
  const { status, output } = run(
    "-m",
    "papermill",
    file,
    out,
    "-k",
    "ganbook",
    "-y",
    '{epochs: 3, name: "a\\"b", options: {rate: 0.5, fast: true, list: [1, two]}, missing: null}',
  );
  assert.equal(status, 0, output);
  const cells = (
    JSON.parse(readFileSync(out, "utf8")) as {
      cells: { source: string[]; outputs: { text?: string }[]; metadata: { tags: string[] } }[];
    }
  ).cells;
  const injected = cells.find(({ metadata }) => metadata.tags.includes("injected-parameters"))!;
  assert.match(
    injected.source.join(""),
    /epochs = 3;\nlet name = "a\\"b";\nlet options = \{ "rate": 0.5, .*\};\nlet missing = null;/,
  );
  const last = cells.at(-1)!.outputs[0]!.text;
  assert.equal(
    Array.isArray(last) ? last.join("") : last,
    '[6,3,{"rate":0.5,"fast":true,"list":[1,"two"]},null]\n',
  );
  const help = run("-m", "papermill", "--help-notebook", file);
  assert.match(
    help.output,
    /epochs: Unknown type \(default 100\)\s+how long|epochs:.*100[\s\S]*how long/,
  );
});

test("behind Jupyter Kernel Gateway cells run, and errors are structured", async () => {
  const { python, env } = testPython();
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  const args = [
    "-m",
    "kernel_gateway",
    `--KernelGatewayApp.port=${port}`,
    "--KernelGatewayApp.ip=127.0.0.1",
  ];
  const gateway = spawn(python, args, { env, stdio: "ignore" });
  try {
    const address = `http://127.0.0.1:${port}`;
    for (
      let tries = 0;
      !(await fetch(`${address}/api`).then(
        ({ ok }) => ok,
        () => false,
      ));
      tries++
    ) {
      assert.ok(tries < 100 && gateway.exitCode === null, "the gateway did not start");
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    const started = await fetch(`${address}/api/kernels`, {
      method: "POST",
      body: JSON.stringify({ name: "ganbook" }),
    });
    const { id } = (await started.json()) as { id: string };
    const script = `
import asyncio, json, sys, uuid
from tornado.websocket import websocket_connect
async def main():
    socket = await websocket_connect("ws://127.0.0.1:${port}/api/kernels/${id}/channels")
    seen = []
    for code in ["6 * 7", "throw new RangeError('behind a gateway')"]:
        header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "session": "s",
                  "username": "u", "version": "5.3", "date": ""}
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {},
                   "allow_stdin": False, "stop_on_error": True}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content,
                   "channel": "shell", "buffers": []}
        await socket.write_message(json.dumps(message))
        while True:
            message = json.loads(await asyncio.wait_for(socket.read_message(), 30))
            kind, content = message["header"]["msg_type"], message["content"]
            if kind == "execute_result": seen.append(content["data"]["text/plain"])
            if kind == "error": seen.append(content["ename"])
            if kind == "execute_reply": break
    print(json.dumps(seen))
asyncio.run(main())`;
    const { status, output } = run("-c", script);
    assert.equal(status, 0, output);
    assert.deepEqual(JSON.parse(output.trim().split("\n").at(-1)!), ["42", "RangeError"]);
  } finally {
    gateway.kill("SIGTERM");
  }
});
