import assert from "node:assert/strict";
import { before, mock, test } from "node:test";
import type * as tf from "@tensorflow/tfjs";
import { liveView } from "../../src/notebook";
import { startRuntime } from "../../src/runtime";
import { trainGan, type TrainingState } from "../../src/train";
import { setFakeKernel } from "../support/fakeKernel";
import { smallGame } from "../support/smallGame";

before(async () => {
  await startRuntime({ print: false });
  setFakeKernel();
});

/** Counts the samples that `sampleGenerator`, which tells it its choices, asks a model for. */
function countDraws(model: tf.LayersModel): () => number {
  let count = 0;
  const apply = model.apply.bind(model);
  model.apply = (inputs, kwargs) => {
    if (kwargs && "choices" in kwargs) count += ([inputs].flat()[0] as tf.Tensor).shape[0];
    return apply(inputs, kwargs);
  };
  return () => count;
}

for (const averageDecay of [0, 0.9])
  test(`the live view draws and measures ${averageDecay ? "the averaged G" : "G"}`, async () => {
    let [ofG, ofAverage] = [() => 0, () => 0];
    const onStart = ({ game }: TrainingState): void => {
      ofG = countDraws(game.generator);
      if (game.average) ofAverage = countDraws(game.average.generator);
    };
    const callbacks = [{ onStart }, liveView()];
    let time = 0; // the first reading comes after ten seconds
    const clock = mock.method(performance, "now", () => (time += 4000));
    await trainGan({ ...smallGame({ averageDecay }), steps: 5, callbacks });
    clock.mock.restore();
    const [asked, other] = averageDecay ? [ofAverage, ofG] : [ofG, ofAverage];
    assert.ok(asked() >= 1000, `a picture and a reading, ${asked()}`);
    assert.equal(other(), 0);
  });
