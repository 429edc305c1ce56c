import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { parseOptions, positiveInteger, seedOption } from "../base/options";
import { sampleLength } from "../data/dataset";
import { requireRuntime } from "../runtime/start";
import { initializeKernels, type Initialization } from "./weights";

export interface BuildGeneratorOptions {
  /** The length of the noise vector z. Default 100; `"mlp"`: 2. */
  latentSize?: number;
  /** Decides the first weights. Default 0. */
  seed?: number;
  /** `"mlp"` only: the shape of one sample. Default `[2]`. */
  sampleShape?: readonly number[];
  /** `"mlp"` only: units of the hidden layers. Default `[128, 128]`. */
  hiddenUnits?: readonly number[];
}

const schema = z.strictObject({ latentSize: positiveInteger.default(100), seed: seedOption });
const mlpSchema = z.strictObject({
  latentSize: positiveInteger.default(2),
  seed: seedOption,
  sampleShape: z.array(positiveInteger).min(1).default([2]),
  hiddenUnits: z.array(positiveInteger).min(1).default([128, 128]),
});

/** A generator's preset. */
export type GeneratorPreset = "seed" | "dcgan" | "mlp";

/**
 * A generator: z `[batch, latentSize]` -> samples `[batch, ...sampleShape]`.
 *
 * - `"seed"`: dense 128 relu, dense 784 tanh, 28 x 28 x 1. Glorot's uniform first weights.
 * - `"dcgan"`: dense 7 x 7 x 128, two transposed convolutions 4 x 4 stride 2 (64, 1), batch normalisation and relu
 *   between, tanh at the end; N(0, 0.02²) first weights (https://arxiv.org/abs/1511.06434, sized for 28 x 28 x 1).
 * - `"mlp"`: hidden relu layers and a linear output, for points.
 *
 * @throws TypeError on an unknown preset or option; Error when the runtime has not been started
 */
export function buildGenerator(preset: GeneratorPreset, options: BuildGeneratorOptions = {}): tf.LayersModel {
  requireRuntime("buildGenerator");
  if (preset === "mlp") {
    const { latentSize, seed, sampleShape, hiddenUnits } = parseOptions("buildGenerator", mlpSchema, options);
    const layers = hiddenUnits.map((units, i) =>
      tf.layers.dense({ units, activation: "relu", ...(i === 0 && { inputShape: [latentSize] }) }),
    );
    const output = tf.layers.dense({ units: sampleLength(sampleShape) });
    return finish([...layers, output, tf.layers.reshape({ targetShape: sampleShape })], "glorotUniform", seed);
  }
  const { latentSize, seed } = parseOptions("buildGenerator", schema, options);
  switch (preset) {
    case "seed":
      return finish(
        [
          tf.layers.dense({ units: 128, activation: "relu", inputShape: [latentSize] }),
          tf.layers.dense({ units: 28 * 28, activation: "tanh" }),
          tf.layers.reshape({ targetShape: [28, 28, 1] }),
        ],
        "glorotUniform",
        seed,
      );
    case "dcgan":
      return finish(
        [
          tf.layers.dense({ units: 7 * 7 * 128, useBias: false, inputShape: [latentSize] }),
          tf.layers.batchNormalization({ momentum: 0.9 }),
          tf.layers.reLU(),
          tf.layers.reshape({ targetShape: [7, 7, 128] }),
          tf.layers.conv2dTranspose({ filters: 64, kernelSize: 4, strides: 2, padding: "same", useBias: false }),
          tf.layers.batchNormalization({ momentum: 0.9 }),
          tf.layers.reLU(),
          tf.layers.conv2dTranspose({ filters: 1, kernelSize: 4, strides: 2, padding: "same", activation: "tanh" }),
        ],
        "normal0.02",
        seed,
      );
    default:
      throw new TypeError(`buildGenerator: expected a preset "seed", "dcgan" or "mlp", received "${String(preset)}"`);
  }
}

function finish(layers: tf.layers.Layer[], scheme: Initialization, seed: number): tf.LayersModel {
  const model = tf.sequential({ name: "generator", layers });
  initializeKernels(model, scheme, seed);
  return model;
}
