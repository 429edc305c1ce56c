/** What the compiler refuses is what would throw; `npm run typecheck` holds these lines to it. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { startRuntime } from "../../src/runtime/start";
import { trainGan, type TrainGanOptions } from "../../src/train/trainGan";
import { smallData as data, smallGame } from "../support/smallGame";

before(() => startRuntime({ print: false }));

test("beside a game that goes on no option of a new game is allowed", async () => {
  const { game } = await trainGan({ ...smallGame(), steps: 1 });
  const { generator, discriminator } = game;
  const unknown = /trainGan: unknown options? /;
  // @ts-expect-error a game keeps its loss
  await assert.rejects(trainGan({ game, data, loss: "hinge" }), unknown);
  // @ts-expect-error and its rates
  await assert.rejects(trainGan({ game, data, learningRate: 1e-3 }), unknown);
  // @ts-expect-error and its players
  await assert.rejects(trainGan({ game, data, generator, discriminator }), unknown);
  const again: TrainGanOptions = { game, data, steps: 1 };
  assert.equal((await trainGan(again)).ending, "finished");
});
