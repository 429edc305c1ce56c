// What an attacker has found on the command line: each of these once lost something, or said what
// was not true.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadRun } from "../../src/runs/loadRun";
import { config, cwd, env, main, run, write } from "../support/commandLine";

const fails = (status: number, message: RegExp, ...args: string[]): void => {
  const result = run(...args);
  assert.equal(result.status, status, `${args.join(" ")}: ${result.stderr}`);
  assert.match(result.stderr, message);
  assert.doesNotMatch(result.stderr, /^\s+at /m, "no stack trace");
};

for (const [first, second] of [
  ["SIGHUP", "SIGINT"],
  ["SIGTERM", "SIGHUP"],
] as const)
  test(`${first} and ${second} at once are one wish: the run is saved`, async () => {
    const name = `${first} ${second}`.toLowerCase().replaceAll("sig", "");
    const more = { steps: 1_000_000, record: { checkpointEvery: 1_000_000 } };
    const child = spawn(process.execPath, [main, "train", "--config", write(name, more)], {
      cwd,
      env,
    });
    const metrics = join(cwd, "runs", name, "metrics.jsonl");
    while (!(existsSync(metrics) && readFileSync(metrics).length > 2000))
      await new Promise((next) => setTimeout(next, 50));
    child.kill(first);
    child.kill(second);
    await once(child, "close");
    const { result, history, checkpoints } = loadRun(join(cwd, "runs", name));
    assert.equal(result?.ending, "stopped");
    assert.equal(checkpoints.at(-1), history.step.at(-1));
    assert.ok(!existsSync(join(cwd, "runs", name, "lock")));
  });

test("a run with layers of one's own from a module can be sampled and exported", () => {
  writeFileSync(
    join(cwd, "own.mjs"),
    `import { tf } from "ganbook";
class Twice extends tf.layers.Layer {
  static className = "TwiceOwn";
  call(x) { return tf.mul(Array.isArray(x) ? x[0] : x, 1.5); }
  computeOutputShape(shape) { return shape; }
}
export const layers = [Twice];
export const gen = () => tf.sequential({ layers: [
  tf.layers.dense({ units: 8, inputShape: [3] }), new Twice({}), tf.layers.dense({ units: 2 }),
] });
`,
  );
  const generator = { preset: "module", path: "own.mjs", export: "gen" };
  assert.equal(run("train", "--config", write("own", { generator })).status, 0);
  assert.equal(run("sample", "runs/own", "--out", "own.csv").status, 0);
  assert.ok(existsSync(join(cwd, "own.csv")));
});

test("notes of one's own do not keep a run from going on", () => {
  writeFileSync(
    join(cwd, "noted.mjs"),
    `import * as g from "ganbook";
await g.startRuntime({ print: false });
const small = { hiddenUnits: [8] };
const recorder = g.recordRun("noted", { notes: { author: "me", best: "friend" } });
await g.trainGan({ generator: g.buildGenerator("mlp", small),
      discriminator: g.buildDiscriminator("mlp", small),
  data: g.mixture2d({ size: 100 }), steps: 3, batchSize: 20, callbacks: [recorder] });
`,
  );
  assert.equal(spawnSync(process.execPath, ["noted.mjs"], { cwd, env }).status, 0);
  const { status, stderr } = run("resume", "runs/noted", "--steps", "2");
  assert.equal(status, 0, stderr);
});

test("a module that never answers, fails or throws ends with 1 and a message", () => {
  const modules: [string, RegExp][] = [
    ["export default () => new Promise(() => {})", /ended before it was done.*never/],
    ["export default () => { throw undefined; }", /undefined/],
    ["export default () => { throw { a: 1 }; }", /an object with a/],
    ["throw null", /could not import .*odd\.mjs: null/],
  ];
  for (const [source, message] of modules) {
    writeFileSync(join(cwd, "odd.mjs"), source);
    fails(
      1,
      message,
      "train",
      "--config",
      write("odd", { data: { loader: "module", path: "odd.mjs" } }),
    );
  }
});

test("files are found from the configuration's folder, wherever the command is given", () => {
  mkdirSync(join(cwd, "deep"));
  writeFileSync(join(cwd, "deep", "people.csv"), `age,drink\n${"20,tea\n31,coffee\n".repeat(20)}`);
  const data = { loader: "table", options: { file: "people.csv" } };
  writeFileSync(
    join(cwd, "deep", "table.json"),
    JSON.stringify({ ...config, name: "table", data }),
  );
  const { status, stderr } = run("train", "--config", "deep/table.json");
  assert.equal(status, 0, stderr);
  assert.equal(run("resume", "runs/table", "--steps", "1").status, 0);
});

test("wrong command lines end with 2, and each option counts once", () => {
  assert.equal(run("train", "--config", write("ring")).status, 0);
  fails(
    2,
    /--steps: expected an integer >= 1, received "0"/,
    "resume",
    "runs/ring",
    "--steps",
    "0",
  );
  fails(
    2,
    /--to: expected keras, onnx, safetensors, savedmodel or web, received "foo"/,
    "export",
    "runs/ring",
    "--to",
    "foo",
  );
  fails(2, /expected a column to sort by/, "compare", "runs/ring", "runs/ring", "--sort", "nope");
  fails(2, /--runs: expected a folder, received ""/, "train", "--config", "ring.json", "--runs=");
  fails(2, /--config: expected once, received twice/, "train", "--config", "a", "--config", "b");
  fails(1, /could not read nowhere\.json: ENOENT/, "train", "--config", "nowhere.json");
  fails(1, /could not read deep: EISDIR/, "train", "--config", "deep");
});

test("a result that could not be printed is no success", () => {
  if (!existsSync("/dev/full")) return;
  const full = openSync("/dev/full", "w");
  const { status } = spawnSync(process.execPath, [main, "compare", "runs/ring", "runs/ring"], {
    ...{ cwd, env, stdio: ["ignore", full, "ignore"] },
  });
  assert.equal(status, 1);
});

test("numbers in a configuration may be written as .5 and 1E-3", () => {
  const text = JSON.stringify({
    ...config,
    name: "numbers",
    game: { beta1: "B", learningRate: "L" },
  });
  writeFileSync(join(cwd, "numbers.json"), text.replace('"B"', ".5").replace('"L"', "1E-3"));
  assert.equal(run("train", "--config", "numbers.json").status, 0);
  const { game } = loadRun(join(cwd, "runs", "numbers")).config;
  assert.deepEqual([game.beta1, game.learningRate.generator], [0.5, 0.001]);
});
