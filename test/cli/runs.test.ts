import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { homeFolder } from "../../src/base/paths";
import { loadCheckpoint, listCheckpoints } from "../../src/runs/checkpoint";
import { loadRun } from "../../src/runs/loadRun";
import { temporaryFolder } from "../support/temporary";

const cwd = temporaryFolder();
const main = resolve("dist/cli/main.js");
const env = { ...process.env, GANBOOK_HOME: homeFolder() };
const run = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [main, ...args], { cwd, encoding: "utf8", env });
const config = {
  name: "ring",
  data: { loader: "mixture2d", options: { size: 500 } },
  generator: { preset: "mlp", options: { hiddenUnits: [8] } },
  discriminator: { preset: "mlp", options: { hiddenUnits: [8] } },
  game: { seed: 1, learningRate: 0.001 },
  steps: 40,
  batchSize: 20,
  record: { checkpointEvery: 10 },
};
const write = (name: string, more: object = {}): string => {
  writeFileSync(join(cwd, name), JSON.stringify({ ...config, ...more }));
  return name;
};

test("train, resume, sample and compare work from the shell", () => {
  const trained = run("train", "--config", write("c.json"));
  assert.equal(trained.status, 0, trained.stderr);
  assert.match(trained.stdout, /finished: runs\/ring/);
  assert.match(trained.stderr, /step 40\/40/, "a log has plain lines");
  assert.ok(!trained.stderr.includes("\r"));

  assert.match(
    run("resume", "runs/ring").stderr,
    /runs\/ring has made all of its 40 steps; pass steps: n to make n more/,
  );
  assert.equal(run("resume", "runs/ring", "--steps", "10").status, 0);
  assert.equal(loadRun(join(cwd, "runs/ring")).history.step.length, 50);

  assert.equal(
    run(
      "train",
      "--config",
      write("d.json", { name: "fast", game: { ...config.game, learningRate: 0.002 } }),
    ).status,
    0,
  );
  const compared = run("compare", "runs/ring", "runs/fast");
  const [head, ...rows] = compared.stdout.trim().split("\n");
  assert.match(head!, /^run +learningRate\.generator +learningRate\.discriminator .* step /);
  assert.match(rows[0]!, /^runs\/ring +0\.001 +0\.001 .* 50 /);
  assert.match(rows[1]!, /^runs\/fast +0\.002 +0\.002 .* 40 /);
  assert.doesNotMatch(compared.stdout, /batchSize/, "what is the same is left out");
  const { results } = JSON.parse(run("compare", "--json", "runs/ring", "runs/fast").stdout) as {
    results: string[];
  };
  assert.ok(results.includes("D(x)"));

  const sampled = run("sample", "runs/ring", "--count", "50", "--out", "points.svg");
  assert.equal(sampled.status, 0, sampled.stderr);
  assert.match(readFileSync(join(cwd, "points.svg"), "utf8"), /Step 50/);

  const exported = run(
    "export",
    "runs/ring",
    "--to",
    "savedmodel",
    "--step",
    "40",
    "--out",
    "saved",
  );
  assert.equal(exported.status, 0, exported.stderr);
  assert.ok(existsSync(join(cwd, "saved", "saved_model.pb")));
});

for (const [signal, code] of [
  ["SIGHUP", 129],
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)
  test(`${signal} saves the run, exits with ${code}, and the run can go on`, async () => {
    const name = signal.toLowerCase();
    const child = spawn(
      process.execPath,
      [
        main,
        "train",
        "--config",
        write(`${name}.json`, { name, steps: 1_000_000, record: { checkpointEvery: 1_000_000 } }),
      ],
      { cwd, env },
    );
    let [output, errors] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    const folder = join(cwd, "runs", name);
    const metrics = join(folder, "metrics.jsonl");
    while (!(existsSync(metrics) && readFileSync(metrics).length > 2000))
      await new Promise((next) => setTimeout(next, 50));
    child.kill(signal);
    const [status] = (await once(child, "close")) as [number];
    assert.equal(status, code, errors);
    assert.match(
      output,
      new RegExp(`stopped: runs/${name}\nGo on with: ganbook resume runs/${name}`),
    );
    const { history, result } = loadRun(folder);
    const saved = listCheckpoints(folder).at(-1)!;
    assert.equal(loadCheckpoint(saved).state.step, history.step.length);
    assert.equal(result?.ending, "stopped");
    assert.equal(run("resume", `runs/${name}`, "--steps", "5").status, 0);
    assert.equal(loadRun(folder).history.step.length, history.step.length + 5);
  });

test("a wrong command line ends with 2, a wrong configuration with 1", () => {
  const refused = (status: number, message: RegExp, ...args: string[]): void => {
    const result = run(...args);
    assert.equal(result.status, status, args.join(" "));
    assert.match(result.stderr, message);
  };
  refused(2, /train: expected --config c\.json/, "train");
  refused(2, /Unknown option '--rate'/, "train", "--rate", "1");
  refused(2, /compare: expected two or more folders/, "compare", "runs/ring");
  refused(
    2,
    /--step: expected a number, "best" or "latest", received "last"/,
    "sample",
    "runs/ring",
    "--step",
    "last",
  );
  refused(
    2,
    /--to: expected keras, onnx, safetensors, savedmodel or web, received "caffe"/,
    "export",
    "runs/ring",
    "--to",
    "caffe",
  );
  refused(
    2,
    /--steps: expected an integer, received "many"/,
    "resume",
    "runs/ring",
    "--steps",
    "many",
  );
  refused(1, /expected a run with a config\.json at runs\/nothing/, "resume", "runs/nothing");
  refused(
    1,
    /wrong\.json: unknown option "colour"/,
    "train",
    "--config",
    write("wrong.json", { colour: 1 }),
  );
  refused(
    1,
    /units\.json: unknown option "generator\.options\.units"/,
    "train",
    "--config",
    write("units.json", { generator: { preset: "mlp", options: { units: 1 } } }),
  );
  refused(1, /ENOENT.*nowhere\.json/, "train", "--config", "nowhere.json");
});
