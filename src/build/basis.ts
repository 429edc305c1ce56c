/** Learned pictures at the coarsest resolution (R3GAN, https://arxiv.org/abs/2501.05441, 4.2). */
import * as tf from "@tensorflow/tfjs";
import { registerLayer } from "./registerLayer";

type Weight = ReturnType<tf.layers.Layer["addWeight"]>;
const one = (inputs: tf.Tensor | tf.Tensor[]): tf.Tensor =>
  (Array.isArray(inputs) ? inputs[0] : inputs)!;

/**
 * Where G begins: channel c of the picture is number c of the input times a learned picture of that
 * channel, `[batch, channels]` -> `[batch, height, width, channels]`.
 */
export function basis(height: number, width: number): tf.layers.Layer {
  return new Basis({ height, width });
}

class Basis extends tf.layers.Layer {
  static readonly className = "Basis";
  readonly #sides: readonly [number, number];
  #pictures?: Weight;

  constructor({ height, width, name }: { height: number; width: number; name?: string }) {
    super({ ...(name !== undefined && { name }) });
    this.#sides = [height, width];
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const shape = [...this.#sides, (inputShape as tf.Shape).at(-1)!];
    const normal = tf.initializers.randomNormal({ stddev: 1 });
    this.#pictures = this.addWeight("pictures", shape, "float32", normal);
    super.build(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = one(inputs);
    return tf.tidy(() =>
      tf.mul(tf.reshape(x, [x.shape[0], 1, 1, x.shape[1]!]), this.#pictures!.read()),
    );
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [inputShape[0]!, ...this.#sides, inputShape[1]!];
  }

  override getConfig(): tf.serialization.ConfigDict {
    const [height, width] = this.#sides;
    return { ...super.getConfig(), height, width };
  }
}
registerLayer(Basis);

/**
 * Where D ends: how much of a learned picture there is in each channel, `[batch, height, width,
 * channels]` -> `[batch, channels]`: a depthwise convolution that sees the whole picture.
 */
export function project(): tf.layers.Layer {
  return new Project({});
}

class Project extends tf.layers.Layer {
  static readonly className = "Project";
  #pictures?: Weight;

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const shape = (inputShape as tf.Shape).slice(1);
    const normal = tf.initializers.randomNormal({ stddev: 1 / Math.sqrt(shape[0]! * shape[1]!) });
    this.#pictures = this.addWeight("pictures", shape, "float32", normal);
    super.build(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => tf.sum(tf.mul(one(inputs), this.#pictures!.read()), [1, 2]));
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [inputShape[0]!, inputShape[3]!];
  }
}
registerLayer(Project);
