import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { compareSweep, plotSweep } from "../../src/scale";
import { loadRun } from "../../src/runs/loadRun";
import { planSweep, sweepSchema } from "../../src/scale/sweepPlan";
import { renderSvg } from "../../src/plot";
import { startCommand, until, writeGame } from "../support/launched";
import { temporaryFolder } from "../support/temporary";

const plan = (sweep: object, base = {}): ReturnType<typeof planSweep> =>
  planSweep(sweepSchema.parse({ name: "s", config: {}, ...sweep }), base);

test("a grid is every setting with every seed, in the file's order", () => {
  const games = plan({
    grid: { "game.loss": ["hinge", "minimax"], steps: [10, 20] },
    seeds: [3, 5],
  });
  assert.equal(games.length, 8);
  assert.deepEqual(
    games.slice(0, 3).map(({ values, seed }) => [values["game.loss"], values.steps, seed]),
    [
      ["hinge", 10, 3],
      ["hinge", 10, 5],
      ["hinge", 20, 3],
    ],
  );
  assert.deepEqual(games[7]!.config, {
    name: games[7]!.name,
    steps: 20,
    game: { loss: "minimax", seed: 5 },
    generator: { options: { seed: 5 } },
    discriminator: { options: { seed: 5 } },
  });
  assert.equal(new Set(games.map(({ name }) => name)).size, 8);
  const longer = plan({
    grid: { "game.loss": ["hinge", "minimax", "wasserstein"], steps: [10, 20] },
    seeds: [3, 5],
  });
  for (const { name } of games)
    assert.ok(
      longer.some((game) => game.name === name),
      name,
    );
});

test("a random search stays in its ranges, and is the same for the same seed", () => {
  const values = {
    "game.learningRate": { from: 1e-5, to: 1e-2, scale: "log" },
    "game.beta1": { from: 0, to: 0.5 },
    batchSize: { from: 1, to: 4, whole: true },
    "game.loss": ["hinge", "minimax"],
  };
  const games = plan({ random: { count: 400, seed: 1, values } });
  assert.deepEqual(games, plan({ random: { count: 400, seed: 1, values } }));
  assert.notDeepEqual(games, plan({ random: { count: 400, seed: 2, values } }));
  const all = (name: string): unknown[] => games.map((game) => game.values[name]);
  const rates = all("game.learningRate") as number[];
  assert.ok(rates.every((rate) => rate >= 1e-5 && rate <= 1e-2));
  // Half of a log scale lies below its geometric mean: 200 of 400, with a deviation of 10.
  const below = rates.filter((rate) => rate < Math.sqrt(1e-5 * 1e-2)).length;
  assert.ok(Math.abs(below - 200) < 50, `${below}`);
  for (const size of [1, 2, 3, 4]) {
    const count = all("batchSize").filter((value) => value === size).length;
    assert.ok(Math.abs(count - 100) < 45, `${count} of ${size}`);
  }
  assert.deepEqual(new Set(all("game.loss")), new Set(["hinge", "minimax"]));
});

test("a wrong sweep says what is wrong, before anything is played", async () => {
  const folder = temporaryFolder();
  const write = (content: object): string => {
    const path = join(folder, "sweep.json");
    writeFileSync(path, JSON.stringify(content));
    return path;
  };
  const config = writeGame(folder, "base");
  const cases: [object, RegExp][] = [
    [{ name: "s", config, grid: { "game.lose": ["hinge"] } }, /unknown option "game.lose"/],
    [{ name: "s", config, grid: { steps: [1] }, random: { count: 1, values: {} } }, /not both/],
    [
      { name: "s", config, random: { count: 1, values: { steps: { from: 2, to: 1 } } } },
      /from < to/,
    ],
    [{ name: "s", config: "nowhere.json" }, /could not read .*nowhere\.json/],
  ];
  for (const [content, message] of cases) {
    const command = startCommand(["sweep", write(content), "--list"]);
    assert.equal(await command.ended, 1);
    assert.match(command.text(), message);
  }
  const both = startCommand(["sweep", write({ name: "s", config }), "--list", "--index", "0"]);
  assert.equal(await both.ended, 2);
});

test("a sweep is played two at once, stopped, gone on with, and compared", async () => {
  const runs = temporaryFolder();
  writeGame(runs, "base", { steps: 400, record: { checkpointEvery: 20, samples: 4 } });
  const path = join(runs, "sweep.json");
  const grid = { "game.loss": ["hinge", "non-saturating"] };
  writeFileSync(path, JSON.stringify({ name: "losses", config: "base.json", grid, seeds: 2 }));
  const local = ["sweep", path, "--local", "2", "--runs", runs];
  const listed = startCommand(["sweep", path, "--list"]);
  assert.equal(await listed.ended, 0);
  const names = listed
    .text()
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { name: string }).name);
  const folder = join(runs, "losses");
  const resultOf = (i: number): string => join(folder, names[i]!, "result.json");

  const first = startCommand(local);
  await until(() => existsSync(resultOf(0)) || existsSync(resultOf(1)), 90, "a first game");
  first.process.kill("SIGTERM");
  assert.equal(await first.ended, 143, first.text());
  // One by its index, as Slurm's arrays and Indexed Jobs do it; again it is done already.
  const one = (): ReturnType<typeof startCommand> =>
    startCommand(["sweep", path, "--index", "3", "--runs", runs], { TF_CONFIG: "{" });
  const played = one();
  assert.equal(await played.ended, 0, played.text());
  const repeated = one();
  assert.equal(await repeated.ended, 0);
  assert.match(repeated.text(), /finished already/);
  rmSync(resultOf(3)); // as killed after its last checkpoint
  const dates = [0, 1].map((i) =>
    existsSync(resultOf(i)) ? readFileSync(resultOf(i), "utf8") : "",
  );

  const second = startCommand(local);
  assert.equal(await second.ended, 0, second.text());
  assert.match(second.text(), /4 of 4 done, 0 play, 0 wait, 0 failed/);
  const isFinished = (text: string): boolean => text.includes('"ending": "finished"');
  dates.forEach((text, i) => {
    if (isFinished(text)) assert.equal(readFileSync(resultOf(i), "utf8"), text, "it was skipped");
  });
  for (const name of names)
    assert.equal(loadRun(join(folder, name)).history.step.length, 400, "gone on with");

  const comparison = compareSweep(folder);
  assert.deepEqual(
    comparison.rows.map(({ values, planned }) => [values["game.loss"], planned]),
    [
      ["hinge", 2],
      ["non-saturating", 2],
    ],
  );
  const [hinge] = comparison.rows;
  const losses = names.slice(0, 2).map((name) => {
    const { generatorLoss } = loadRun(join(folder, name)).history;
    return generatorLoss.slice(-100).reduce((sum, loss) => sum + loss, 0) / 100;
  });
  const { mean, low, high } = hinge!.results.generatorLoss!;
  assert.ok(Math.abs(mean - (losses[0]! + losses[1]!) / 2) < 1e-3);
  // Student's t with one degree of freedom: 12.706 standard errors, half their distance.
  assert.ok(Math.abs((high - low) / 2 - (12.706 * Math.abs(losses[0]! - losses[1]!)) / 2) < 0.01);
  assert.match(renderSvg(plotSweep(comparison, "generatorLoss")), /1: loss hinge/);

  const compared = startCommand(["compare", folder, "--sort", "generatorLoss"]);
  assert.equal(await compared.ended, 0);
  assert.match(compared.text(), /^game\.loss +runs +step /);
  assert.match(compared.text(), /non-saturating +[12] of 2 /);
});

test("compare says what is no sweep", () => {
  assert.throws(() => compareSweep(temporaryFolder()), /expected the folder of a sweep's runs/);
});
