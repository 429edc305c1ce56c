import * as tf from "@tensorflow/tfjs";
import { isSharing, looksAtOwn, meanOfWorkers } from "./share";

type Weight = ReturnType<tf.layers.Layer["addWeight"]>;

/** What TensorFlow.js keeps protected of a batch normalisation. */
interface BatchNormalization extends tf.layers.Layer {
  readonly axis: number;
  readonly epsilon: number;
  readonly momentum: number;
  readonly gamma?: Weight;
  readonly beta?: Weight;
  readonly movingMean: Weight;
  readonly movingVariance: Weight;
}

let isDone = false;

/**
 * Makes batch normalisation (tfjs-layers 4.22.0, dist/layers/normalization.js) look at the rows of
 * all workers while a batch is shared; otherwise nothing changes. Called once, when a cluster is
 * joined.
 */
export function useSharedBatchStatistics(): void {
  if (isDone) return;
  isDone = true;
  const known = tf.serialization.SerializationMap.getMap().classNameMap.BatchNormalization!;
  const prototype = known[0].prototype as unknown as tf.layers.Layer;
  const stock = Object.getOwnPropertyDescriptor(prototype, "call")!.value as typeof prototype.call;
  prototype.call = function (this: BatchNormalization, inputs, kwargs) {
    if (!isSharing() || kwargs.training !== true) return stock.call(this, inputs, kwargs);
    return tf.tidy(() => normalize(this, [inputs].flat()[0]!));
  };
}

/** By the batch's own mean and variance; the moving ones follow. */
function normalize(layer: BatchNormalization, x: tf.Tensor): tf.Tensor {
  const axes = x.shape.slice(0, -1).map((_, axis) => axis); // createGame takes no other axis
  const seen = <T extends tf.Tensor>(mean: T): T => (looksAtOwn() ? mean : meanOfWorkers(mean));
  const mean = seen(tf.mean(x, axes));
  const apart = tf.sub(x, mean);
  const variance = seen(tf.mean(tf.square(apart), axes));
  const move = (weight: Weight, value: tf.Tensor): void => {
    const before = weight.read();
    const towards = looksAtOwn() ? meanOfWorkers(value) : value; // the same for all workers
    weight.write(tf.sub(before, tf.mul(tf.sub(before, towards), 1 - layer.momentum)));
  };
  move(layer.movingMean, mean);
  move(layer.movingVariance, variance);
  const even = tf.mul(apart, tf.rsqrt(tf.add(variance, layer.epsilon)));
  const scaled = layer.gamma ? tf.mul(even, layer.gamma.read()) : even;
  return layer.beta ? tf.add(scaled, layer.beta.read()) : scaled;
}
