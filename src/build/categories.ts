import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { defineOptions, positiveInteger, positiveNumber, seedOption } from "../base/options";
import type { RandomStream } from "../base/random";
import { sampleLength } from "../data/dataset";
import { drawUniforms, placesTensor } from "../runtime/randomTensor";
import { drawLayerNoise, type Calls } from "./layerNoise";
import { registerLayer } from "./registerLayer";

/** A part of a vector: a number between -1 and 1, or one of several categories. */
export type Span = { readonly kind: "number" | "category"; readonly size: number };

export interface CategoriesOptions {
  /** What the last axis is made of, in order. Default: one category over all of it. */
  spans?: readonly Span[];
  /**
   * `"softmax"`: probabilities. `"gumbel"`: in training a category is drawn with Gumbel noise, its
   * output a one-hot vector whose gradient is the softmax's (straight-through,
   * https://arxiv.org/abs/1611.01144); otherwise the likeliest. Default `"gumbel"`.
   */
  draw?: "softmax" | "gumbel";
  /**
   * When Gumbel noise is used: in `"training"` only, so that a drawing follows from z alone, or
   * `"always"`, by `sampleGenerator` too, as rows of a table need: what is drawn is then as
   * manifold as what D saw. Default `"training"`.
   */
  noise?: "training" | "always";
  /** The softmax's temperature; the gradients' when Gumbel noise is used. Default 0.5. */
  temperature?: number;
  /** Decides the noise. Default 0. */
  seed?: number;
  /** The layer's name. Default: one that TensorFlow.js makes. */
  name?: string;
}

const schema = z.strictObject({
  spans: z
    .array(z.strictObject({ kind: z.enum(["number", "category"]), size: positiveInteger }))
    .optional(),
  draw: z.enum(["softmax", "gumbel"]).default("gumbel"),
  noise: z.enum(["training", "always"]).default("training"),
  temperature: positiveNumber.default(0.5),
  seed: seedOption,
  name: z.string().optional(),
});
const readOptions = defineOptions("categories", schema);

/**
 * The last layer of a generator of categories: turns each category's logits into one choice, and
 * numbers into -1 … 1 (tanh). Any shape; what the spans say is along the last axis.
 *
 * @throws TypeError on a wrong option, or when the spans do not fill the axis
 */
export function categories(options: CategoriesOptions = {}): tf.layers.Layer {
  return new Categories(readOptions(options));
}

type Config = z.output<typeof schema>;

/** How a generator is asked to draw. */
export interface DrawingArguments {
  /** To train it. */
  readonly training?: boolean;
  /** Otherwise: where the noise of choices comes from, if there is to be some. */
  readonly choices?: RandomStream;
}

class Categories extends tf.layers.Layer {
  static readonly className = "Categories";
  readonly #config: Config;
  #calls?: Calls;

  constructor(config: Config) {
    super({ ...(config.name !== undefined && { name: config.name }) });
    this.#config = config;
  }

  override build(): void {
    if (this.#config.draw === "gumbel")
      this.#calls = this.addWeight(
        "calls",
        [1],
        "int32",
        tf.initializers.zeros(),
        undefined,
        false,
      );
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: DrawingArguments): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs)!;
    const width = x.shape.at(-1)!;
    const spans = this.#config.spans ?? [{ kind: "category" as const, size: width }];
    const sizes = spans.map(({ size }) => size);
    if (sizes.reduce((a, b) => a + b) !== width)
      throw new TypeError(
        `categories: expected spans of ${width} values in all, received ${sizes.join(" + ")}`,
      );
    return tf.tidy(() => {
      const uniforms = this.#uniforms(x.shape, kwargs);
      const noisy = uniforms ? tf.add(x, gumbel(uniforms)) : x;
      // A split into one has no gradient.
      if (spans.length === 1 && spans[0]!.kind === "category") return this.#choose(noisy);
      const [plain, all] = [x, noisy].map((values) => tf.split(values, sizes, x.rank - 1)) as [
        tf.Tensor[],
        tf.Tensor[],
      ];
      return tf.concat(
        spans.map(({ kind }, i) =>
          kind === "number" ? tf.tanh(plain[i]!) : this.#choose(all[i]!),
        ),
        -1,
      );
    });
  }

  #choose(logits: tf.Tensor): tf.Tensor {
    const soft = tf.softmax(tf.div(logits, this.#config.temperature));
    return this.#config.draw === "softmax" ? soft : straightThrough(soft);
  }

  /** What the noise is made of, where there is some. */
  #uniforms(shape: number[], { training, choices }: DrawingArguments): tf.Tensor | undefined {
    const { draw, noise, seed } = this.#config;
    if (draw !== "gumbel") return undefined;
    if (training) return drawLayerNoise(this.#calls!, seed, "gumbel", shape);
    if (!choices || noise === "training") return undefined;
    return drawUniforms(placesTensor([choices.reserve(sampleLength(shape))]), 0, shape);
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.#config as unknown as tf.serialization.ConfigDict) };
  }
}
registerLayer(Categories);

/** Gumbel's noise, -log(-log u), of u in [0, 1) moved inside of it. */
const gumbel = (u: tf.Tensor): tf.Tensor => tf.neg(tf.log(tf.neg(tf.log(tf.add(u, 2 ** -24)))));

/** Forwards the likeliest category as a one-hot vector, backwards the identity. */
const straightThrough = tf.customGrad((soft) => {
  const x = soft as tf.Tensor;
  const value = tf.cast(tf.equal(x, tf.max(x, -1, true)), "float32");
  return { value, gradFunc: (dy: tf.Tensor) => dy };
});
