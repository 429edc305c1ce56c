import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import {
  buildDiscriminator,
  buildGenerator,
  createDataset,
  loadGame,
  recordRun,
  resumeRun,
  startRuntime,
  trainGan,
  type Dataset,
  type GanLoss,
} from "../../src/index";
import { forkRun } from "../../src/runs";
import { lossNames, namedLoss, r1Penalty, withPenalty } from "../../src/train";
import { smallData, smallGame, smallPlayer, tensorsOf } from "../support/smallGame";
import { temporaryFolder } from "../support/temporary";

before(() => startRuntime({ print: false }));

const runs = temporaryFolder();
async function record(name: string, more: object): Promise<string> {
  const recorder = recordRun(name, { runs, samples: 4 });
  await trainGan(smallGame({ steps: 5, callbacks: [recorder], ...more }));
  return recorder.folder;
}

const mine: GanLoss["generator"] = (fake) => tf.mul(100, tf.mean(fake));

test("another loss under one of our names has to be given again", async () => {
  const loss: GanLoss = { ...namedLoss("hinge")!, generator: mine };
  const folder = await record("changed hinge", { loss });
  await assert.rejects(
    resumeRun(folder, { steps: 5 }),
    /expected the run's own loss "hinge" in the options, received none/,
  );
  const ours = namedLoss("hinge")!;
  await assert.rejects(
    resumeRun(folder, { steps: 5, loss: ours }),
    /own loss "hinge" in the options, received the library's "hinge"/,
  );
  await assert.rejects(forkRun(folder, { from: 5, steps: 5 }), /own loss "hinge".*received none/);
  const { game } = await resumeRun(folder, { steps: 5, loss });
  const whole = await trainGan(smallGame({ steps: 10, loss }));
  assert.deepEqual(tensorsOf(game), tensorsOf(whole.game));
});

test("the library's losses are found by their names, by whatever way they were made", async () => {
  const made: [string, GanLoss][] = [
    ...lossNames.map((name): [string, GanLoss] => [name, namedLoss(name)!]),
    ["hinge + R1(0.1)", namedLoss("hinge + R1(0.1)")!],
    ["hinge + R1(0.1)", withPenalty(namedLoss("hinge")!, r1Penalty(0.1))],
  ];
  for (const [i, [name, loss]] of made.entries()) {
    const folder = await record(`ours ${i}`, { loss, discriminatorSteps: 1 });
    const { game } = await loadGame(folder);
    assert.equal(game.loss.name, name);
    assert.throws(() => Object.assign(loss, { generator: mine }), /read only|Cannot assign/);
  }
  // Whatever weight a penalty may have, its name says it.
  for (const weight of [0, 1e-9, 0.1 + 0.2, 1e21])
    assert.ok(namedLoss(`hinge + ${r1Penalty(weight).name}`), `${weight}`);
});

test("a penalty of one's own with the name of ours makes the loss one's own", async () => {
  const penalty = { name: "R1(0.1)", of: (): tf.Scalar => tf.scalar(0) };
  const folder = await record("own penalty", { loss: withPenalty(namedLoss("hinge")!, penalty) });
  await assert.rejects(loadGame(folder), /own loss "hinge \+ R1\(0\.1\)" in the options/);
});

class Doubling extends tf.layers.Layer {
  static className = "Doubling";
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.mul(2, Array.isArray(inputs) ? inputs[0]! : inputs);
  }
}
/** A layer that calls itself as one of TensorFlow.js'. */
class OtherReLU extends Doubling {
  static override className = "ReLU";
}

for (const Layer of [Doubling, OtherReLU])
  test(`a layer of one's own that is called ${Layer.className} has to be given again`, async () => {
    const players = (): object => ({
      averageDecay: 0.9,
      generator: tf.sequential({
        layers: [
          tf.layers.dense({ units: 2, inputShape: [4], kernelInitializer: "ones" }),
          new Layer({}),
        ],
      }),
    });
    const folder = await record(`layer ${Layer.className}`, players());
    const asked = new RegExp(
      `expected the class of the run's own layer "${Layer.className}" in the options, \\{ ` +
        `layers: \\[${Layer.className}\\] \\}`,
    );
    await assert.rejects(resumeRun(folder, { steps: 5 }), asked);
    const { game } = await resumeRun(folder, { steps: 5, layers: [Layer] });
    const whole = await trainGan(smallGame({ steps: 10, ...players() }));
    assert.deepEqual(tensorsOf(game), tensorsOf(whole.game));
    for (const played of [game, whole.game])
      assert.ok(
        played.average!.generator.layers.at(-1) instanceof Layer,
        "the average draws alike",
      );
    const { game: fork } = await forkRun(folder, {
      from: 5,
      steps: 5,
      layers: [Layer],
      newLoss: "hinge",
    });
    assert.equal(fork.step, 10);
  });

test("a conditional run's labels are part of its data", async () => {
  const labelled = (by: number): Dataset => {
    const { samples } = smallData;
    const labels = Uint8Array.from({ length: 200 }, (_, i) => (i + by) % 2);
    return createDataset({ name: "halves", samples, shape: [2], labels });
  };
  const classes = { ...smallPlayer, classes: 2 };
  const folder = await record("labels", {
    generator: buildGenerator("mlp", classes),
    discriminator: buildDiscriminator("mlp", classes),
    data: labelled(0),
  });
  await assert.rejects(loadGame(folder, { data: labelled(1) }), /labels [0-9a-f]{8}….*received/);
  assert.equal((await loadGame(folder, { data: labelled(0) })).game.step, 5);
});
