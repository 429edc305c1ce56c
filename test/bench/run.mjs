// npm run bench [-- pair,pair batch,batch rounds name]: the same game in every stack, interleaved,
// on this machine.
//
// Every contender is a process of its own, started before the clock; then each plays three rounds
// of the game in turn, again and again. Reported: the minimum and the median over all rounds, and
// the ratio to ganbook's compiled step.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const { homeFolder } = await import("../../dist/base/paths.js");
const { savePlot, startRuntime, tf } = await import("../../dist/index.js");
const pairs = (process.argv[2] ?? "seed,dcgan,mlp").split(",");
const batches = (process.argv[3] ?? "16,100,512").split(",").map(Number);
const rounds = Number(process.argv[4] ?? 12);
// Only the contenders whose name ends with this (and ganbook compiled); the results are then
// printed, not kept.
const only = process.argv[5] ?? "";
const stepsPerTurn = 3;

const venv = join(homeFolder(), "bench-venv");
const python = join(venv, "bin", "python");
if (!existsSync(join(venv, "done"))) {
  console.log("installing the other stacks (1 GB) into", venv);
  const install = (command, args) => {
    if (spawnSync(command, args, { stdio: "inherit" }).status !== 0) process.exit(1);
  };
  install("python3", ["-m", "venv", venv]);
  install(python, [
    "-m",
    "pip",
    "install",
    "-q",
    "tensorflow-cpu==2.21.0",
    "torch==2.13.0",
    "jax",
    "optax",
  ]);
  writeFileSync(join(venv, "done"), "");
}

const node = (mode) => [
  process.execPath,
  ["--import", "tsx", "test/bench/ganbook_worker.ts", mode],
];
const py = (file, mode) => [python, [`test/bench/${file}_worker.py`, mode]];
const contenders = {
  "ganbook compiled": node("compiled"),
  "ganbook compiled, XLA": node("xla"),
  "ganbook op by op": node("eager"),
  "ganbook WebAssembly": node("wasm"),
  "TensorFlow.js, stock style": node("stock"),
  "TensorFlow eager": py("tensorflow", "eager"),
  "TensorFlow tf.function": py("tensorflow", "function"),
  "TensorFlow tf.function, XLA": py("tensorflow", "xla"),
  "PyTorch eager": py("torch", "eager"),
  "PyTorch compile": py("torch", "compile"),
  "JAX jit": py("jax", "jit"),
};
const slow = new Set(["ganbook WebAssembly"]);

async function start(name, [command, args], pair, batch) {
  const env = { ...process.env, OMP_NUM_THREADS: "2", PYTHONDONTWRITEBYTECODE: "1" };
  const child = spawn(command, [...args, pair, String(batch)], {
    stdio: ["pipe", "pipe", "pipe"],
    env,
  });
  let log = "";
  child.stderr.on("data", (chunk) => (log = (log + chunk).slice(-1500)));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const reply = async () => {
    const { value } = await lines.next();
    if (value === undefined) throw new Error(`${name} ended: ${log}`);
    return JSON.parse(value);
  };
  const { versions } = await reply();
  return {
    name,
    versions,
    times: [],
    play: async (steps) => {
      child.stdin.write(`${steps}\n`);
      return (await reply()).times;
    },
    end: () => child.kill(),
  };
}

/**
 * Multiply-adds of each layer's forward pass, per sample. A gradient by weights or by inputs
 * costs as much again.
 */
const layers = {
  seed: { G: [100 * 128, 128 * 784], D: [784 * 9 * 32, 196 * 9 * 32 * 64, 3136] },
  dcgan: {
    G: [100 * 6272, 49 * 16 * 128 * 64, 196 * 16 * 64],
    D: [196 * 16 * 64, 49 * 16 * 64 * 128, 6272],
  },
  mlp: { G: [256, 128 * 128, 256], D: [256, 128 * 128, 128] },
};
const sum = (values) => values.reduce((a, b) => a + b, 0);
/**
 * Floating point operations of one round. D's update: G forward; D on two batches forward, by
 * weights, by inputs (not in the first layer). G's update: D forward and by inputs; G forward, by
 * weights, by inputs (not in the first layer).
 */
const flops = (pair, batch) => {
  const { G, D } = layers[pair];
  return 2 * batch * (4 * sum(G) - G[0] + 8 * sum(D) - 2 * D[0]);
};

/** The fastest product of two 2048 x 2048 matrices, as this machine's peak. */
async function peak() {
  await startRuntime();
  const a = tf.randomNormal([2048, 2048]);
  let best = Infinity;
  for (let i = 0; i < 12; i++) {
    const begun = performance.now();
    tf.tidy(() => void tf.matMul(a, a).dataSync());
    best = Math.min(best, performance.now() - begun);
  }
  return (2 * 2048 ** 3) / (best / 1000);
}

mkdirSync("test/bench/results", { recursive: true });
const results = [];
const versions = {};
const top = await peak();
console.log(
  `${cpus().length} cores, ${cpus()[0].model}; peak ${(top / 1e9).toFixed(0)} GFLOP/s ` +
    "(float32 matrix product)",
);
for (const pair of pairs)
  for (const batch of batches) {
    const players = [];
    for (const [name, command] of Object.entries(contenders)) {
      if (slow.has(name) && batch > 16) continue;
      if (name !== "ganbook compiled" && !name.endsWith(only)) continue;
      try {
        players.push(await start(name, command, pair, batch));
        versions[name] = players.at(-1).versions;
      } catch (error) {
        console.error(`left out: ${error.message}`);
      }
    }
    for (let round = 0; round < rounds; round++)
      for (const player of players)
        player.times.push(...(await player.play(slow.has(player.name) ? 1 : stepsPerTurn)));
    players.forEach((player) => player.end());
    const own = Math.min(...players[0].times);
    console.log(`\n${pair}, batch ${batch}`);
    for (const { name, times } of players) {
      const sorted = [...times].sort((a, b) => a - b);
      const [least, median] = [sorted[0], sorted[Math.floor(sorted.length / 2)]];
      const share = flops(pair, batch) / (least / 1000) / top;
      results.push({ pair, batch, name, least, median, ratio: least / own, share });
      console.log(
        `${name.padEnd(30)} min ${least.toFixed(2).padStart(8)} ms  ` +
          `median ${median.toFixed(2).padStart(8)} ms  ` +
          `${(least / own).toFixed(2).padStart(6)} x ganbook  ` +
          `${(100 * share).toFixed(0).padStart(3)} % of peak`,
      );
    }
    // After every game, so that a run that is cut short is not lost.
    const report = {
      date: new Date().toISOString(),
      cpu: cpus()[0].model,
      cores: cpus().length,
      peak: top,
      rounds,
      versions,
      results,
    };
    if (!only)
      writeFileSync("test/bench/results/latest.json", JSON.stringify(report, null, 1) + "\n");
  }
const names = [...new Set(results.map(({ name }) => name))];
const games = [...new Set(results.map(({ pair, batch }) => `${pair} ${batch}`))];
if (only) process.exit(0);
savePlot("test/bench/results/latest.html", {
  data: names.map((name) => ({
    type: "bar",
    name,
    x: games,
    y: games.map(
      (game) =>
        results.find((r) => r.name === name && `${r.pair} ${r.batch}` === game)?.ratio ?? null,
    ),
  })),
  layout: {
    title: { text: "Time of a step, in units of ganbook's compiled step" },
    xaxis: { title: { text: "game and batch" } },
    yaxis: { title: { text: "ratio of minima" }, type: "log" },
    width: 1100,
    height: 600,
  },
});
process.exit(0);
