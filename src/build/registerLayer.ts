import * as tf from "@tensorflow/tfjs";
import { markLibraryCode } from "../base/libraryCode";

/**
 * Makes a layer of ours known to TensorFlow.js, which loads models with it, and to compiled steps.
 */
export function registerLayer<T extends tf.serialization.Serializable>(
  layer: tf.serialization.SerializableConstructor<T>,
): void {
  tf.serialization.registerClass(layer);
  markLibraryCode(layer);
}
