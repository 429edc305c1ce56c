import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { exportModel } from "../../src/export/exportModel";
import { startRuntime } from "../../src/runtime/start";
import { readElsewhere, type ExportCase } from "../support/exportsPython";
import { assertClose } from "../support/numbers";
import { temporaryFolder } from "../support/temporary";

before(() => startRuntime({ print: false }));
const folder = temporaryFolder();
const L = tf.layers;

type Shape = number[];
/** One layer after an input of some shape. */
const after =
  (...layers: tf.layers.Layer[]): ((shape: Shape) => tf.LayersModel) =>
  (shape) => {
    const input = tf.input({ shape });
    const outputs = layers.reduce((x, layer) => layer.apply(x) as tf.SymbolicTensor, input);
    return tf.model({ inputs: input, outputs });
  };
/** A layer that takes several. */
const of =
  (merge: tf.layers.Layer): ((shape: Shape) => tf.LayersModel) =>
  (shape) => {
    const input = tf.input({ shape });
    const two = [2, 3].map(() => L.dense({ units: 4 }).apply(input) as tf.SymbolicTensor);
    return tf.model({ inputs: input, outputs: merge.apply(two) as tf.SymbolicTensor });
  };

const row: Shape = [5];
const line: Shape = [6, 3];
const picture: Shape = [6, 8, 3];
const makers = (): [string, Shape, (shape: Shape) => tf.LayersModel][] => [
  ...(
    ["relu", "tanh", "sigmoid", "elu", "selu", "softplus", "softsign", "swish", "relu6"] as const
  ).map((activation): [string, Shape, (shape: Shape) => tf.LayersModel] => [
    `dense, ${activation}`,
    row,
    after(L.dense({ units: 4, activation })),
  ]),
  [
    "an input layer in a row",
    row,
    (shape) =>
      tf.sequential({ layers: [L.inputLayer({ inputShape: shape }), L.dense({ units: 2 })] }),
  ],
  ["activation", row, after(L.activation({ activation: "softmax" }))],
  ["reLU", row, after(L.reLU({ maxValue: 0.5 }))],
  ["leakyReLU", row, after(L.leakyReLU({ alpha: 0.1 }))],
  ["elu", row, after(L.elu())],
  ["prelu", row, after(L.prelu({ alphaInitializer: "ones" }))],
  ["softmax", row, after(L.softmax())],
  [
    "conv1d",
    line,
    after(L.conv1d({ filters: 2, kernelSize: 3, padding: "same", dilationRate: 2 })),
  ],
  ["conv2d", picture, after(L.conv2d({ filters: 2, kernelSize: 3, strides: 2, padding: "same" }))],
  ["conv2d, dilated", picture, after(L.conv2d({ filters: 2, kernelSize: 2, dilationRate: 2 }))],
  [
    "conv2dTranspose",
    picture,
    after(L.conv2dTranspose({ filters: 2, kernelSize: 4, strides: 2, padding: "same" })),
  ],
  ["depthwiseConv2d", picture, after(L.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 }))],
  ["separableConv2d", picture, after(L.separableConv2d({ filters: 2, kernelSize: 3 }))],
  ["maxPooling1d", line, after(L.maxPooling1d({ poolSize: 2 }))],
  ["maxPooling2d", picture, after(L.maxPooling2d({ poolSize: 3, strides: 2, padding: "same" }))],
  ["averagePooling1d", line, after(L.averagePooling1d({ poolSize: 2 }))],
  [
    "averagePooling2d",
    picture,
    after(L.averagePooling2d({ poolSize: 3, strides: 2, padding: "same" })),
  ],
  ["globalMaxPooling1d", line, after(L.globalMaxPooling1d({}))],
  ["globalMaxPooling2d", picture, after(L.globalMaxPooling2d({}))],
  ["globalAveragePooling1d", line, after(L.globalAveragePooling1d({}))],
  ["globalAveragePooling2d", picture, after(L.globalAveragePooling2d({}))],
  ["upSampling2d", picture, after(L.upSampling2d({ size: [2, 3] }))],
  [
    "zeroPadding2d",
    picture,
    after(
      L.zeroPadding2d({
        padding: [
          [1, 2],
          [0, 3],
        ],
      }),
    ),
  ],
  ["flatten", picture, after(L.flatten())],
  ["reshape", picture, after(L.reshape({ targetShape: [4, 36] }))],
  ["permute", picture, after(L.permute({ dims: [3, 1, 2] }))],
  ["repeatVector", row, after(L.repeatVector({ n: 3 }))],
  [
    "batchNormalization",
    picture,
    after(L.batchNormalization({ movingMeanInitializer: "ones", betaInitializer: "ones" })),
  ],
  ["layerNormalization", row, after(L.layerNormalization({ gammaInitializer: "ones" }))],
  ["dropout", row, after(L.dropout({ rate: 0.4 }))],
  ["gaussianNoise", row, after(L.gaussianNoise({ stddev: 0.4 }))],
  ["concatenate", row, of(L.concatenate())],
  ["add", row, of(L.add())],
  ["multiply", row, of(L.multiply())],
  ["average", row, of(L.average())],
  ["maximum", row, of(L.maximum())],
  ["minimum", row, of(L.minimum())],
  ["dot", row, of(L.dot({ axes: 1, normalize: true }))],
];

test("each layer that Keras is given computes the same there, in both kinds of file", async () => {
  const cases: ExportCase[] = [];
  const wanted: { name: string; y: Float32Array }[] = [];
  const add = async (name: string, model: tf.LayersModel, x: tf.Tensor): Promise<void> => {
    const y = (model.predictOnBatch(x) as tf.Tensor).dataSync<"float32">();
    for (const ending of [".keras", ".h5"]) {
      const path = await exportModel(model, "keras", join(folder, `${name}${ending}`));
      cases.push({ kind: "keras", path, x: x.arraySync() });
      wanted.push({ name: `${name}${ending}`, y });
    }
  };
  for (const [name, shape, make] of makers())
    await add(name, make(shape), tf.randomNormal([3, ...shape], 0, 1, "float32", 1));
  const words = tf.sequential({
    layers: [L.embedding({ inputDim: 7, outputDim: 3, inputLength: 4 }), L.flatten()],
  });
  await add("embedding", words, tf.tensor2d([[0, 6, 2, 2]]));
  const results = (await readElsewhere(cases)) as number[][];
  assert.equal(results.length, wanted.length);
  results.forEach((result, i) => {
    const { name, y } = wanted[i]!;
    const numbers = result.flat(6);
    const worst = Math.max(...numbers.map((value, j) => Math.abs(value - y[j]!)));
    assert.ok(numbers.length === y.length && worst < 1e-5, `${name}: ${worst}`);
    assertClose(numbers, y, 1e-5);
  });
});

test("what Keras 3 computes otherwise, or does not have, is refused", async () => {
  const cases: [RegExp, tf.LayersModel][] = [
    [
      /with the activation "hardSigmoid"/,
      after(L.dense({ units: 2, activation: "hardSigmoid" }))(row),
    ],
    [/with class LSTM/, after(L.lstm({ units: 2 }))(line)],
    [/with class ThresholdedReLU/, after(L.thresholdedReLU({ theta: 0.5 }))(row)],
    [
      /with class TimeDistributed/,
      after(L.timeDistributed({ layer: L.dense({ units: 2 }) }))(line),
    ],
    [
      /with the interpolation "bilinear"/,
      after(L.upSampling2d({ size: [2, 2], interpolation: "bilinear" }))(picture),
    ],
    [
      /with maskZero/,
      tf.sequential({
        layers: [L.embedding({ inputDim: 7, outputDim: 3, inputLength: 4, maskZero: true })],
      }),
    ],
  ];
  for (const [message, model] of cases)
    for (const ending of [".keras", ".h5"]) {
      const path = join(folder, `strange${ending}`);
      await assert.rejects(exportModel(model, "keras", path), message);
      assert.ok(!existsSync(path));
    }
});

test("a state for each sample cannot be written for any batch, and says so", async () => {
  const model = after(L.lstm({ units: 2 }))(line);
  await assert.rejects(
    exportModel(model, "savedmodel", join(folder, "lstm")),
    /shapes that do not depend on the batch.*such as the state of LSTM and GRU/,
  );
  assert.ok(!existsSync(join(folder, "lstm")));
});
