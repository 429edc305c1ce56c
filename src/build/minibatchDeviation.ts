import * as tf from "@tensorflow/tfjs";
import { computeTogether } from "../runtime/collectives/share";
import { registerLayer } from "./registerLayer";

const group = 4;

/**
 * Minibatch standard deviation: tells D how different the samples of a batch are, as one more
 * channel (or number) that is the mean standard deviation in groups of 4 samples, or of the whole
 * batch where that does not divide: `[batch, ..., n]` -> `[batch, ..., n + 1]`. Source:
 * https://arxiv.org/abs/1710.10196, section 3.
 */
export function minibatchDeviation(): tf.layers.Layer {
  return new MinibatchDeviation({});
}

class MinibatchDeviation extends tf.layers.Layer {
  static readonly className = "MinibatchDeviation";

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs)!;
    return tf.tidy(() => {
      const [batch, ...shape] = x.shape as [number, ...number[]];
      const plane = tf.mul(
        tf.reshape(computeTogether(x, deviationOf), [batch, ...shape.map(() => 1)]),
        tf.ones([1, ...shape.slice(0, -1), 1]),
      );
      return tf.concat([x, plane], -1);
    });
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [...inputShape.slice(0, -1), inputShape.at(-1)! + 1];
  }
}
registerLayer(MinibatchDeviation);

/** For each sample how different those of its group are: `[batch, 1]`. */
function deviationOf(x: tf.Tensor): tf.Tensor {
  const batch = x.shape[0];
  const size = batch % group === 0 ? group : batch;
  const groups = tf.reshape(x, [size, batch / size, -1]);
  const apart = tf.sub(groups, tf.mean(groups, 0, true));
  // [batch / size, values]
  const deviation = tf.sqrt(tf.add(tf.mean(tf.square(apart), 0), 1e-8));
  return tf.tile(tf.mean(deviation, 1, true), [size, 1]);
}
