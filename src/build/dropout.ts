import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { defineOptions, seedOption } from "../base/options";
import { drawLayerNoise, type Calls } from "./layerNoise";
import { registerLayer } from "./registerLayer";

export interface DropoutOptions {
  /** The share of values that become 0 in training, in [0, 1). */
  rate: number;
  /** Decides which; give every layer its own. Default 0. */
  seed?: number;
  /** The layer's name. Default: one that TensorFlow.js makes. */
  name?: string;
}

const schema = z.strictObject({
  rate: z.number().min(0).lt(1),
  seed: seedOption,
  name: z.string().optional(),
});
const readOptions = defineOptions("dropoutLayer", schema);

/**
 * Dropout (https://jmlr.org/papers/v15/srivastava14a.html) that can be repeated: in training a
 * share `rate` of the values becomes 0 and the others grow by 1 / (1 - rate); otherwise nothing
 * changes. Any shape.
 *
 * `tf.layers.dropout` draws from `Math.random`. This layer draws from the stream "dropout" of its
 * seed; how often it has drawn is a weight, so that checkpoints hold it and compiled steps can
 * change it.
 *
 * @throws TypeError on a wrong option
 */
export function dropoutLayer(options: DropoutOptions): tf.layers.Layer {
  return new StreamDropout(readOptions(options));
}

class StreamDropout extends tf.layers.Layer {
  static readonly className = "StreamDropout";
  readonly #rate: number;
  readonly #seed: number;
  #calls?: Calls;

  constructor(config: { rate: number; seed: number; name?: string | undefined }) {
    super({ ...(config.name !== undefined && { name: config.name }) });
    this.#rate = config.rate;
    this.#seed = config.seed;
  }

  override build(): void {
    this.#calls = this.addWeight("calls", [1], "int32", tf.initializers.zeros(), undefined, false);
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs)!;
    if (!kwargs.training || this.#rate === 0) return x;
    return tf.tidy(() => {
      const drawn = drawLayerNoise(this.#calls!, this.#seed, "dropout", x.shape);
      const kept = tf.cast(tf.greaterEqual(drawn, this.#rate), "float32");
      return tf.mul(x, tf.mul(kept, 1 / (1 - this.#rate)));
    });
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.#rate, seed: this.#seed };
  }
}
registerLayer(StreamDropout);
