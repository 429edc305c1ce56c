import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import Ajv from "ajv/dist/2020";
import { loadCheckpoint, listCheckpoints } from "../../src/runs/checkpoint";
import { loadRun } from "../../src/runs/loadRun";
import { lossNames } from "../../src/train/losses/named";
import {
  draganPenalty,
  oneCentredPenalty,
  r1Penalty,
  r2Penalty,
  zeroCentredPenalty,
} from "../../src/train/losses/penalties";
import { config, cwd, player, run, write } from "../support/commandLine";
import { schemaFile, trainJsonSchema } from "../support/trainJsonSchema";
import { referenceFile, trainReference } from "../support/trainReference";

/** Trains, and asserts that it went well. */
function train(name: string, more: object = {}): ReturnType<typeof loadRun> {
  const { status, stderr } = run("train", "--config", write(name, more));
  assert.equal(status, 0, stderr);
  return loadRun(join(cwd, "runs", name));
}
const refuses = (text: string, message: RegExp): void => {
  writeFileSync(join(cwd, "wrong.json"), text);
  const { status, stderr } = run("train", "--config", "wrong.json");
  assert.equal(status, 1, stderr);
  assert.match(stderr, message);
};

/** What was kept beside the hash of the configuration. */
function keptNotes({ notes }: { notes: Record<string, unknown> }): object {
  const { job, ...kept } = notes.train as Record<string, unknown>;
  assert.match(String(job), /^[0-9a-f]{16}$/);
  return kept;
}

test("a measure by name decides the best checkpoint, also when the run goes on", () => {
  const { best, config: recorded } = train("measured", { best: "modes" });
  assert.equal(best!.name, "modes");
  assert.ok(best!.value >= 0 && best!.value <= 8);
  assert.deepEqual(keptNotes(recorded), { best: "modes" });
  assert.equal(run("sample", "runs/measured", "--step", "best", "--out", "a.csv").status, 0);
  rmSync(join(cwd, "runs", "measured", "best.json"));
  const { status, stderr } = run("resume", "runs/measured", "--steps", "10");
  assert.equal(status, 0, stderr);
  assert.equal(loadRun(join(cwd, "runs", "measured")).best!.step, 50, "it is measured again");
  assert.equal(train("distance", { best: "frechet" }).best!.name, "frechet");
  refuses(
    JSON.stringify({ ...config, best: "beauty" }),
    /"best": expected one of "frechet", "modes", received "beauty"/,
  );
});

test("annealed rates and the doctor's options are kept when a run goes on", () => {
  const anneal = { from: 1e-3, to: 1e-4 };
  const doctor = { every: 7, print: false };
  const whole = train("annealed", { anneal, doctor });
  const rates = whole.history.generatorLearningRate;
  // Half a cosine over all 40 steps; step n is played with the rate set after step n - 1.
  const rate = (step: number): number => 1e-4 + 9e-4 * ((1 + Math.cos((Math.PI * step) / 40)) / 2);
  rates.forEach((value, i) => assert.ok(Math.abs(value - rate(i)) < 1e-12, `step ${i + 1}`));
  assert.deepEqual(keptNotes(whole.config), { anneal: { steps: 40, ...anneal }, doctor });
  const half = train("half", { anneal: { ...anneal, steps: 40 }, steps: 20 });
  assert.equal(half.history.step.length, 20);
  assert.equal(run("resume", "runs/half", "--steps", "20").status, 0);
  const both = ["half", "annealed"].map((name) =>
    loadCheckpoint(listCheckpoints(join(cwd, "runs", name)).at(-1)!),
  );
  assert.deepEqual(both[0]!.state, both[1]!.state, "20 and 20 steps are 40");
});

test("a module gives its own data and players, and the run goes on with them", () => {
  writeFileSync(
    join(cwd, "mine.mjs"),
    `import { createDataset, tf } from "ganbook";
class Half extends tf.layers.Layer {
  static className = "Half";
  call(x) { return tf.mul(0.5, Array.isArray(x) ? x[0] : x); }
}
export const layers = [Half];
export const points = ({ size }) => createDataset({
  name: "line", shape: [2], samples: Float32Array.from({ length: 2 * size }, (_, i) => Math.sin(i)),
});
export default ({ units }, data) => tf.sequential({ layers: [
  tf.layers.dense({ units, inputShape: [3], kernelInitializer: "ones" }),
  tf.layers.dense({ units: data.shape[0], kernelInitializer: "ones" }), new Half({}),
] });
`,
  );
  const data = { loader: "module", path: "./mine.mjs", export: "points", options: { size: 100 } };
  const generator = { preset: "module", path: "mine.mjs", options: { units: 5 } };
  const { config: recorded } = train("own", { data, generator, steps: 10 });
  assert.deepEqual(recorded.own.layers, ["Half"]);
  const { status, stderr } = run("resume", "runs/own", "--steps", "5");
  assert.equal(status, 0, stderr);
  assert.equal(loadRun(join(cwd, "runs", "own")).history.step.length, 15);
  const wrong = { ...config, generator: { preset: "module", path: "mine.mjs", export: "nothing" } };
  refuses(
    JSON.stringify(wrong),
    /mine\.mjs: expected an export "nothing", found default, layers, points/,
  );
});

test("a table and sentences from files are learned, and drawn as rows and sentences", () => {
  const people = Array.from(
    { length: 60 },
    (_, i) => `${20 + (i % 30)},${i % 3 ? "tea" : "coffee"}`,
  );
  writeFileSync(join(cwd, "people.csv"), `age,drink\n${people.join("\n")}\n`);
  writeFileSync(join(cwd, "lines.txt"), "a cat sleeps\na dog sings\nthe cat sings\n".repeat(10));
  const table = { loader: "table", options: { file: join(cwd, "people.csv"), balance: true } };
  const told = train("rows", { data: table, steps: 10 });
  assert.equal(told.config.data.codes!.length, 2);
  const text = { preset: "text" };
  const sentences = { loader: "sentences", options: { file: join(cwd, "lines.txt") } };
  const players = { generator: text, discriminator: text, steps: 3, batchSize: 5 };
  train("lines", { data: sentences, ...players });
  const letters = { ...sentences.options, unit: "characters", length: 8, longer: "cut" };
  train("letters", { data: { ...sentences, options: letters }, ...players });
  for (const file of ["people.csv", "lines.txt"]) rmSync(join(cwd, file));
  const rows = run("sample", "runs/rows", "--count", "9");
  assert.equal(rows.status, 0, rows.stderr);
  assert.equal(rows.stdout.trim(), join(cwd, "samples.csv"));
  const csv = readFileSync(join(cwd, "samples.csv"), "utf8").trim().split(/\r?\n/);
  assert.equal(csv.length, 10);
  assert.match(csv.join("\n"), /^age,drink\n(\d+(\.\d+)?,(tea|coffee)\n?){9}$/);
  const drawn = run("sample", "runs/lines", "--count", "4");
  assert.equal(drawn.status, 0, drawn.stderr);
  const lines = readFileSync(join(cwd, "samples.txt"), "utf8").split("\n");
  assert.equal(lines.length, 5);
  assert.ok(
    lines.every((line) =>
      line
        .split(" ")
        .every((word) => ["", "a", "the", "cat", "dog", "sings", "sleeps"].includes(word)),
    ),
  );
  const written = run("sample", "runs/letters", "--count", "4", "--out", "letters.txt");
  assert.equal(written.status, 0, written.stderr);
  const words = readFileSync(join(cwd, "letters.txt"), "utf8").split("\n");
  assert.ok(words.length === 5 && words.every((line) => /^[a-z ]{0,9}$/.test(line)), words.join());
  assert.ok(
    words.some((line) => /[a-z]{2}/.test(line)),
    "letters stand together",
  );
});

test("a class can be chosen, numbers go into a CSV file, and what cannot be is said", () => {
  const classes = { ...player.options, classes: 8 };
  const conditional = { preset: "mlp", options: classes };
  train("told", { generator: conditional, discriminator: conditional, steps: 5 });
  const { status, stderr } = run(
    "sample",
    "runs/told",
    "--class",
    "3,5",
    "--count",
    "5",
    "--out",
    "c.csv",
  );
  assert.equal(status, 0, stderr);
  const rows = readFileSync(join(cwd, "c.csv"), "utf8").trim().split("\n");
  assert.equal(rows[0], "label,value0,value1");
  assert.deepEqual(
    rows.slice(1).map((row) => row.split(",")[0]),
    ["3", "5", "3", "5", "3"],
  );
  const wrong = run("sample", "runs/told", "--class", "9");
  assert.match(wrong.stderr, /expected labels from 0 to 7, received 9/);
  const ending = run("sample", "runs/told", "--out", "points.bmp");
  assert.equal(ending.status, 2);
  assert.match(
    ending.stderr,
    /--out: expected a file that ends in \.svg or \.html or \.csv, received "points\.bmp"/,
  );
  const none = run("sample", "runs/told", "--step", "3");
  assert.match(none.stderr, /expected a step with a checkpoint \(0, 5\), received 3/);
});

test("what contradicts itself or stands twice is refused, with its place", () => {
  const text = JSON.stringify(config);
  refuses(
    text.replace("{", '{"name": "twice", '),
    /wrong\.json: Map keys must be unique at line 1/,
  );
  refuses(
    JSON.stringify({ ...config, epochs: 3 }),
    /"steps": expected epochs or steps, not both \(epochs is 3\)/,
  );
  refuses(JSON.stringify({ ...config, game: { steps: 3 } }), /unknown option "game\.steps"/);
  refuses(
    JSON.stringify({ ...config, data: { loader: "cifar" } }),
    /"data\.loader": expected "mnist", .*, received "cifar"/,
  );
  refuses(
    JSON.stringify({ ...config, generator: { preset: "vae" } }),
    /"generator\.preset": expected a generator's preset, "seed", .* received "vae"/,
  );
  refuses(
    JSON.stringify({ ...config, game: { loss: "hinge + Foo(3)" } }),
    /"game\.loss": expected "minimax", .*, with penalties or without, received "hinge \+ Foo\(3\)"/,
  );
  refuses('{"name": ', /wrong\.json: /);
  assert.ok(!existsSync(join(cwd, "runs", "twice")));
});

test("weights of penalties are numbers as JavaScript writes them, and as people do", () => {
  for (const weight of ["0.5", ".5", "5e-1", "5E-1", "1.", "1e+1", "2"]) {
    const { config: recorded } = train(`weight ${weight.replace("+", "")}`, {
      game: { loss: `hinge + R1(${weight})` },
      steps: 1,
    });
    assert.equal(recorded.game.loss, `hinge + R1(${Number(weight)})`);
  }
});

test("the shipped schema is that of the command", () => {
  assert.equal(readFileSync(schemaFile, "utf8"), trainJsonSchema(), "run `npm run schema`");
  const validate = new Ajv({ strict: false }).compile(JSON.parse(trainJsonSchema()) as object);
  const example = /```json\n([^`]+)```/.exec(readFileSync("README.md", "utf8"))![1]!;
  assert.equal(validate(JSON.parse(example)), true, JSON.stringify(validate.errors));
  for (const wrong of [{ colour: 1 }, { epochs: 3 }, { game: { seeds: 1 } }, { name: 3 }])
    assert.equal(validate({ ...config, ...wrong }), false, JSON.stringify(wrong));
});

test("the reference of a configuration is that of its schema, and its example is one", () => {
  const reference = readFileSync(referenceFile, "utf8");
  assert.equal(reference, trainReference(), "run `npm run schema`");
  const example = JSON.parse(/```json\n([^`]+)```/.exec(reference)![1]!) as { $schema: string };
  const validate = new Ajv({ strict: false }).compile(JSON.parse(trainJsonSchema()) as object);
  assert.equal(validate(example), true, JSON.stringify(validate.errors));
  assert.ok(existsSync(join(cwd, example.$schema)), "editors find the schema");
  const { config: recorded } = train("with a schema", { $schema: example.$schema, steps: 1 });
  assert.equal(recorded.game.seed, 1);
});

test("the reference names every loss and every penalty, with its weight", () => {
  const reference = readFileSync(referenceFile, "utf8");
  for (const name of lossNames) assert.ok(reference.includes(`| \`"${name}"\` | `), name);
  const penalties = [r1Penalty, r2Penalty, zeroCentredPenalty, oneCentredPenalty, draganPenalty];
  for (const { name: written } of penalties.map((penalty) => penalty())) {
    const [, name, weight] = /^(.*)\((.*)\)$/.exec(written)!;
    assert.match(reference, new RegExp(`^\\| \`${name}\\(…\\)\` \\| .* \\| ${weight} \\|$`, "m"));
  }
});

test("compare prints a row a run, with every setting that differs", () => {
  const variants: Record<string, object> = {
    a: { best: "frechet" },
    b: { best: "frechet", game: { seed: 2 } },
    c: {
      best: "frechet",
      generator: { preset: "mlp", options: { hiddenUnits: [8], latentSize: 5 } },
    },
    d: { best: "frechet", generator: { preset: "mlp", options: { hiddenUnits: [8], seed: 9 } } },
    e: {
      best: "frechet",
      discriminator: { preset: "mlp", options: { hiddenUnits: [8], initialization: "heNormal" } },
    },
    f: { best: "frechet", data: { loader: "mixture2d", options: { size: 500, seed: 4 } } },
    g: { best: "frechet", anneal: { from: 1e-3, to: 1e-4 } },
  };
  for (const [name, more] of Object.entries(variants)) train(`compare ${name}`, more);
  const folders = Object.keys(variants).map((name) => `runs/compare ${name}`);
  const against = (other: string): string[] => {
    const { stdout } = run("compare", "runs/compare a", `runs/compare ${other}`, "--json");
    return (JSON.parse(stdout) as { settings: string[] }).settings;
  };
  assert.ok(against("b").includes("seed"));
  assert.ok(against("c").includes("latentSize"));
  assert.deepEqual(against("d"), ["first weights.generator"]);
  assert.deepEqual(against("e"), ["first weights.discriminator"]);
  assert.ok(against("f").includes("data.seed"));
  assert.ok(against("g").includes("train.anneal.from"));
  const { stdout, stderr, status } = run("compare", ...folders, "--sort", "best frechet");
  assert.equal(status, 0, stderr);
  const rows = stdout.trim().split("\n");
  assert.equal(rows.length, 8, "a head and a row a run");
  const at = rows[0]!.indexOf("best frechet");
  const values = rows.slice(1).map((row) => Number.parseFloat(row.slice(at)));
  assert.deepEqual(
    values,
    values.slice().sort((x, y) => x - y),
  );
  const reversed = run("compare", ...folders, "--sort", "best frechet", "--descending").stdout;
  assert.equal(reversed.trim().split("\n")[1], rows[7]);
  assert.match(
    run("compare", ...folders, "--sort", "beauty").stderr,
    /expected a column to sort by, .*received "beauty"/,
  );
});
