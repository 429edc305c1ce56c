import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { mixture2d } from "../../src/data/mixture2d";
import { startRuntime } from "../../src/runtime/start";
import { setLearningRate } from "../../src/train/changeGame";
import { createGame, type Game } from "../../src/train/game";
import { examineLoss } from "../../src/train/losses/examineLoss";
import type { GanLoss } from "../../src/train/losses/loss";
import { namedLoss } from "../../src/train/losses/named";
import { r1Penalty, withPenalty } from "../../src/train/losses/penalties";
import { discriminatorStep, generatorStep } from "../../src/train/steps";
import { trainGan } from "../../src/train/trainGan";
import { countTensors } from "../support/collect";

before(() => startRuntime({ print: false }));

const data = mixture2d({ size: 100, seed: 1 });
const small = { hiddenUnits: [4], seed: 1 };
const gameOf = (loss: GanLoss): Game =>
  createGame({
    generator: buildGenerator("mlp", small),
    discriminator: buildDiscriminator("mlp", small),
    loss,
  });

/** Hinge, as somebody types it. */
const mine: GanLoss = {
  name: "mine",
  discriminator: (real, fake) =>
    tf.add(tf.mean(tf.relu(tf.sub(1, real))), tf.mean(tf.relu(tf.add(1, fake)))),
  generator: (fake) => tf.neg(tf.mean(fake)),
};

test("a loss typed in three lines plays as the library's of the same formula", async () => {
  const run = async (loss: GanLoss): Promise<readonly number[]> =>
    (await trainGan({ game: gameOf(loss), data, batchSize: 10, steps: 8 })).history.generatorLoss;
  assert.deepEqual(await run(mine), await run(namedLoss("hinge")!));
  assert.deepEqual(examineLoss(mine).eigenvalues, examineLoss("hinge").eigenvalues);
});

/** What a wrong function gives, and how the message goes on. */
const wrong: [string, () => unknown, RegExp][] = [
  ["no scalar", () => tf.ones([5, 1]), /received a tensor of shape \[5,1\]; end it in tf\.mean/],
  ["integers", () => tf.scalar(1, "int32"), /received a scalar of int32; end it in tf\.cast/],
  ["a promise", async () => tf.scalar(1), /received a promise; a loss cannot be async/],
  ["a failing promise", () => Promise.reject(new Error("x")), /received a promise/],
  ["a number", () => 0.5, /received 0\.5; compute it with tensors/],
  ["no number", () => NaN, /received NaN; compute it with tensors/],
  ["nothing", () => undefined, /received undefined; return the value/],
  ["null", () => null, /received null/],
  ["an array", () => [tf.scalar(1), tf.scalar(2)], /received an array of length 2; return one/],
];
const fails = (): tf.Tensor => {
  return tf.concat([]);
};
const real = (): tf.Tensor => tf.tensor2d([1, 2, 3, 4], [2, 2]);

/** The four ways in which a loss is played. */
function plays(loss: GanLoss, player: "discriminator" | "generator"): (() => Promise<unknown>)[] {
  return [
    async () => examineLoss(loss),
    () => trainGan({ game: gameOf(loss), data, batchSize: 10, steps: 2 }),
    player === "discriminator"
      ? () => discriminatorStep(gameOf(loss), real())
      : () => generatorStep(gameOf(loss), 5),
  ];
}

for (const player of ["discriminator", "generator"] as const) {
  for (const [what, give, goesOn] of wrong)
    test(`a ${player}'s loss that gives ${what} is named, with what came`, async () => {
      const loss = { ...mine, [player]: give };
      const message = new RegExp(
        `the ${player}'s loss "mine": expected a scalar, .* shape \\[\\], ${goesOn.source}`,
      );
      for (const play of plays(loss, player)) await assert.rejects(play, message);
    });

  test(`a ${player}'s loss that throws is named, with its own error as the cause`, async () => {
    for (const play of plays({ ...mine, [player]: fails }, player))
      await assert.rejects(play, (error: Error) => {
        assert.match(
          error.message,
          new RegExp(`^the ${player}'s loss "mine" failed: Pass at least one tensor to concat`),
        );
        return error.cause instanceof Error;
      });
  });

  test(`a ${player}'s loss that no weight changes is named`, async () => {
    const loss = { ...mine, [player]: () => tf.scalar(3) };
    for (const play of plays(loss, player).slice(1))
      await assert.rejects(
        play,
        new RegExp(
          `the ${player}'s loss "mine": expected a value that depends on the player's weights`,
        ),
      );
  });
}

test("a penalty with a wrong result, or that fails, is named, also as one of two", async () => {
  const penalty = (of: () => unknown): GanLoss =>
    withPenalty(withPenalty(mine, { name: "first", of: () => tf.scalar(0) }), {
      name: "second",
      of: of as () => tf.Scalar,
    });
  const alone = (of: () => unknown): GanLoss =>
    withPenalty(mine, { name: "second", of: of as () => tf.Scalar });
  for (const build of [penalty, alone]) {
    for (const [, give, goesOn] of wrong)
      for (const play of plays(build(give), "discriminator"))
        await assert.rejects(
          play,
          new RegExp(`^TypeError: the penalty "second" on the discriminator: .*${goesOn.source}`),
        );
    for (const play of plays(build(fails), "discriminator"))
      await assert.rejects(
        play,
        /the penalty "second" on the discriminator failed: Pass at least one tensor to concat/,
      );
  }
});

test("a loss that fails or gives something else leaves no tensors behind", async () => {
  const game = gameOf({ ...mine, generator: fails });
  const other = gameOf({ ...mine, discriminator: () => tf.scalar(3) });
  const x = real();
  const play = async (): Promise<void> => {
    await assert.rejects(generatorStep(game, 5));
    await assert.rejects(discriminatorStep(other, x));
    await assert.rejects(trainGan({ game, data, batchSize: 10, steps: 2 }));
  };
  await play();
  const numTensors = await countTensors();
  await play();
  assert.equal(await countTensors(), numTensors);
});

test("a loss object with wrong fields is refused when the game is made", () => {
  const refused = (fields: object, message: RegExp): void => {
    assert.throws(() => gameOf({ ...mine, ...fields }), message);
    assert.throws(() => examineLoss({ ...mine, ...fields }), message);
  };
  refused({ name: undefined }, /option "loss\.name": expected a name, received undefined/);
  refused({ name: "" }, /option "loss\.name": expected a name, received ""/);
  refused({ generator: 3 }, /"loss\.generator": expected a function .*scalar, received 3/);
  refused({ clip: "0.1" }, /option "loss\.clip": expected number, received "0\.1"/);
  refused({ hasTargets: 1 }, /option "loss\.hasTargets": expected true, received 1/);
  refused({ penalty: () => 0 }, /option "loss\.penalty": expected object, received fun/);
  refused({ penalty: { name: "p" } }, /"loss\.penalty\.of": expected a function .*undefined/);
  refused({ penalties: [] }, /unknown option "loss.penalties"/);
  assert.throws(() => gameOf([] as never), /option "loss": expected "minimax"/);
});

test("a loss that gives a tensor it has disposed of is named", async () => {
  const loss: GanLoss = {
    name: "mine",
    discriminator: (real, fake) => {
      const value = tf.mean(tf.sub(fake, real));
      value.dispose();
      return value;
    },
    generator: (fake) => tf.neg(tf.mean(fake)),
  };
  const players = { generator: buildGenerator("mlp"), discriminator: buildDiscriminator("mlp") };
  await assert.rejects(
    trainGan({ ...players, loss, data: mixture2d({ size: 100 }), steps: 1, batchSize: 20 }),
    /the discriminator's loss "mine": expected a scalar, received a tensor that has been disposed/,
  );
});

test("what is no loss, penalty, weight, player or callback is said in our words", async () => {
  assert.throws(() => withPenalty("hinge" as never, r1Penalty(1)), /withPenalty: expected a loss/);
  assert.throws(() => withPenalty(mine, 1 as never), /withPenalty: .* and 1; by name: "hinge/);
  for (const weight of [-1, NaN, "1" as never])
    assert.throws(() => r1Penalty(weight), /a weight of 0 or more, received/);
  const game = gameOf(mine);
  assert.throws(() => setLearningRate(game, "x" as never, 1), /"generator" or "discriminator"/);
  await assert.rejects(trainGan(undefined as never), /trainGan: options: expected/);
  const callbacks = [{ onStepp: () => undefined }] as never;
  await assert.rejects(
    trainGan({ game, data, steps: 1, callbacks }),
    /expected \{ onStart, onStep/,
  );
});
