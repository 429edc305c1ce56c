import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { defineOptions, positiveInteger, seedOption } from "../base/options";
import { sampleLength } from "../data/dataset";
import { requireRuntime } from "../runtime/start";
import { categories, type Span } from "./categories";
import { resnetImages, resnetWords } from "./resnet";
import { initializations, initializeKernels, type Initialization } from "./weights";

export interface BuildGeneratorOptions {
  /** The length of the noise vector z. Default 100; `"mlp"`: 2; `"text"`: 64. */
  latentSize?: number;
  /**
   * Makes the generator conditional: it also takes a class as a one-hot vector `[batch, classes]`,
   * joined to z (https://arxiv.org/abs/1411.1784). Default 0: it takes z alone.
   */
  classes?: number;
  /** Decides the first weights. Default 0. */
  seed?: number;
  /** How the kernels start. Default: the preset's own. */
  initialization?: Initialization;
  /** `"dcgan"` and `"resnet"`: channels of an image. Default 1. */
  channels?: number;
  /**
   * The shape of one sample: of `"mlp"`, and of `"text"`, `[length, words]` of one-hot words, which
   * has to be given. Default `[2]`.
   */
  sampleShape?: readonly number[];
  /**
   * `"mlp"`: what each sample's values are, for tables: see `categories`. Default: numbers without
   * bounds.
   */
  spans?: readonly Span[];
  /** `"text"`: how a word is chosen; see `categories`. Default `"gumbel"`. */
  draw?: "softmax" | "gumbel";
  /** `"mlp"` only: units of the hidden layers. Default `[128, 128]`. */
  hiddenUnits?: readonly number[];
}

const common = {
  latentSize: positiveInteger.default(100),
  classes: z.int().min(0).default(0),
  seed: seedOption,
  initialization: z.enum(initializations).optional(),
};
/** The options of each preset. */
export const generatorSchemas = {
  seed: z.strictObject(common),
  dcgan: z.strictObject({ ...common, channels: positiveInteger.default(1) }),
  resnet: z.strictObject({ ...common, channels: positiveInteger.default(1) }),
  mlp: z.strictObject({
    ...common,
    latentSize: positiveInteger.default(2),
    sampleShape: z.array(positiveInteger).min(1).default([2]),
    hiddenUnits: z.array(positiveInteger).min(1).default([128, 128]),
    spans: z
      .custom<readonly Span[]>(Array.isArray, "expected spans, such as those of an encoded table")
      .optional(),
  }),
  text: z.strictObject({
    ...common,
    latentSize: positiveInteger.default(64),
    sampleShape: z.tuple([positiveInteger, positiveInteger]),
    draw: z.enum(["softmax", "gumbel"]).default("gumbel"),
  }),
};
const read = {
  seed: defineOptions("buildGenerator", generatorSchemas.seed),
  dcgan: defineOptions("buildGenerator", generatorSchemas.dcgan),
  resnet: defineOptions("buildGenerator", generatorSchemas.resnet),
  mlp: defineOptions("buildGenerator", generatorSchemas.mlp),
  text: defineOptions("buildGenerator", generatorSchemas.text),
};

/** A generator's preset. */
export type GeneratorPreset = "seed" | "dcgan" | "resnet" | "mlp" | "text";

/**
 * A generator: z `[batch, latentSize]` -> samples `[batch, ...sampleShape]`.
 *
 * - `"seed"`: dense 128 relu, dense 784 tanh, 28 x 28 x 1. Glorot's uniform first weights.
 * - `"dcgan"`: dense 7 x 7 x 128, two transposed convolutions 4 x 4 stride 2 (64, channels), batch
 *   normalisation and relu between, tanh at the end; N(0, 0.02²) first weights
 *   (https://arxiv.org/abs/1511.06434, sized for 28 x 28).
 * - `"resnet"`: dense 7 x 7 x 64, three residual blocks without normalisation at 7, 14 and 28
 *   pixels, tanh; He's normal first weights (R3GAN's rules, https://arxiv.org/abs/2501.05441).
 * - `"mlp"`: hidden relu layers and a linear output, for points; with `spans`, for the rows of
 *   tables.
 * - `"text"`: two residual blocks of convolutions along the sentence (96 channels), one word chosen
 *   at each place; He's normal first weights (https://arxiv.org/abs/1704.00028, appendix F, in
 *   small).
 *
 * @throws TypeError on an unknown preset or option; Error when the runtime has not been started
 */
export function buildGenerator(
  preset: GeneratorPreset,
  options: BuildGeneratorOptions = {},
): tf.LayersModel {
  requireRuntime("buildGenerator");
  switch (preset) {
    case "seed": {
      const parsed = read.seed(options);
      const layers = (shape: InputShape): tf.layers.Layer[] => [
        tf.layers.dense({ units: 128, activation: "relu", ...shape }),
        tf.layers.dense({ units: 28 * 28, activation: "tanh" }),
        tf.layers.reshape({ targetShape: [28, 28, 1] }),
      ];
      return finish(layers, { initialization: "glorotUniform", ...parsed });
    }
    case "dcgan": {
      const parsed = read.dcgan(options);
      const layers = (shape: InputShape): tf.layers.Layer[] => [
        tf.layers.dense({ units: 7 * 7 * 128, useBias: false, ...shape }),
        tf.layers.batchNormalization({ momentum: 0.9 }),
        tf.layers.reLU(),
        tf.layers.reshape({ targetShape: [7, 7, 128] }),
        tf.layers.conv2dTranspose({
          filters: 64,
          kernelSize: 4,
          strides: 2,
          padding: "same",
          useBias: false,
        }),
        tf.layers.batchNormalization({ momentum: 0.9 }),
        tf.layers.reLU(),
        tf.layers.conv2dTranspose({
          filters: parsed.channels,
          kernelSize: 4,
          strides: 2,
          padding: "same",
          activation: "tanh",
        }),
      ];
      return finish(layers, { initialization: "normal0.02", ...parsed });
    }
    case "resnet": {
      const parsed = read.resnet(options);
      return connect((x) => resnetImages(x, parsed.channels), {
        initialization: "heNormal",
        ...parsed,
      });
    }
    case "mlp": {
      const parsed = read.mlp(options);
      const layers = (shape: InputShape): tf.layers.Layer[] => [
        ...parsed.hiddenUnits.map((units, i) =>
          tf.layers.dense({ units, activation: "relu", ...(i === 0 && shape) }),
        ),
        tf.layers.dense({ units: sampleLength(parsed.sampleShape) }),
        tf.layers.reshape({ targetShape: parsed.sampleShape }),
        ...(parsed.spans
          ? [
              categories({
                spans: parsed.spans,
                noise: "always",
                temperature: 0.2,
                seed: parsed.seed,
              }),
            ]
          : []),
      ];
      return finish(layers, { initialization: "glorotUniform", ...parsed });
    }
    case "text": {
      const parsed = read.text(options);
      const [length, words] = parsed.sampleShape;
      const choose = categories({ draw: parsed.draw, seed: parsed.seed });
      return connect((x) => choose.apply(resnetWords(x, length, words)) as tf.SymbolicTensor, {
        initialization: "heNormal",
        ...parsed,
      });
    }
    default:
      throw new TypeError(
        "buildGenerator: expected a preset " +
          `"${Object.keys(generatorSchemas).join('", "')}", received "${String(preset)}"`,
      );
  }
}

type InputShape = { inputShape?: number[] };
interface Plan {
  latentSize: number;
  classes: number;
  seed: number;
  initialization?: Initialization | undefined;
}

/** Layers one after the other, with z as their input, or z and the class. */
function finish(layers: (shape: InputShape) => tf.layers.Layer[], plan: Plan): tf.LayersModel {
  if (plan.classes > 0)
    return connect(
      (x) => layers({}).reduce((y, layer) => layer.apply(y) as tf.SymbolicTensor, x),
      plan,
    );
  const model = tf.sequential({
    name: "generator",
    layers: layers({ inputShape: [plan.latentSize] }),
  });
  initializeKernels(model, plan.initialization!, plan.seed);
  return model;
}

/** A model of any form, with z as its input, or z and the class. */
function connect(
  draw: (input: tf.SymbolicTensor) => tf.SymbolicTensor,
  { latentSize, classes, seed, initialization }: Plan,
): tf.LayersModel {
  const inputs = [
    tf.input({ shape: [latentSize] }),
    ...(classes > 0 ? [tf.input({ shape: [classes] })] : []),
  ];
  const joined =
    classes > 0 ? (tf.layers.concatenate().apply(inputs) as tf.SymbolicTensor) : inputs[0]!;
  const model = tf.model({ inputs, outputs: draw(joined), name: "generator" });
  initializeKernels(model, initialization!, seed);
  return model;
}
