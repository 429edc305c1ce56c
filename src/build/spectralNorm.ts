import * as tf from "@tensorflow/tfjs";
import { andRestore } from "../base/interrupt";
import { registerLayer } from "./registerLayer";

type Weight = ReturnType<tf.layers.Layer["addWeight"]>;
/** What convolutions and dense layers of TensorFlow.js have and its types do not show. */
type KernelLayer = tf.layers.Layer & { kernel: Pick<Weight, "read"> };

/**
 * Spectral normalisation: the kernel of a convolution or dense layer, seen as a matrix `[inputs,
 * outputs]`, is divided by its largest singular value, so that D cannot become steep. One power
 * iteration at each use in training. Source: https://arxiv.org/abs/1802.05957, algorithm 1.
 *
 * @param layer with a kernel: `conv2d`, `dense`
 * @throws TypeError for other layers, when the model is built
 */
export function spectralNorm(layer: tf.layers.Layer): tf.layers.Layer {
  return new SpectralNorm({
    layer: { className: layer.getClassName(), config: layer.getConfig() },
  });
}

interface SpectralNormConfig {
  layer: { className: string; config: tf.serialization.ConfigDict };
  name?: string;
}

class SpectralNorm extends tf.layers.Layer {
  static readonly className = "SpectralNorm";
  readonly #config: SpectralNormConfig["layer"];
  readonly #inner: KernelLayer;
  #direction?: Weight;

  constructor({ layer, name }: SpectralNormConfig) {
    const { batchInputShape } = layer.config as { batchInputShape?: tf.Shape };
    super({ ...(name !== undefined && { name }), ...(batchInputShape && { batchInputShape }) });
    this.#config = layer;
    const type = tf.serialization.SerializationMap.getMap().classNameMap[layer.className];
    if (!type)
      throw new TypeError(
        `spectralNorm: expected a layer of TensorFlow.js, received "${layer.className}"`,
      );
    const [create, make] = type as unknown as [
      new (config: object) => KernelLayer,
      (t: unknown, c: object) => KernelLayer,
    ];
    this.#inner = make(create, layer.config);
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    this.#inner.build(inputShape);
    this.#inner.built = true;
    const kernel = this.#inner.kernel?.read();
    if (!kernel)
      throw new TypeError(
        "spectralNorm: expected a layer with a kernel, such as conv2d or dense, received " +
          `"${this.#config.className}"`,
      );
    this.#direction = this.addWeight(
      "direction",
      [1, kernel.shape.at(-1)!],
      "float32",
      tf.initializers.ones(),
      undefined,
      false,
    );
    this.built = true;
  }

  override call(
    inputs: tf.Tensor | tf.Tensor[],
    kwargs: { training?: boolean },
  ): tf.Tensor | tf.Tensor[] {
    return tf.tidy(() => {
      const weight = this.#inner.kernel;
      const kernel = weight.read();
      const matrix = tf.reshape<tf.Rank.R2>(kernel, [-1, kernel.shape.at(-1)!]);
      const still = constant(matrix);
      let u = this.#direction!.read() as tf.Tensor2D;
      const v = unit(tf.matMul(u, still, false, true)); // [1, inputs]
      if (kwargs.training) this.#direction!.write((u = unit(tf.matMul(v, still))));
      else u = unit(u);
      const largest = tf.sum(tf.mul(tf.matMul(v, matrix), u));
      const normalised = tf.div(kernel, largest);
      this.#inner.kernel = { read: () => normalised };
      return andRestore(
        () => this.#inner.call(inputs, kwargs),
        () => (this.#inner.kernel = weight),
      );
    });
  }

  override get trainableWeights(): Weight[] {
    return this.#inner?.trainableWeights ?? [];
  }

  override get nonTrainableWeights(): Weight[] {
    return this.#direction ? [this.#direction] : [];
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape | tf.Shape[] {
    return this.#inner.computeOutputShape(inputShape);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), layer: this.#config };
  }
}
registerLayer(SpectralNorm);

const unit = (row: tf.Tensor2D): tf.Tensor2D => tf.div(row, tf.add(tf.norm(row), 1e-12));
/** The same numbers, which no gradient passes through. */
const constant = tf.customGrad((x) => {
  const value = (x as tf.Tensor).clone();
  return { value, gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy) };
}) as (x: tf.Tensor2D) => tf.Tensor2D;
