import * as tf from "@tensorflow/tfjs";
import { hashName } from "../base/random";
import { drawOwnRows } from "../runtime/collectives/share";
import { drawUniforms } from "../runtime/randomTensor";

/**
 * How often a layer has drawn: a weight, so that checkpoints hold it and compiled steps can change
 * it.
 */
export type Calls = ReturnType<tf.layers.Layer["addWeight"]>;

/**
 * Uniform numbers in [0, 1) for a layer that is random in training, from the stream of that name
 * and seed, 2^32 blocks of it for each call; counts the call.
 */
export function drawLayerNoise(
  calls: Calls,
  seed: number,
  stream: string,
  shape: number[],
): tf.Tensor {
  return tf.tidy(() => {
    const count = calls.read() as tf.Tensor1D;
    const key = tf.tensor1d(Int32Array.of(seed, hashName(stream), 0), "int32");
    const rest = tf.tensor1d(Int32Array.of(Math.floor(seed / 2 ** 32), 0), "int32");
    const place = tf.reshape<tf.Rank.R2>(tf.concat([key, count, rest]), [3, 2]);
    const drawn = drawOwnRows(shape, (whole) => drawUniforms(place, 0, whole));
    calls.write(tf.add(count, tf.scalar(1, "int32")));
    return drawn;
  });
}
