import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { createDataset, type Dataset } from "../../src/data/dataset";
import { mixture2d } from "../../src/data/mixture2d";
import { startRuntime } from "../../src/runtime/start";
import type { Game } from "../../src/train/game";
import type { GanLoss } from "../../src/train/losses/loss";
import { trainGan, type TrainGanOptions } from "../../src/train/trainGan";
import { countTensors } from "../support/collect";

before(() => startRuntime({ print: false }));

const data = mixture2d({ size: 100, seed: 1 });
const small = { hiddenUnits: [8], seed: 2 };
const options = (more: object = {}): TrainGanOptions => ({
  generator: buildGenerator("mlp", small),
  discriminator: buildDiscriminator("mlp", small),
  data,
  batchSize: 20,
  seed: 3,
  ...more,
});
const notANumber: GanLoss = {
  name: "no number",
  discriminator: (real, fake) => tf.sub(tf.mean<tf.Scalar>(fake), tf.mean(real)),
  generator: (fake) => tf.mul(NaN, tf.mean<tf.Scalar>(fake)),
};
const weightsOf = (model: tf.LayersModel): number[] =>
  model.getWeights().flatMap((weight) => [...weight.dataSync()]);

test("a history entry a step, in the defaults of the seed: 100 epochs", async () => {
  const { history, ending, game } = await trainGan(options());
  assert.equal(ending, "finished");
  assert.equal(game.step, 100 * 5);
  for (const values of Object.values<readonly number[]>({ ...history }))
    assert.equal(values.length, 500);
  assert.deepEqual(history.step.slice(0, 3), [1, 2, 3]);
  assert.ok(history.realScore.every((score) => score > 0 && score < 1));
});

test("the same seeds give the same weights, bit for bit; another seed does not", async () => {
  const final = async (seed: number): Promise<number[]> =>
    weightsOf((await trainGan(options({ steps: 20, seed }))).game.generator);
  assert.deepEqual(await final(3), await final(3));
  assert.notDeepEqual(await final(3), await final(4));
});

test("a game that goes on is the game that never stopped", async () => {
  const whole = await trainGan(options({ steps: 14 }));
  const part = await trainGan(options({ steps: 6 }));
  const rest = await trainGan({ game: part.game, data, batchSize: 20, steps: 8 });
  assert.deepEqual(weightsOf(rest.game.generator), weightsOf(whole.game.generator));
  assert.deepEqual(rest.history.discriminatorLoss, whole.history.discriminatorLoss);
});

test("discriminatorSteps plays as many fresh batches for D before each step of G", async () => {
  const { game } = await trainGan(options({ steps: 4, discriminatorSteps: 3 }));
  const iterations = (optimizer: tf.Optimizer): number => optimizer.iterations;
  assert.deepEqual(
    [iterations(game.discriminatorOptimizer), iterations(game.generatorOptimizer)],
    [12, 4],
  );
});

test("callbacks are called in order and waited for, and can stop the run", async () => {
  const calls: string[] = [];
  const { ending, game } = await trainGan(
    options({
      epochs: 3,
      callbacks: [
        {
          onStart: () => void calls.push("start"),
          onStep: async ({ stepsDone, stop }: { stepsDone: number; stop: () => void }) => {
            await new Promise(setImmediate);
            calls.push(`step ${stepsDone}`);
            if (stepsDone === 6) stop();
          },
          onEpoch: () => void calls.push("epoch"),
          onEnd: (_: unknown, ending: string) => void calls.push(ending),
        },
      ],
    }),
  );
  assert.deepEqual(calls, [
    "start",
    "step 1",
    "step 2",
    "step 3",
    "step 4",
    "step 5",
    "epoch",
    "step 6",
    "stopped",
  ]);
  assert.deepEqual([ending, game.step], ["stopped", 6]);
});

test("an AbortSignal stops a run from outside, because the run lets timers fire", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 100);
  const { ending, history } = await trainGan(
    options({ epochs: 100_000, signal: controller.signal }),
  );
  assert.equal(ending, "stopped");
  assert.equal(history.step.length, history.generatorLoss.length);
});

test("a game whose loss is no number ends as diverged", async () => {
  const run = await trainGan(options({ learningRate: 1e30, steps: 50 }));
  assert.equal(run.ending, "diverged");
  assert.ok(run.history.step.length < 50);
});

test("with k updates of D an epoch is still one pass over the data", async () => {
  const seen: number[] = [];
  const watch = { onEpoch: ({ game }: { game: Game }) => void seen.push(game.step) };
  const run = await trainGan(options({ epochs: 6, discriminatorSteps: 5, callbacks: [watch] }));
  assert.equal(run.game.step, 6, "5 batches an epoch, 5 a step");
  assert.deepEqual(seen, [1, 2, 3, 4, 5, 6]);
  seen.length = 0;
  const half = await trainGan(options({ epochs: 3, discriminatorSteps: 2, callbacks: [watch] }));
  assert.equal(half.game.step, 8, "15 batches, two a step");
  assert.deepEqual(seen, [3, 5, 8], "the steps whose batches reach 5, 10 and 15");
});

test("losses that are no numbers in the last step end as diverged, too", async () => {
  const run = await trainGan(options({ loss: notANumber, steps: 1 }));
  assert.equal(run.ending, "diverged");
});

test("every callback that began ends, last one first, whatever the others throw", async () => {
  const ended: string[] = [];
  const callback = (name: string, more: object = {}): object => ({
    onEnd: (_: unknown, ending: string) => {
      ended.push(`${name} ${ending}`);
      if (name !== "c") throw new Error(`${name} cannot end`);
    },
    ...more,
  });
  const failing = { onStep: () => Promise.reject(new Error("the first error")) };
  const callbacks = [callback("a"), callback("b", failing), callback("c")];
  const error = await trainGan(options({ callbacks })).then(
    () => assert.fail("it ended well"),
    (reason: Error) => reason,
  );
  assert.deepEqual(ended, ["c failed", "b failed", "a failed"]);
  assert.equal(error.message, "the first error");
  const { errors } = error.cause as AggregateError;
  assert.deepEqual(
    errors.map(({ message }: Error) => message),
    ["b cannot end", "a cannot end"],
  );
  ended.length = 0;
  const stillborn = callback("b", { onStart: () => Promise.reject(new Error("cannot start")) });
  const started = [callback("c"), stillborn, callback("never begun")];
  await assert.rejects(trainGan(options({ callbacks: started })), /^Error: cannot start$/);
  assert.deepEqual(ended, ["b failed", "c failed"]);
});

test("a game is played by one training at a time", async () => {
  const { game } = await trainGan(options({ steps: 1 }));
  const again = (): Promise<unknown> => trainGan({ game, data, batchSize: 20, steps: 3 });
  const [first, second] = await Promise.allSettled([again(), again()]);
  assert.deepEqual([first.status, game.step], ["fulfilled", 4]);
  assert.match(
    String((second as PromiseRejectedResult).reason),
    /expected a game that nobody plays, received one that another training plays .*await/,
  );
  await again();
  assert.equal(game.step, 7, "it is free again");
  const { generator, discriminator } = game;
  const other = trainGan(options({ generator, discriminator, steps: 2 }));
  await assert.rejects(again(), /another training plays \(it is at step 0\)/, "the same players");
  await other;
  const broken = { onStep: () => Promise.reject(new Error("broken")) };
  const failing = { game, data, batchSize: 20, steps: 3, callbacks: [broken] };
  await assert.rejects(trainGan(failing), /broken/);
  assert.equal(game.step, 8, "a step, and then it broke");
  await again();
});

test("onEnd is called when a callback fails, and the error is passed on", async () => {
  let ended: string | undefined;
  const failing = {
    onStep: () => Promise.reject(new Error("disk full")),
    onEnd: (_: unknown, ending: string) => void (ended = ending),
  };
  await assert.rejects(trainGan(options({ callbacks: [failing] })), /disk full/);
  assert.equal(ended, "failed");
});

test("a game that a callback disposes of ends with a plain error", async () => {
  const dispose = { onStep: ({ game }: { game: Game }) => game.dispose() };
  await assert.rejects(
    trainGan(options({ steps: 3, callbacks: [dispose] })),
    /trainGan: expected a game that can be played, received one that has been disposed/,
  );
  await assert.rejects(
    trainGan(options({ steps: 3, callbacks: [{ onStep: 5 }] })),
    /trainGan: option "callbacks\.0": expected \{ onStart, onStep, onEpoch, onEnd \}, functions/,
  );
});

test("over 10,000 steps the number of tensors is constant and the memory flat", async () => {
  const tensors: number[] = [];
  const memory: number[] = [];
  await trainGan(
    options({
      steps: 10_000,
      callbacks: [
        {
          async onStep({ stepsDone }: { stepsDone: number }) {
            if (stepsDone % 1000 !== 0) return;
            tensors.push(await countTensors());
            memory.push(process.memoryUsage().rss / 2 ** 20);
          },
        },
      ],
    }),
  );
  assert.deepEqual(new Set(tensors).size, 1, `tensors ${tensors.join(" ")}`);
  assert.ok(memory.at(-1)! - memory[2]! < 20, `resident MB ${memory.map(Math.round).join(" ")}`);
});

test("wrong options are refused before anything is trained", async () => {
  const refused = (more: object, message: RegExp): Promise<void> =>
    assert.rejects(trainGan(options(more)), message);
  await refused(
    { epoch: 3 },
    /trainGan: unknown option "epoch"; did you mean "epochs"\? Known options: .*epochs/,
  );
  await refused(
    { batchSize: 101 },
    /expected a batchSize of 1 to 100 \(the samples of "ring8"\), received 101/,
  );
  await refused({ data: undefined }, /option "data": expected a dataset, received undefined/);
  await refused(
    { cluster: ["a:1", "b:2"] },
    /option "cluster": expected none: one game on many machines .* `npx ganbook launch --workers 2/,
  );
  await refused({ workers: 2 }, /option "workers": expected what joinCluster gives, received 2/);
  const workers = { index: 0, count: 3, batchStatistics: "all", sum: (x: unknown) => x };
  await refused(
    { workers, batchSize: 20 },
    /expected a batchSize that is a multiple of 3, 3 workers with 1 samples .* received 20/,
  );
  await refused({ steps: 0 }, /option "steps": expected a value >= 1, received 0/);
  await refused(
    { data: { ...data, size: 1000 } },
    /2000 numbers, 1000 samples of \[2\], received 200 in "ring8"; make it with createDataset/,
  );
  const images = createDataset({ name: "images", samples: new Float32Array(16), shape: [4, 4, 1] });
  await refused(
    { data: images, batchSize: 1 },
    /generator's shape \[2\], received "images" of \[4,4,1\]; build both players with sampleShape/,
  );
  const holes: Dataset = {
    ...data,
    samples: data.samples.map((value, i) => (i === 7 ? NaN : value)),
  };
  await refused({ data: holes }, /expected finite numbers, received NaN in "ring8"/);
});
