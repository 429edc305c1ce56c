import * as tf from "@tensorflow/tfjs";
import { describeValue } from "../base/options";
import { registerLayer } from "./registerLayer";

/**
 * Halves (`"down"`) or doubles (`"up"`) height and width of `[batch, height, width, channels]`,
 * bilinearly: with gradients of any order, which TensorFlow.js' own pooling and resizing do not
 * have.
 *
 * @throws TypeError for another direction
 */
export function resample(direction: "up" | "down"): tf.layers.Layer {
  if (direction !== "up" && direction !== "down")
    throw new TypeError(`resample: expected "up" or "down", received ${describeValue(direction)}`);
  return new Resample({ direction });
}

class Resample extends tf.layers.Layer {
  static readonly className = "Resample";
  readonly #direction: "up" | "down";

  constructor({ direction, name }: { direction: "up" | "down"; name?: string }) {
    super({ ...(name !== undefined && { name }) });
    this.#direction = direction;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
    return tf.tidy(() => (this.#direction === "up" ? [1, 2].reduce(double, x) : halve(x)));
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    const [batch, height, width, channels] = inputShape as number[];
    const times = this.#direction === "up" ? 2 : 0.5;
    return [batch!, height! * times, width! * times, channels!];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), direction: this.#direction };
  }
}
registerLayer(Resample);

/** Means of 2 x 2 values. */
function halve(x: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const rows = tf.mean(tf.reshape(x, [batch, height / 2, 2, width, channels]), 2);
  return tf.mean(tf.reshape(rows, [batch, height / 2, width / 2, 2, channels]), 3);
}

/**
 * Each value becomes two, a quarter of the way to either neighbour; the edge is its own neighbour.
 */
function double(x: tf.Tensor4D, axis: number): tf.Tensor4D {
  const length = x.shape[axis]!;
  const part = (start: number, size: number): tf.Tensor4D => {
    const [begin, sizes] = [[0, 0, 0, 0], [...x.shape]];
    [begin[axis], sizes[axis]] = [start, size];
    return tf.slice(x, begin, sizes);
  };
  const near = tf.mul(0.75, x);
  const [before, after] = [
    tf.concat([part(0, 1), part(0, length - 1)], axis),
    tf.concat([part(1, length - 1), part(length - 1, 1)], axis),
  ];
  const both = tf.stack(
    [before, after].map((other) => tf.add(near, tf.mul(0.25, other))),
    axis + 1,
  );
  const shape = [...x.shape] as [number, number, number, number];
  shape[axis] = 2 * length;
  return tf.reshape(both, shape);
}
