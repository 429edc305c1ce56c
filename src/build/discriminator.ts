import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { parseOptions, positiveInteger, seedOption } from "../base/options";
import { sampleLength } from "../data/dataset";
import { requireRuntime } from "../runtime/start";
import { initializeKernels, type Initialization } from "./weights";

export interface BuildDiscriminatorOptions {
  /** Decides the first weights. Default 0. */
  seed?: number;
  /** `"mlp"` only: the shape of one sample. Default `[2]`. */
  sampleShape?: readonly number[];
  /** `"mlp"` only: units of the hidden layers. Default `[128, 128]`. */
  hiddenUnits?: readonly number[];
}

const schema = z.strictObject({ seed: seedOption });
const mlpSchema = z.strictObject({
  seed: seedOption,
  sampleShape: z.array(positiveInteger).min(1).default([2]),
  hiddenUnits: z.array(positiveInteger).min(1).default([128, 128]),
});

/** A discriminator's preset. */
export type DiscriminatorPreset = "seed" | "dcgan" | "mlp";

/**
 * A discriminator: samples `[batch, ...sampleShape]` -> logits `[batch, 1]`; sigmoid(logit) is the probability of real.
 *
 * - `"seed"`: conv 32 3 x 3 relu, max-pool 2, conv 64 3 x 3 relu, max-pool 2, dense 1. Glorot's uniform first weights.
 * - `"dcgan"`: conv 64 and conv 128, 4 x 4 stride 2, leaky relu 0.2, dense 1; N(0, 0.02²) first weights. Unlike the
 *   paper's it has no batch normalisation, which would make the score of one sample depend on the others.
 * - `"mlp"`: hidden leaky relu layers, for points.
 *
 * The logits leave out the seed's final sigmoid; the losses apply it in a form that does not overflow.
 *
 * @throws TypeError on an unknown preset or option; Error when the runtime has not been started
 */
export function buildDiscriminator(
  preset: DiscriminatorPreset,
  options: BuildDiscriminatorOptions = {},
): tf.LayersModel {
  requireRuntime("buildDiscriminator");
  if (preset === "mlp") {
    const { seed, sampleShape, hiddenUnits } = parseOptions("buildDiscriminator", mlpSchema, options);
    const hidden = hiddenUnits.flatMap((units) => [tf.layers.dense({ units }), tf.layers.leakyReLU({ alpha: 0.2 })]);
    const flat = tf.layers.reshape({ targetShape: [sampleLength(sampleShape)], inputShape: sampleShape });
    return finish([flat, ...hidden], "glorotUniform", seed);
  }
  const { seed } = parseOptions("buildDiscriminator", schema, options);
  const inputShape = [28, 28, 1];
  switch (preset) {
    case "seed": {
      const conv = { kernelSize: 3, padding: "same", activation: "relu" } as const;
      return finish(
        [
          tf.layers.conv2d({ ...conv, filters: 32, inputShape }),
          tf.layers.maxPooling2d({ poolSize: 2 }),
          tf.layers.conv2d({ ...conv, filters: 64 }),
          tf.layers.maxPooling2d({ poolSize: 2 }),
          tf.layers.flatten(),
        ],
        "glorotUniform",
        seed,
      );
    }
    case "dcgan": {
      const conv = { kernelSize: 4, strides: 2, padding: "same" } as const;
      return finish(
        [
          tf.layers.conv2d({ ...conv, filters: 64, inputShape }),
          tf.layers.leakyReLU({ alpha: 0.2 }),
          tf.layers.conv2d({ ...conv, filters: 128 }),
          tf.layers.leakyReLU({ alpha: 0.2 }),
          tf.layers.flatten(),
        ],
        "normal0.02",
        seed,
      );
    }
    default:
      throw new TypeError(
        `buildDiscriminator: expected a preset "seed", "dcgan" or "mlp", received "${String(preset)}"`,
      );
  }
}

function finish(layers: tf.layers.Layer[], scheme: Initialization, seed: number): tf.LayersModel {
  const model = tf.sequential({ name: "discriminator", layers: [...layers, tf.layers.dense({ units: 1 })] });
  initializeKernels(model, scheme, seed + 1);
  return model;
}
