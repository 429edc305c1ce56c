import type { LayerConfig } from "./stockLayers";

/**
 * Layers of TensorFlow.js that compute in Keras 3 what they compute here: each is compared in
 * `test/export/kerasLayers.test.ts`.
 */
const alike = new Set([
  ...["InputLayer", "Dense", "Activation", "ReLU", "LeakyReLU", "ELU", "PReLU", "Softmax"],
  ...["Conv1D", "Conv2D", "Conv2DTranspose", "DepthwiseConv2D", "SeparableConv2D"],
  ...["MaxPooling1D", "MaxPooling2D", "AveragePooling1D", "AveragePooling2D"],
  ...["GlobalMaxPooling1D", "GlobalMaxPooling2D"],
  ...["GlobalAveragePooling1D", "GlobalAveragePooling2D"],
  ...["UpSampling2D", "ZeroPadding2D", "Flatten", "Reshape", "Permute", "RepeatVector"],
  ...["BatchNormalization", "LayerNormalization", "Dropout", "GaussianNoise"],
  ...["Embedding", "Concatenate", "Add", "Multiply", "Average", "Maximum", "Minimum", "Dot"],
]);

/** Settings with which a layer computes something else in Keras 3. */
const unlike: readonly ((config: LayerConfig["config"]) => string | undefined)[] = [
  ({ activation }) => (activation === "hard_sigmoid" ? 'the activation "hardSigmoid"' : undefined),
  ({ interpolation }) =>
    interpolation === "bilinear" ? 'the interpolation "bilinear"' : undefined,
  ({ mask_zero }) => (mask_zero === true ? "maskZero" : undefined),
];

/** Why a layer cannot be given to Keras; undefined where it can. */
export function unlikeKeras({ class_name, config }: LayerConfig): string | undefined {
  if (!alike.has(class_name)) return `class ${class_name}`;
  return unlike.map((find) => find(config)).find((found) => found !== undefined);
}
