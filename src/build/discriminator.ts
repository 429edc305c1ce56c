import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { defineOptions, positiveInteger, seedOption } from "../base/options";
import { requireRuntime } from "../runtime/start";
import { dcganDiscriminator } from "./dcgan";
import { pictureShape } from "./pictureShape";
import { r3ganFeatures } from "./r3gan";
import { resnetFeatures, resnetWordFeatures } from "./resnet";
import { connect, finish, type InputShape } from "./assembleDiscriminator";
import { initializations, type Initialization } from "./weights";

export interface BuildDiscriminatorOptions {
  /** Makes the discriminator conditional, for so many classes. Default 0: it is not. */
  classes?: number;
  /**
   * How a conditional discriminator uses the class, `[batch, classes]`. `"projection"`: the class'
   * own weights times the features are added to the logit (https://arxiv.org/abs/1802.05637).
   * `"concatenation"`: the class is joined to the sample, to images as one more channel
   * (https://arxiv.org/abs/1411.1784). `"auxiliary"`: it is not told, but names the class in a
   * second output (https://arxiv.org/abs/1610.09585). `"projection + auxiliary"`: both. Default
   * `"projection"`.
   */
  conditioning?: "projection" | "concatenation" | "auxiliary" | "projection + auxiliary";
  /** Divides each kernel by its largest singular value. Default false. */
  spectralNorm?: boolean;
  /** Tells the last layer how different the samples of a batch are. Default false. */
  minibatchDeviation?: boolean;
  /** How many samples it judges at once; the same in `createGame`. Default 1. */
  packing?: number;
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
   * `"dcgan"`, `"resnet"`, `"r3gan"`: channels at each resolution, the finest first, as in {@link
   * BuildGeneratorOptions}. Default: doubled from 64, 16 or 32 on, up to 512, 256 or 128.
   */
  widths?: readonly number[];
  /** `"mlp"` only: units of the hidden layers. Default `[128, 128]`. */
  hiddenUnits?: readonly number[];
}

const common = {
  classes: z.int().min(0).default(0),
  conditioning: z
    .enum(["projection", "concatenation", "auxiliary", "projection + auxiliary"])
    .default("projection"),
  spectralNorm: z.boolean().default(false),
  minibatchDeviation: z.boolean().default(false),
  packing: positiveInteger.default(1),
  seed: seedOption,
  initialization: z.enum(initializations).optional(),
};
const pictures = {
  ...common,
  sampleShape: pictureShape.default([28, 28, 1]),
  widths: z.array(positiveInteger).optional(),
};
const never = z
  .boolean()
  .refine(
    (value) => !value,
    'expected false: "resnet", "r3gan" and "text" are built without any normalisation',
  )
  .default(false);
/** The options of each preset. */
export const discriminatorSchemas = {
  seed: z.strictObject(common),
  dcgan: z.strictObject(pictures),
  resnet: z.strictObject({ ...pictures, spectralNorm: never, minibatchDeviation: never }),
  r3gan: z.strictObject({ ...pictures, spectralNorm: never, minibatchDeviation: never }),
  mlp: z.strictObject({
    ...common,
    sampleShape: z.array(positiveInteger).min(1).default([2]),
    hiddenUnits: z.array(positiveInteger).min(1).default([128, 128]),
  }),
  text: z.strictObject({
    ...common,
    spectralNorm: never,
    minibatchDeviation: never,
    sampleShape: z.tuple([positiveInteger, positiveInteger]),
  }),
};
const read = {
  seed: defineOptions("buildDiscriminator", discriminatorSchemas.seed),
  dcgan: defineOptions("buildDiscriminator", discriminatorSchemas.dcgan),
  resnet: defineOptions("buildDiscriminator", discriminatorSchemas.resnet),
  r3gan: defineOptions("buildDiscriminator", discriminatorSchemas.r3gan),
  mlp: defineOptions("buildDiscriminator", discriminatorSchemas.mlp),
  text: defineOptions("buildDiscriminator", discriminatorSchemas.text),
};

/** A discriminator's preset. */
export type DiscriminatorPreset = "seed" | "dcgan" | "resnet" | "r3gan" | "mlp" | "text";

/**
 * A discriminator: samples `[batch, ...sampleShape]` -> logits `[batch, 1]`; sigmoid(logit) is the
 * probability of real.
 *
 * - `"seed"`: conv 32 3 x 3 relu, max-pool 2, conv 64 3 x 3 relu, max-pool 2, dense 1. Glorot's
 *   uniform first weights.
 * - `"dcgan"`: conv 64 and conv 128 (and more, for larger pictures), 4 x 4 stride 2, leaky relu
 *   0.2, dense 1; N(0, 0.02²) first weights. Unlike the paper's it has no batch normalisation,
 *   which would make the score of one sample depend on the others.
 * - `"resnet"`: residual blocks without normalisation at 28, 14 and 7 pixels (16, 32, 64 channels),
 *   dense 1; He's normal first weights (R3GAN's rules in small, https://arxiv.org/abs/2501.05441).
 * - `"r3gan"`: the paper's own discriminator, the generator's mirror image; fix-up first weights.
 * - `"mlp"`: hidden leaky relu layers, for points and the rows of tables.
 * - `"text"`: the generator's mirror image: two residual blocks of convolutions along the sentence,
 *   dense 1.
 *
 * The logits leave out the seed's final sigmoid; the losses apply it in a form that does not
 * overflow.
 *
 * @throws TypeError on an unknown preset or option; Error when the runtime has not been started
 */
export function buildDiscriminator(
  preset: DiscriminatorPreset,
  options: BuildDiscriminatorOptions = {},
): tf.LayersModel {
  requireRuntime("buildDiscriminator");
  switch (preset) {
    case "seed": {
      const parsed = read.seed(options);
      const conv = { kernelSize: 3, padding: "same", activation: "relu" } as const;
      const layers = (shape: InputShape): tf.layers.Layer[] => [
        tf.layers.conv2d({ ...conv, filters: 32, ...shape }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.conv2d({ ...conv, filters: 64 }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.flatten(),
      ];
      return finish(layers, [28, 28, 1], { initialization: "glorotUniform", ...parsed });
    }
    case "dcgan": {
      const { widths, ...parsed } = read.dcgan(options);
      const { sampleShape } = parsed;
      const layers = (input: InputShape): tf.layers.Layer[] =>
        dcganDiscriminator(sampleShape, widths, input);
      return finish(layers, sampleShape, { initialization: "normal0.02", ...parsed });
    }
    case "resnet": {
      const { widths, ...parsed } = read.resnet(options);
      const features = (x: tf.SymbolicTensor): tf.SymbolicTensor => resnetFeatures(x, widths);
      return connect(features, parsed.sampleShape, { initialization: "heNormal", ...parsed });
    }
    case "r3gan": {
      const { widths, ...parsed } = read.r3gan(options);
      const features = (x: tf.SymbolicTensor): tf.SymbolicTensor => r3ganFeatures(x, widths);
      return connect(features, parsed.sampleShape, { initialization: "fixup", ...parsed });
    }
    case "mlp": {
      const parsed = read.mlp(options);
      const { sampleShape, hiddenUnits } = parsed;
      const layers = (shape: InputShape, length: number): tf.layers.Layer[] => [
        tf.layers.reshape({ targetShape: [length], ...shape }),
        ...hiddenUnits.flatMap((units) => [
          tf.layers.dense({ units }),
          tf.layers.leakyReLU({ alpha: 0.2 }),
        ]),
      ];
      return finish(layers, sampleShape, { initialization: "glorotUniform", ...parsed });
    }
    case "text": {
      const parsed = read.text(options);
      return connect(resnetWordFeatures, parsed.sampleShape, {
        initialization: "heNormal",
        ...parsed,
      });
    }
    default:
      throw new TypeError(
        "buildDiscriminator: expected a preset " +
          `"${Object.keys(discriminatorSchemas).join('", "')}", received "${String(preset)}"`,
      );
  }
}
