import * as tf from "@tensorflow/tfjs";
import { dropoutLayer } from "../build/dropout";

/** The layer that distances are measured in. */
export const featureLayer = "judge_features";
/** The network has halved its pictures when they have no more pixels than this on a side. */
const mostPixels = 8;

/**
 * A judge's network with its first weights: convolutions 3 x 3 with batch normalisation, two for
 * each halving (16, 32, 64, and 128 channels from then on), a hidden layer of 64, a logit a class.
 *
 * @param shape `[height, width, channels]`
 * @param seed 0: the weights that the judge of digits began with
 */
export function buildJudge(
  shape: readonly number[] = [28, 28, 1],
  classes = 10,
  seed = 0,
): tf.LayersModel {
  let made = 1000 * seed; // kernels, each with a seed of its own
  const kernelInitializer = (): ReturnType<typeof tf.initializers.heNormal> =>
    tf.initializers.heNormal({ seed: ++made });
  const block = (filters: number, strides: number, inputShape?: number[]): tf.layers.Layer[] => [
    tf.layers.conv2d({
      filters,
      kernelSize: 3,
      strides,
      padding: "same",
      useBias: false,
      kernelInitializer: kernelInitializer(),
      ...(inputShape && { inputShape }),
    }),
    tf.layers.batchNormalization({ momentum: 0.9 }),
    tf.layers.reLU(),
  ];
  const larger = Math.max(shape[0]!, shape[1]!);
  const halvings = Math.max(0, Math.ceil(Math.log2(larger / mostPixels)));
  const layers = block(16, 1, [...shape]);
  for (let i = 0; i < halvings; i++) {
    const filters = Math.min(128, 32 * 2 ** i);
    layers.push(...block(filters, 2), ...block(filters, 1));
  }
  return tf.sequential({
    name: "judge",
    layers: [
      ...layers,
      tf.layers.flatten(),
      dropoutLayer({ rate: 0.3, seed: 2 * seed + 1 }),
      tf.layers.dense({
        units: 64,
        activation: "relu",
        kernelInitializer: kernelInitializer(),
        name: featureLayer,
      }),
      dropoutLayer({ rate: 0.3, seed: 2 * seed + 2 }),
      tf.layers.dense({ units: classes, kernelInitializer: kernelInitializer() }),
    ],
  });
}
