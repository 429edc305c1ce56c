import * as tf from "@tensorflow/tfjs";
import { isOwnClass, withLayerClasses, type LayerClass } from "../train/ownLayers";
import type { RunConfig } from "./config";

/**
 * A model of a run, with first weights.
 *
 * @param layers the classes of own layers; those that `tf.serialization.registerClass` knows may be
 *   left out
 * @throws TypeError when one is missing
 */
export async function modelOf(
  folder: string,
  { own }: RunConfig,
  topology: RunConfig["generator"],
  layers: readonly LayerClass[],
): Promise<tf.LayersModel> {
  const given = new Map(layers.map((layer) => [layer.className, layer]));
  for (const name of own.layers)
    if (!given.has(name) && !isOwnClass(name))
      throw new TypeError(
        `${folder}: expected the class of the run's own layer "${name}" in the options, ` +
          `{ layers: [${name}] }, received ${given.size ? [...given.keys()].join(", ") : "none"}`,
      );
  return withLayerClasses(layers, () =>
    tf.models.modelFromJSON({ ...topology } as Parameters<typeof tf.models.modelFromJSON>[0]),
  );
}
