import * as tf from "@tensorflow/tfjs";
import { describeValue } from "../base/options";
import * as lowpass from "../runtime/lowpass";
import { registerLayer } from "./registerLayer";

const filters = ["bilinear", "lowpass"] as const;
type Filter = (typeof filters)[number];
type Direction = "up" | "down";

/**
 * Halves (`"down"`) or doubles (`"up"`) height and width of `[batch, height, width, channels]`,
 * with gradients of any order, which TensorFlow.js' own pooling and resizing do not have.
 *
 * @param filter `"bilinear"`: means of 2 x 2, or a quarter of the way to each neighbour, the edge
 *   its own; `"lowpass"`: [1, 3, 3, 1] / 8 along each axis, zeros around, as R3GAN's. Default
 *   `"bilinear"`
 * @throws TypeError for another direction or filter
 */
export function resample(direction: Direction, filter: Filter = "bilinear"): tf.layers.Layer {
  if (direction !== "up" && direction !== "down")
    throw new TypeError(`resample: expected "up" or "down", received ${describeValue(direction)}`);
  if (!filters.includes(filter))
    throw new TypeError(
      `resample: expected "bilinear" or "lowpass", received ${describeValue(filter)}`,
    );
  return new Resample({ direction, filter });
}

class Resample extends tf.layers.Layer {
  static readonly className = "Resample";
  readonly #direction: Direction;
  readonly #filter: Filter;

  constructor(config: { direction: Direction; filter?: Filter; name?: string }) {
    const { direction, filter = "bilinear", name } = config;
    super({ ...(name !== undefined && { name }) });
    this.#direction = direction;
    this.#filter = filter;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
    const isUp = this.#direction === "up";
    if (this.#filter === "lowpass")
      return tf.tidy(() => (isUp ? lowpass.double : lowpass.halve)(x));
    return tf.tidy(() => (isUp ? [1, 2].reduce(double, x) : halve(x)));
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    const [batch, height, width, channels] = inputShape as number[];
    const times = this.#direction === "up" ? 2 : 0.5;
    return [batch!, height! * times, width! * times, channels!];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), direction: this.#direction, filter: this.#filter };
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
