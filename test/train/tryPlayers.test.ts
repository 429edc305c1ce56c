import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { createDataset, splitDataset, startRuntime, takeSamples, trainGan } from "../../src/index";

before(() => startRuntime({ print: false }));

const { dense, flatten, reshape } = tf.layers;
const data = createDataset({
  name: "noise",
  shape: [5, 3],
  samples: new Float32Array(240).fill(0.5),
});
const generator = (): tf.LayersModel =>
  tf.sequential({
    layers: [dense({ units: 15, inputShape: [2] }), reshape({ targetShape: [5, 3] })],
  });

test("batch normalisation along another axis than the last is named at once", async () => {
  const discriminator = (axis: number): tf.LayersModel =>
    tf.sequential({
      layers: [
        tf.layers.batchNormalization({ axis, inputShape: [5, 3], name: `along_${axis}` }),
        flatten(),
        dense({ units: 1 }),
      ],
    });
  const play = (axis: number): Promise<unknown> =>
    trainGan({
      generator: generator(),
      discriminator: discriminator(axis),
      data,
      steps: 1,
      batchSize: 4,
    });
  await assert.rejects(
    play(1),
    /the layer "along_1" \(BatchNormalization\) normalises along another axis/,
  );
  await play(-1);
  await play(2);
});

test("players that were made for a batch of their own are tried with it", async () => {
  const input = tf.input({ batchShape: [4, 5, 3] });
  const seen = tf.layers.gru({ units: 2, stateful: true }).apply(input) as tf.SymbolicTensor;
  const logit = dense({ units: 1 }).apply(seen) as tf.SymbolicTensor;
  const discriminator = tf.model({ inputs: input, outputs: logit });
  const { game } = await trainGan({
    generator: generator(),
    discriminator,
    data,
    loss: "hinge",
    steps: 2,
    batchSize: 4,
  });
  assert.equal(game.step, 2);
});

test("an epsilon that float32 has not, odd positions and small classes are said", async () => {
  const discriminator = tf.sequential({
    layers: [flatten({ inputShape: [5, 3] }), dense({ units: 1 })],
  });
  await assert.rejects(
    trainGan({
      generator: generator(),
      discriminator,
      data,
      steps: 1,
      batchSize: 4,
      epsilon: 1e-46,
    }),
    /option "epsilon": expected a value >= 1\.2e-38, received 1e-46/,
  );
  for (const odd of [undefined, null, 5, new Set([1])])
    assert.throws(
      () => takeSamples(data, odd as unknown as number[]),
      /takeSamples: expected a list of positions, received/,
    );
  const four = createDataset({
    name: "four",
    shape: [1],
    samples: new Float32Array(4),
    labels: Uint8Array.of(0, 1, 2, 3),
  });
  assert.throws(
    () => splitDataset(four, 0.2, 1),
    /4 samples of 4 classes \(the share of each class is rounded\)/,
  );
});
