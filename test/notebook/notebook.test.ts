import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { mixture2d } from "../../src/data/mixture2d";
import { liveView } from "../../src/notebook/liveView";
import { describeProgress, formatDuration } from "../../src/notebook/progress";
import { show } from "../../src/notebook/show";
import { plotLosses } from "../../src/plot/history";
import { startRuntime } from "../../src/runtime/start";
import { trainGan } from "../../src/train/trainGan";

test("durations and progress read like a clock", () => {
  assert.deepEqual([4.6, 185, 4805].map(formatDuration), ["5 s", "3 min 05 s", "1 h 20 min"]);
  assert.equal(
    describeProgress({ stepsDone: 120, stepsTotal: 1000, stepsPerEpoch: 100, seconds: 60 }),
    "step 120/1000 · epoch 2/10 · 2.0 it/s · 1 min 00 s gone, 7 min 20 s left",
  );
  assert.match(
    describeProgress({ stepsDone: 1, stepsTotal: 9, stepsPerEpoch: 9, seconds: 5 }),
    /5\.0 s\/it/,
  );
  assert.doesNotMatch(
    describeProgress({ stepsDone: 0, stepsTotal: 9, stepsPerEpoch: 9, seconds: 0 }),
    /left|NaN|Infinity/,
  );
});

test("in a terminal, show prints one line; what cannot be shown is refused", (context) => {
  const log = context.mock.method(console, "log", () => undefined);
  show(plotLosses({ step: [1], discriminatorLoss: [1], generatorLoss: [1] }));
  assert.deepEqual(log.mock.calls[0]!.arguments, ['figure "Losses"']);
  assert.throws(
    () => show({} as never),
    /expected a picture or a figure .*received an object with no keys/,
  );
});

test("SIGINT ends a run after its step, and the listeners from before are back", async () => {
  await startRuntime({ print: false });
  const log = mock.method(console, "log", () => undefined);
  const kernels = mock.fn();
  process.on("SIGINT", kernels);
  setTimeout(() => process.kill(process.pid, "SIGINT"), 200);
  const data = mixture2d({ size: 100 });
  const run = await trainGan({
    generator: buildGenerator("mlp"),
    discriminator: buildDiscriminator("mlp"),
    data,
    callbacks: [liveView()],
    steps: 1e9,
  });
  log.mock.restore();
  assert.equal(run.ending, "stopped");
  assert.match(
    String(log.mock.calls.at(-1)!.arguments[0]),
    /step \d+\/1000000000 .* stopped; the models and the history are kept/,
  );
  assert.equal(kernels.mock.callCount(), 0);
  process.kill(process.pid, "SIGINT");
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(kernels.mock.callCount(), 1);
});
