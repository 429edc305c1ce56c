import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { homeFolder, homePaths } from "../../src/base/paths";
import { listCheckpoints, loadCheckpoint } from "../../src/runs/checkpoint";
import { loadRun } from "../../src/runs/loadRun";
import { temporaryFolder } from "../support/temporary";

const cwd = temporaryFolder();
const main = resolve("dist/cli/main.js");
const asTerminal = ["--require", resolve("test/support/forceTerminal.cjs")];
const env = { ...process.env, GANBOOK_HOME: homeFolder() };
const write = (name: string, steps: number): string => {
  const config = {
    name,
    data: { loader: "mixture2d", options: { size: 500 } },
    generator: { preset: "mlp", options: { hiddenUnits: [8] } },
    discriminator: { preset: "mlp", options: { hiddenUnits: [8] } },
    steps,
    batchSize: 20,
    record: { checkpointEvery: 1_000_000 },
  };
  writeFileSync(join(cwd, `${name}.json`), JSON.stringify(config));
  return `${name}.json`;
};
const folderOf = (name: string): string => join(cwd, "runs", name);
const metricsOf = (name: string): string => join(folderOf(name), "metrics.jsonl");
const lengthOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

/** Waits until a run's numbers are longer than so many bytes. */
async function played(child: ChildProcess, name: string, bytes: number): Promise<void> {
  while (lengthOf(metricsOf(name)) < bytes) {
    assert.deepEqual([child.exitCode, child.signalCode], [null, null], "it has ended");
    await new Promise((next) => setTimeout(next, 50));
  }
}

/** Starts ganbook with pipes that nobody reads. */
function startUnread(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [...asTerminal, main, ...args], { cwd, env });
  child.stdout.destroy();
  child.stderr.destroy();
  return child;
}

/** The last state of a run is saved, it is free, and it ended so. */
function assertSaved(name: string, ending: string): void {
  const { history, result } = loadRun(folderOf(name));
  const saved = listCheckpoints(folderOf(name)).at(-1)!;
  assert.equal(loadCheckpoint(saved).state.step, history.step.length);
  assert.equal(result?.ending, ending);
  assert.ok(!existsSync(join(folderOf(name), "lock")), "no lock is left");
}

test("training goes on to its end when nobody reads what it shows", async () => {
  const child = startUnread("train", "--config", write("unread", 3000));
  const [code] = (await once(child, "exit")) as [number];
  assert.equal(code, 0);
  assertSaved("unread", "finished");
});

test("training goes on to its end when what it shows goes to a full disk", () => {
  const command = `exec "${process.execPath}" ${asTerminal.join(" ")} "$@" >/dev/full 2>&1`;
  const args = ["-c", command, "sh", main, "train", "--config", write("full", 3000)];
  assert.equal(spawnSync("sh", args, { cwd, env }).status, 0);
  assertSaved("full", "finished");
});

test("closing the terminal saves the run, and ends with 129", async () => {
  const command = [process.execPath, main, "train", "--config", write("closed", 1e6)];
  const helper = [resolve("test/support/closeTerminal.py"), metricsOf("closed"), "2000"];
  const ended = spawnSync(homePaths().python, [...helper, ...command], {
    cwd,
    env,
    encoding: "utf8",
  });
  assert.equal(ended.stdout.trim(), "129", ended.stderr);
  assertSaved("closed", "stopped");
});

test("under nohup a hang-up is nothing: training goes on", async () => {
  const child = spawn(
    "bash",
    [
      "-c",
      `nohup "${process.execPath}" "$@"`,
      "bash",
      main,
      "train",
      "--config",
      write("nohup", 1e6),
    ],
    { cwd, env, stdio: "ignore", detached: true },
  );
  const hangUp = (signal: NodeJS.Signals): boolean => process.kill(-child.pid!, signal);
  await played(child, "nohup", 2000);
  const before = lengthOf(metricsOf("nohup"));
  hangUp("SIGHUP");
  await played(child, "nohup", before + 20_000);
  assert.ok(existsSync(join(folderOf("nohup"), "lock")), "it plays");
  hangUp("SIGTERM");
  assert.equal((await once(child, "exit"))[0], 143);
  assertSaved("nohup", "stopped");
});

test("a reader that has gone is no failure of sample, compare and export", async () => {
  for (const args of [
    ["sample", "runs/unread", "--out", "unread.svg"],
    ["compare", "runs/unread", "runs/full"],
    ["export", "runs/unread", "--to", "keras", "--out", "unread.h5"],
    ["--help"],
  ])
    assert.equal((await once(startUnread(...args), "exit"))[0], 0, args.join(" "));
  assert.ok(existsSync(join(cwd, "unread.svg")) && existsSync(join(cwd, "unread.h5")));
});

/** A script with every callback that shows something. */
const script = (steps: number): string => `
  const g = require(${JSON.stringify(resolve("dist/index.js"))});
  const build = { hiddenUnits: [8] };
  const callbacks = [g.doctor({ every: 100 }), g.liveView(), g.progressBar()];
  g.startRuntime({ backend: "cpu" }).then(() => g.trainGan({
    generator: g.buildGenerator("mlp", build), discriminator: g.buildDiscriminator("mlp", build),
    data: g.createDataset({ name: "far", samples: new Float32Array(200).fill(200), shape: [2] }),
    batchSize: 10, steps: ${steps}, callbacks,
  })).then(({ ending }) => require("node:fs").writeFileSync("ending", ending));`;

test("a script whose output nobody reads trains to its end, doctor included", async () => {
  const child = spawn(process.execPath, [...asTerminal, "-e", script(600)], { cwd, env });
  child.stdout.destroy();
  child.stderr.destroy();
  assert.equal((await once(child, "exit"))[0], 0);
  assert.equal(readFileSync(join(cwd, "ending"), "utf8"), "finished");
});

test("a second Ctrl-C ends a script whose training does not stop", async () => {
  const waiting = script(600).replace(
    "g.liveView()",
    `g.stopButton(), { async onStep(state) {
      console.log("step");
      while (!state.isStopping) await new Promise((next) => setTimeout(next, 10));
      console.log("stopping");
      await new Promise((next) => setTimeout(next, 60_000));
    } }`,
  );
  const child = spawn(process.execPath, ["-e", waiting], { cwd, env });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    const before = said;
    said += chunk.toString();
    for (const word of ["step\n", "stopping\n"])
      if (said.includes(word) && !before.includes(word)) child.kill("SIGINT");
  });
  assert.deepEqual(await once(child, "exit"), [null, "SIGINT"]);
});
