import assert from "node:assert/strict";
import { test } from "node:test";
import { runCells, textOf } from "../support/kernel";

test("names from earlier cells work in shorthand properties, destructuring and closures", () => {
  const results = runCells([
    "const first = 1; let second = 2;",
    "const pair = { first, second };\nconst make = (third: number) => ({ first, third });",
    "console.log(JSON.stringify([pair, make(3), { pair }.pair.second]));",
    "const local = (() => { const inner = 5; return { inner, first }; })();\n" +
      "console.log(local.inner + local.first);",
  ]);
  assert.deepEqual(
    results.map(({ status }) => status),
    ["ok", "ok", "ok", "ok"],
    results.map(textOf).join("\n"),
  );
  assert.equal(textOf(results[2]!), '[{"first":1,"second":2},{"first":1,"third":3},2]\n');
  assert.equal(textOf(results[3]!), "6\n");
});

const imports = `import {
  buildDiscriminator, buildGenerator, liveView, loadMnist, plotLosses, plotSamples,
  sampleGenerator, show, startRuntime, trainGan
} from "ganbook";
const runtime = await startRuntime();
const data = loadMnist().all;
const generator = buildGenerator("seed"), discriminator = buildDiscriminator("seed");`;

test("stop ends a training run within a second and leaves its variables usable", () => {
  const results = runCells(
    [
      imports,
      "const run = await trainGan({ generator, discriminator, data, callbacks: [liveView()] });",
      "console.log(run.ending, run.game.step > 0, run.history.step.length === run.game.step);",
      "show(plotLosses(run.history)); show(plotSamples(await sampleGenerator(generator, { " +
        "count: 4 })));",
      "const more = await trainGan({ game: run.game, data, steps: 2 }); console.log(more.ending);",
      'process.env.GANBOOK_RENDERER = "html"; show(plotLosses(run.history));',
    ],
    [1, 4],
  );
  const [, training, after, shown, more, html] = results as [unknown, ...typeof results];
  assert.deepEqual(
    results.map(({ status }) => status),
    ["ok", "ok", "ok", "ok", "ok", "ok"],
    results.map(textOf).join("\n"),
  );
  const seconds = training!.seconds_after_interrupt!;
  console.log(`stopped ${seconds.toFixed(2)} s after the button`);
  assert.ok(seconds < 1, `${seconds} s`);
  assert.equal(textOf(after!), "stopped true true\n");
  assert.equal(textOf(more!), "finished\n");
  const live = training!.outputs.map(({ type }) => type);
  assert.deepEqual(live.slice(0, 2), ["display_data", "update_display_data"]);
  assert.deepEqual(
    shown!.outputs.map(({ mimes }) => mimes),
    [
      ["application/vnd.plotly.v1+json", "image/svg+xml", "text/plain"],
      ["image/png", "text/plain"],
    ],
  );
  assert.deepEqual(
    html!.outputs.map(({ mimes }) => mimes),
    [["text/html", "text/plain"]],
  );
});
