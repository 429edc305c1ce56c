import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { defineOptions, positiveInteger, seedOption } from "../base/options";
import { sampleLength } from "../data/dataset";
import { requireRuntime } from "../runtime/start";
import { categories, type Span } from "./categories";
import { dcganGenerator } from "./dcgan";
import { pictureShape } from "./pictureShape";
import { r3ganImages } from "./r3gan";
import { resnetImages, resnetWords } from "./resnet";
import { initializations, initializeKernels, type Initialization } from "./weights";

export interface BuildGeneratorOptions {
  /** The length of the noise vector z. Default 100; `"mlp"`: 2; `"text"`, `"r3gan"`: 64. */
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
  /**
   * The shape of one sample, such as `data.shape`. `"dcgan"`, `"resnet"`, `"r3gan"`: `[height,
   * width, channels]`, each side a multiple of 4 from 16 to 256. `"mlp"`: any. `"text"`: `[length,
   * words]` of one-hot words, which has to be given. Default `[28, 28, 1]`; `"mlp"`: `[2]`.
   */
  sampleShape?: readonly number[];
  /**
   * `"dcgan"`, `"resnet"`, `"r3gan"`: channels at each resolution, the finest first; a resolution
   * is half the one before, while it has 4 pixels or more. Default: doubled from 64, 16 or 32 on,
   * up to 512, 256 or 128.
   */
  widths?: readonly number[];
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
const pictures = {
  ...common,
  sampleShape: pictureShape.default([28, 28, 1]),
  widths: z.array(positiveInteger).optional(),
};
/** The options of each preset. */
export const generatorSchemas = {
  seed: z.strictObject(common),
  dcgan: z.strictObject(pictures),
  resnet: z.strictObject(pictures),
  r3gan: z.strictObject({ ...pictures, latentSize: positiveInteger.default(64) }),
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
  r3gan: defineOptions("buildGenerator", generatorSchemas.r3gan),
  mlp: defineOptions("buildGenerator", generatorSchemas.mlp),
  text: defineOptions("buildGenerator", generatorSchemas.text),
};

/** A generator's preset. */
export type GeneratorPreset = "seed" | "dcgan" | "resnet" | "r3gan" | "mlp" | "text";

/**
 * A generator: z `[batch, latentSize]` -> samples `[batch, ...sampleShape]`.
 *
 * - `"seed"`: dense 128 relu, dense 784 tanh, 28 x 28 x 1. Glorot's uniform first weights.
 * - `"dcgan"`: dense 7 x 7 x 128, two transposed convolutions 4 x 4 stride 2 (64, 1), batch
 *   normalisation and relu between, tanh at the end; N(0, 0.02²) first weights
 *   (https://arxiv.org/abs/1511.06434). Larger pictures begin as small: 64 x 64 is dense 4 x 4 x
 *   512 and four doublings (256, 128, 64 and the picture's channels), as in the paper.
 * - `"resnet"`: dense 7 x 7 x 64, a residual block without normalisation at 7, 14 and 28 pixels,
 *   tanh; He's normal first weights (R3GAN's rules in small, https://arxiv.org/abs/2501.05441).
 * - `"r3gan"`: the paper's own generator: learned pictures of 7 x 7 (or 4 x 4), two residual blocks
 *   of 1 x 1, grouped 3 x 3 and 1 x 1 convolutions at each resolution, resampling with [1, 2, 1],
 *   no normalisation, no tanh; fix-up first weights. It is the slowest.
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
      const { sampleShape, widths, ...parsed } = read.dcgan(options);
      const layers = (input: InputShape): tf.layers.Layer[] =>
        dcganGenerator(sampleShape, widths, input);
      return finish(layers, { initialization: "normal0.02", ...parsed });
    }
    case "resnet": {
      const { sampleShape, widths, ...parsed } = read.resnet(options);
      const draw = (x: tf.SymbolicTensor): tf.SymbolicTensor =>
        resnetImages(x, sampleShape, widths);
      return connect(draw, { initialization: "heNormal", ...parsed });
    }
    case "r3gan": {
      const { sampleShape, widths, ...parsed } = read.r3gan(options);
      const draw = (x: tf.SymbolicTensor): tf.SymbolicTensor => r3ganImages(x, sampleShape, widths);
      return connect(draw, { initialization: "fixup", ...parsed });
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
