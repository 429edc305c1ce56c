import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { joinNumbers } from "../base/joinNumbers";
import type { Data } from "../data/pictures";
import { readSamples } from "../data/samples";
import { requireRuntime } from "../runtime/start";
import { checkSamples } from "./rows";

/** The network that papers measure FID with. */
export interface Inception {
  /** Images `[n, 299, 299, 3]`, -1 … 1 -> features `[n, size]`. */
  readonly see: (images: tf.Tensor4D) => tf.Tensor2D;
  /** Gives the network's memory back. */
  dispose(): void;
}

const side = 299;
const atATime = 16;

/**
 * Loads an Inception network whose weights you bring, as a SavedModel that takes `[n, 299, 299, 3]`
 * in -1 … 1 and gives its last pooling layer, `[n, 2048]`: in Python,
 * `tf.keras.applications.InceptionV3(include_top=False, pooling="avg").export(folder)`. Papers use
 * the weights of 2015 (`classify_image_graph_def.pb`, layer pool_3); numbers compare only within
 * one set of weights.
 *
 * @throws Error when the folder holds no SavedModel, or on another backend than TensorFlow;
 *   TypeError, when it is shown images, where it gives no features `[n, size]`
 */
export async function loadInception(folder: string): Promise<Inception> {
  requireRuntime("loadInception");
  const path = resolve(folder);
  if (!existsSync(join(path, "saved_model.pb")))
    throw new Error(`loadInception: expected a SavedModel (saved_model.pb) in ${path}, found none`);
  if (tf.getBackend() !== "tensorflow")
    throw new Error(
      'loadInception: expected the backend "tensorflow", which loads SavedModels, received ' +
        `"${tf.getBackend()}"`,
    );
  const { node } = require("@tensorflow/tfjs-node-gpu") as {
    node: {
      loadSavedModel(
        path: string,
      ): Promise<{ predict(input: tf.Tensor): tf.Tensor; dispose(): void }>;
    };
  };
  const model = await node.loadSavedModel(path);
  return {
    see: (images) => {
      const features = model.predict(images);
      if (features.rank !== 2)
        throw new TypeError(
          "loadInception: expected a model that gives features [n, size], received " +
            `${JSON.stringify(features.shape)}; export it with pooling="avg"`,
        );
      return features as tf.Tensor2D;
    },
    dispose: () => model.dispose(),
  };
}

/**
 * What Inception sees in images, for `frechetOf` (then FID) and `kernelDistance`: `[size,
 * features]` numbers. Grey images become three equal channels; all are resized to 299 x 299,
 * bilinearly.
 *
 * @param data images `[n, height, width, 1 or 3]`, -1 … 1
 * @throws TypeError for data of another shape; RangeError for NaN or infinite numbers
 */
export function inceptionFeatures(
  data: Data,
  inception: Inception,
): { features: Float32Array; featureSize: number } {
  const channels = data.shape[2];
  if (data.shape.length !== 3 || (channels !== 1 && channels !== 3))
    throw new TypeError(
      "inceptionFeatures: expected images [height, width, 1 or 3], received " +
        `${JSON.stringify(data.shape)}`,
    );
  checkSamples("inceptionFeatures", "images", data);
  const rows: Float32Array[] = [];
  for (let start = 0; start < data.size; start += atATime)
    tf.tidy(() => {
      const count = Math.min(atATime, data.size - start);
      const some = tf.tensor(readSamples(data, start, count), [count, ...data.shape]);
      const colour = (channels === 1 ? tf.tile(some, [1, 1, 1, 3]) : some) as tf.Tensor4D;
      rows.push(
        inception
          .see(tf.image.resizeBilinear(colour, [side, side]))
          .dataSync<"float32">()
          .slice(),
      );
    });
  const features = joinNumbers(rows);
  return { features, featureSize: features.length / data.size };
}
