import * as tf from "@tensorflow/tfjs";
import { joinNumbers } from "../base/joinNumbers";
import type { Data } from "../data/pictures";
import { readSamples } from "../data/samples";
import { numbersOf } from "../runtime/numbersOf";
import { requireRuntime } from "../runtime/start";
import type { FeatureNetwork } from "./onnxNetwork";
import { checkSamples } from "./rows";

const atATime = 16;

/**
 * What a network sees in pictures, for `frechetOf`, `kernelDistance`, `compareManifolds`: `[size,
 * features]` numbers. Grey pictures become as many equal channels as it takes; all are resized to
 * its size, bilinearly.
 *
 * @param data pictures `[n, height, width, channels]`, -1 … 1
 * @throws TypeError for data of another shape, or a network that gives no features `[n, size]`;
 *   RangeError for NaN or infinite numbers; Error when the runtime has not been started
 */
export async function networkFeatures(
  data: Data,
  network: FeatureNetwork,
): Promise<{ features: Float32Array; featureSize: number }> {
  requireRuntime("networkFeatures");
  const [height, width, wanted] = network.shape;
  const channels = data.shape[2];
  if (data.shape.length !== 3 || (channels !== 1 && channels !== wanted))
    throw new TypeError(
      `networkFeatures: expected pictures [height, width, 1 or ${wanted}], as "${network.name}" ` +
        `takes them, received ${JSON.stringify(data.shape)}`,
    );
  checkSamples("networkFeatures", "pictures", data);
  const parts: Float32Array[] = [];
  for (let start = 0; start < data.size; start += atATime) {
    const count = Math.min(atATime, data.size - start);
    const pictures = numbersOf(() => {
      const some = tf.tensor(readSamples(data, start, count), [count, ...data.shape]);
      const colour = channels === wanted ? some : tf.tile(some, [1, 1, 1, wanted]);
      return tf.image.resizeBilinear(colour as tf.Tensor4D, [height, width], false, true);
    });
    parts.push(await network.see(pictures, count));
  }
  const features = joinNumbers(parts);
  return { features, featureSize: features.length / data.size };
}
