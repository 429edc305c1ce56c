import * as tf from "@tensorflow/tfjs";

/** A layer of TensorFlow.js, and what it is shown. */
export interface LayerCase {
  readonly shape: number[];
  /** One layer or a few, one after the other; or how several inputs become one. */
  readonly make: () => tf.layers.Layer | tf.layers.Layer[];
  /** Joins two dense layers. */
  readonly joins?: true;
  /** Draws from `Math.random`: two games are never alike. */
  readonly isRandom?: true;
}

const { layers } = tf;
const [flat, sequence, image, volume] = [[6], [4, 3], [4, 4, 2], [4, 4, 4, 1]];
const activations = [
  "elu",
  "gelu",
  "gelu_new",
  "hardSigmoid",
  "linear",
  "mish",
  "relu",
  "relu6",
  "selu",
  "sigmoid",
  "softmax",
  "softplus",
  "softsign",
  "swish",
  "tanh",
] as const;
const of = (shape: number[], make: LayerCase["make"]): LayerCase => ({ shape, make });
const random = (shape: number[], make: LayerCase["make"]): LayerCase => ({
  shape,
  make,
  isRandom: true,
});
const join = (make: LayerCase["make"]): LayerCase => ({ shape: flat, make, joins: true });

/** All layers that compute numbers from numbers: each plays in every game. */
export const layerCases: Record<string, LayerCase> = {
  ...Object.fromEntries(
    activations.map((activation) => [
      `activation ${activation}`,
      of(flat, () => layers.activation({ activation: activation })),
    ]),
  ),
  elu: of(flat, () => layers.elu()),
  reLU: of(flat, () => layers.reLU()),
  "reLU with a maximum": of(flat, () => layers.reLU({ maxValue: 1 })),
  leakyReLU: of(flat, () => layers.leakyReLU()),
  prelu: of(flat, () => layers.prelu()),
  thresholdedReLU: of(flat, () => layers.thresholdedReLU({ theta: 0.1 })),
  softmax: of(flat, () => layers.softmax()),
  dense: of(flat, () => layers.dense({ units: 3, activation: "elu" })),
  dropout: random(flat, () => layers.dropout({ rate: 0.3 })),
  spatialDropout1d: random(sequence, () => layers.spatialDropout1d({ rate: 0.3 })),
  gaussianNoise: random(flat, () => layers.gaussianNoise({ stddev: 0.1 })),
  gaussianDropout: random(flat, () => layers.gaussianDropout({ rate: 0.1 })),
  alphaDropout: random(flat, () => layers.alphaDropout({ rate: 0.1 })),
  repeatVector: of(flat, () => layers.repeatVector({ n: 2 })),
  reshape: of(flat, () => layers.reshape({ targetShape: [2, 3] })),
  permute: of(sequence, () => layers.permute({ dims: [2, 1] })),
  flatten: of(sequence, () => layers.flatten()),
  masking: of(sequence, () => layers.masking({ maskValue: 0 })),
  "masking, then lstm": of(sequence, () => [
    layers.masking({ maskValue: 0 }),
    layers.lstm({ units: 2 }),
  ]),
  batchNormalization: of(flat, () => layers.batchNormalization()),
  layerNormalization: of(flat, () => layers.layerNormalization()),
  rescaling: of(flat, () => layers.rescaling({ scale: 2 })),
  conv1d: of(sequence, () => layers.conv1d({ filters: 2, kernelSize: 3 })),
  "conv1d, dilated": of(sequence, () =>
    layers.conv1d({ filters: 2, kernelSize: 2, dilationRate: 2 }),
  ),
  conv2d: of(image, () => layers.conv2d({ filters: 2, kernelSize: 3, strides: 2 })),
  "conv2d, dilated": of(image, () =>
    layers.conv2d({ filters: 2, kernelSize: 2, dilationRate: 2, padding: "same" }),
  ),
  "conv2d, dilated, relu": of(image, () =>
    layers.conv2d({ filters: 2, kernelSize: 2, dilationRate: [2, 1], activation: "relu" }),
  ),
  conv2dTranspose: of(image, () =>
    layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2 }),
  ),
  conv3d: of(volume, () => layers.conv3d({ filters: 2, kernelSize: 2 })),
  "conv3d, dilated": of(volume, () =>
    layers.conv3d({ filters: 2, kernelSize: 2, dilationRate: 2 }),
  ),
  conv3dTranspose: of(volume, () =>
    layers.conv3dTranspose({ filters: 2, kernelSize: 3, strides: 2 }),
  ),
  depthwiseConv2d: of(image, () => layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 })),
  separableConv2d: of(image, () => layers.separableConv2d({ filters: 2, kernelSize: 3 })),
  "separableConv2d, dilated": of(image, () =>
    layers.separableConv2d({ filters: 2, kernelSize: 2, dilationRate: 2 }),
  ),
  averagePooling1d: of(sequence, () => layers.averagePooling1d({ poolSize: 2 })),
  averagePooling2d: of(image, () => layers.averagePooling2d({ poolSize: 2 })),
  "averagePooling2d, overlapping, padded": of(image, () =>
    layers.averagePooling2d({ poolSize: 3, strides: 2, padding: "same" }),
  ),
  averagePooling3d: of(volume, () => layers.averagePooling3d({ poolSize: 2 })),
  maxPooling1d: of(sequence, () => layers.maxPooling1d({ poolSize: 2 })),
  maxPooling2d: of(image, () => layers.maxPooling2d({ poolSize: 2 })),
  "maxPooling2d, overlapping, padded": of(image, () =>
    layers.maxPooling2d({ poolSize: 3, strides: 1, padding: "same" }),
  ),
  maxPooling3d: of(volume, () => layers.maxPooling3d({ poolSize: 2 })),
  globalAveragePooling1d: of(sequence, () => layers.globalAveragePooling1d()),
  globalAveragePooling2d: of(image, () => layers.globalAveragePooling2d({})),
  globalMaxPooling1d: of(sequence, () => layers.globalMaxPooling1d()),
  globalMaxPooling2d: of(image, () => layers.globalMaxPooling2d({})),
  upSampling2d: of(image, () => layers.upSampling2d({})),
  "upSampling2d, bilinear": of(image, () => layers.upSampling2d({ interpolation: "bilinear" })),
  zeroPadding2d: of(image, () => layers.zeroPadding2d()),
  cropping2D: of(image, () =>
    layers.cropping2D({
      cropping: [
        [1, 1],
        [0, 1],
      ],
    }),
  ),
  simpleRNN: of(sequence, () => layers.simpleRNN({ units: 3 })),
  gru: of(sequence, () => layers.gru({ units: 3 })),
  lstm: of(sequence, () => layers.lstm({ units: 3, returnSequences: true })),
  "lstm with dropout": random(sequence, () =>
    layers.lstm({ units: 3, dropout: 0.2, recurrentDropout: 0.2 }),
  ),
  rnn: of(sequence, () =>
    layers.rnn({ cell: [layers.lstmCell({ units: 2 }), layers.gruCell({ units: 2 })] }),
  ),
  convLstm2d: of([3, 4, 4, 1], () => layers.convLstm2d({ filters: 2, kernelSize: 2 })),
  bidirectional: of(sequence, () =>
    layers.bidirectional({
      layer: layers.gru({ units: 2 }),
      mergeMode: "concat",
    }),
  ),
  timeDistributed: of(sequence, () =>
    layers.timeDistributed({ layer: layers.dense({ units: 2 }) }),
  ),
  add: join(() => layers.add()),
  average: join(() => layers.average()),
  concatenate: join(() => layers.concatenate()),
  dot: join(() => layers.dot({ axes: -1 })),
  maximum: join(() => layers.maximum()),
  minimum: join(() => layers.minimum()),
  multiply: join(() => layers.multiply()),
};

/** Layers that do not play: what their message says. */
export const refusedCases: Record<string, LayerCase & { readonly message: RegExp }> = {
  embedding: {
    ...of(flat, () => layers.embedding({ inputDim: 3, outputDim: 2 })),
    message: /whose slope can be taken once.*the layer "\w+" \(Embedding\) fails.*int32/,
  },
  "conv1d, causal": {
    ...of(sequence, () => layers.conv1d({ filters: 2, kernelSize: 3, padding: "causal" })),
    message: /whose slope can be taken once.*the layer "\w+" \(Conv1D\) fails.*CAUSAL/,
  },
  resizing: {
    ...of(image, () => layers.resizing({ height: 3, width: 3 })),
    message: /whose slope can be taken once.*the layer "\w+" \(Resizing\) fails/,
  },
};

/** A discriminator that is such a layer between what it is shown and a dense logit. */
export function discriminatorWith({ shape, make, joins }: LayerCase): tf.LayersModel {
  const inputs = tf.input({ shape });
  const seeded = tf.initializers.glorotUniform({ seed: 1 });
  const dense = (seed: number): tf.SymbolicTensor =>
    layers
      .dense({ units: 3, kernelInitializer: tf.initializers.glorotUniform({ seed }) })
      .apply(inputs) as tf.SymbolicTensor;
  let y: tf.SymbolicTensor | tf.SymbolicTensor[] = joins ? [dense(2), dense(3)] : inputs;
  for (const layer of [make()].flat()) y = layer.apply(y) as tf.SymbolicTensor;
  const features = (y as tf.SymbolicTensor).rank > 2 ? layers.flatten().apply(y) : y;
  const logit = layers.dense({ units: 1, kernelInitializer: seeded });
  return tf.model({ inputs, outputs: logit.apply(features) as tf.SymbolicTensor });
}
