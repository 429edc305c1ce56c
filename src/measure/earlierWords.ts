import * as tf from "@tensorflow/tfjs";
import { registerLayer } from "../build/registerLayer";

export interface EarlierWordsConfig {
  /** How many words are known. */
  readonly words: number;
  /** Numbers that stand for a word. */
  readonly embeddingSize: number;
  readonly units: number;
  readonly inputShape: tf.Shape;
}
type Weight = ReturnType<tf.layers.Layer["addWeight"]>;

/**
 * What is known at each place of a sentence: words by their number `[batch, length]` -> `[batch,
 * length, units]`, relu(b_t + Σ_{s<t} C(w_s) K_s), where C are vectors that all places share
 * (https://jmlr.org/papers/v3/bengio03a.html, with all words before as context). C(w) is gathered:
 * no word is ever one-hot.
 */
export class EarlierWords extends tf.layers.Layer {
  static readonly className = "EarlierWords";
  readonly #config: EarlierWordsConfig;
  #vectors?: Weight;
  #kernel?: Weight;
  #bias?: Weight;

  constructor(config: EarlierWordsConfig) {
    super({ inputShape: config.inputShape });
    this.#config = config;
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const length = (inputShape as tf.Shape)[1]!;
    const { words, embeddingSize, units } = this.#config;
    const zeros = tf.initializers.zeros(); // whoever builds it gives it its first weights
    this.#vectors = this.addWeight("vectors", [words, embeddingSize], "float32", zeros);
    this.#kernel = this.addWeight("kernel", [length, embeddingSize, units], "float32", zeros);
    this.#bias = this.addWeight("bias", [length, units], "float32", zeros);
    super.build(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const words = tf.cast((Array.isArray(inputs) ? inputs[0] : inputs)!, "int32");
      // [length, batch, embeddingSize], and [length, batch, units]
      const vectors = tf.gather(this.#vectors!.read(), tf.transpose(words));
      const said = tf.matMul(vectors, this.#kernel!.read());
      const before = tf.transpose(tf.cumsum(said, 0, true), [1, 0, 2]);
      return tf.relu(tf.add(before, this.#bias!.read()));
    });
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [...inputShape, this.#config.units];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#config };
  }
}
registerLayer(EarlierWords);
