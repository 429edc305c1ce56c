import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { listCheckpoints, loadCheckpoint } from "../../src/runs/checkpoint";
import { loadRun } from "../../src/runs/loadRun";
import { KernelClient, textOf, valueOf } from "../support/kernelClient";
import { temporaryFolder } from "../support/temporary";

/** Starts a kernel as Jupyter does, or (by hand) without a word of itself. */
const launch = (byHand: boolean): string => `
  const env = { ...process.env ${byHand ? "" : ", JPY_PARENT_PID: process.pid"} };
  const stdio = ["ignore", "ignore", "ignore"];
  require("node:child_process").spawn(process.execPath, process.argv.slice(1), { env, stdio });`;

const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await new Promise((next) => setTimeout(next, 50));
};
const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`);
const pidOf = async (kernel: KernelClient): Promise<number> =>
  Number(valueOf(await kernel.run("process.pid")));

const recorded = (runs: string): string => `
  import * as g from "ganbook";
  await g.startRuntime({ backend: "cpu", print: false });
  const build = { hiddenUnits: [8] };
  const play = () => g.trainGan({
    generator: g.buildGenerator("mlp", build), discriminator: g.buildDiscriminator("mlp", build),
    data: g.mixture2d({ size: 100 }), batchSize: 10, steps: 1e9,
    callbacks: [g.recordRun("run", { runs: ${JSON.stringify(runs)}, checkpointEvery: 1e9 })],
  });`;

for (const [how, code] of [
  ["a cell waits for", "await play(); await play();"],
  ["no cell waits for", "void play();"],
] as const)
  for (const ending of ["Lab is killed", "the kernel is asked to end (SIGTERM)"])
    test(`when ${ending}, a recorded training that ${how} is saved, the kernel ends`, async () => {
      const runs = temporaryFolder();
      const kernel = await KernelClient.start("notebooks", { launcher: launch(false) });
      const pid = await pidOf(kernel);
      assert.equal((await kernel.run(recorded(runs))).reply.status, "ok");
      kernel.run(code).catch(() => undefined); // nobody will answer
      const metrics = join(runs, "run", "metrics.jsonl");
      await until(() => existsSync(metrics) && statSync(metrics).size > 2000);
      if (ending === "Lab is killed") kernel.child.kill("SIGKILL");
      else process.kill(pid, "SIGTERM");
      await until(() => !isAlive(pid));
      kernel.close();
      const { history, result } = loadRun(join(runs, "run"));
      assert.equal(result?.ending, "stopped");
      const last = listCheckpoints(join(runs, "run")).at(-1)!;
      assert.equal(loadCheckpoint(last).state.step, history.step.length);
      assert.ok(!existsSync(join(runs, "run", "lock")));
    });

test("a recorded training whose callback waits for something is saved as well", async () => {
  const runs = temporaryFolder();
  const kernel = await KernelClient.start("notebooks", { launcher: launch(false) });
  const pid = await pidOf(kernel);
  const waiting = recorded(runs).replace(
    "callbacks: [",
    "callbacks: [{ onStep: (s) => s.stepsDone === 30 ? new Promise(() => undefined) : " +
      "undefined }, ",
  );
  assert.equal((await kernel.run(waiting)).reply.status, "ok");
  kernel.run("await play();").catch(() => undefined);
  const metrics = join(runs, "run", "metrics.jsonl");
  await until(() => existsSync(metrics) && readFileSync(metrics, "utf8").split("\n").length > 29);
  kernel.child.kill("SIGKILL");
  await until(() => !isAlive(pid));
  kernel.close();
  assert.equal(listCheckpoints(join(runs, "run")).at(-1)!.step, 30);
  assert.equal(loadRun(join(runs, "run")).result?.ending, "stopped");
});

for (const code of [
  "for (;;);",
  "while (true) await new Promise((next) => setTimeout(next, 10));",
  "",
])
  test(`when Lab is killed, a kernel that runs ${code || "nothing"} ends`, async () => {
    const kernel = await KernelClient.start("notebooks", { launcher: launch(false) });
    const pid = await pidOf(kernel);
    if (code) {
      kernel.run(code).catch(() => undefined);
      await kernel.waitFor(({ content }) => content.code === code);
    }
    kernel.child.kill("SIGKILL");
    await until(() => !isAlive(pid));
    kernel.close();
  });

test("a kernel that was started by hand outlives whoever started it", async () => {
  const kernel = await KernelClient.start("notebooks", { launcher: launch(true) });
  const pid = await pidOf(kernel);
  const cell = kernel.run("await new Promise((passed) => setTimeout(passed, 2500)); 'there'");
  kernel.child.kill("SIGKILL");
  await once(kernel.child, "exit");
  assert.equal(valueOf(await cell), "'there'");
  await kernel.request("shutdown_request", { restart: false }, kernel.control);
  await until(() => !isAlive(pid));
  kernel.close();
});

const smallHeap = { env: { NODE_OPTIONS: "--max-old-space-size=256" } };

test("a cell whose loop fills the heap fails, and the kernel lives on", async () => {
  const kernel = await KernelClient.start("notebooks", smallHeap);
  const { reply } = await kernel.run(
    "let all: number[][] = []; while (true) all.push(Array.from({ length: 100 }, Math.random));",
  );
  assert.equal(reply.ename, "OutOfMemory");
  assert.match(String(reply.evalue), /MB of JavaScript values.*NODE_OPTIONS=--max-old-space-size/);
  const litter =
    "all = []; for (let i = 0; i < 2e5; i++) Array.from({ length: 100 }, Math.random);";
  assert.equal((await kernel.run(litter)).reply.status, "ok", "what nobody uses does not count");
  assert.equal(await kernel.stop(), 0);
});

test("when other code fills the heap, the next kernel says that it was memory", async () => {
  const file = join(temporaryFolder(), "connection.json");
  const kernel = await KernelClient.start("notebooks", { file, ...smallHeap });
  kernel
    .run("Array.from({ length: 1e8 }, (_, i) => ({ i, text: String(i) }))")
    .catch(() => undefined);
  await once(kernel.child, "exit");
  kernel.close();
  const next = await KernelClient.start("notebooks", { file });
  const ran = await next.run("1");
  assert.match(
    textOf(ran, "stderr"),
    /^The kernel before this one died: its JavaScript heap was full/,
  );
  assert.equal(textOf(await next.run("2"), "stderr"), "", "it is said once");
  assert.ok(!existsSync(`${file}.died`));
  assert.ok(readFileSync(file, "utf8"));
  assert.equal(await next.stop(), 0);
});
