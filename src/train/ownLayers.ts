import * as tf from "@tensorflow/tfjs";
import { andRestore } from "../base/interrupt";
import { isLibraryCode } from "../base/libraryCode";

type Class = abstract new (...given: never[]) => unknown;

/** TensorFlow.js' layers, as its functions `tf.layers.dense`, … name them. */
const stockNames = new Set(Object.keys(tf.layers).map((name) => name.toLowerCase()));
const classOf = (name: unknown): Class | undefined =>
  tf.serialization.SerializationMap.getMap().classNameMap[String(name)]?.[0];

const isStock = (type: Class, name: string): boolean =>
  isLibraryCode(type) || (stockNames.has(name.toLowerCase()) && classOf(name) === type);

/** A class of layers of one's own. */
export type LayerClass = tf.serialization.SerializableConstructor<tf.serialization.Serializable>;

/**
 * Runs work that makes models of their topologies, with classes that stand for their names in it
 * whatever TensorFlow.js knows by these names. Its own way, `customObjects`, is ignored by
 * sequential models (tfjs-layers 4.22.0, dist/models.js, `Sequential.fromConfig`).
 */
export function withLayerClasses<T>(classes: readonly LayerClass[], work: () => T): T {
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  const before = classes.map(({ className }) => classNameMap[className]);
  for (const type of classes) classNameMap[type.className] = [type, type.fromConfig];
  return andRestore(work, () =>
    classes.forEach(({ className }, i) => {
      if (before[i]) classNameMap[className] = before[i]!;
      else Reflect.deleteProperty(classNameMap, className);
    }),
  );
}

/** Whether a class of that name is known to TensorFlow.js, and is neither ours nor its own. */
export function isOwnClass(name: string): boolean {
  const type = classOf(name);
  return type !== undefined && !isStock(type, name);
}

/** The layers of a model, and of models in it, that are neither ours nor TensorFlow.js'. */
export function findOwnLayers(model: tf.LayersModel): tf.layers.Layer[] {
  const layers = model.layers.flatMap((layer) =>
    layer instanceof tf.LayersModel ? findOwnLayers(layer) : isOwn(layer) ? [layer] : [],
  );
  return [...new Set(layers)];
}

/** Whether a layer, or one that it wraps, has a `call` or a hook of somebody's own. */
function isOwn(layer: tf.layers.Layer): boolean {
  const name = layer.getClassName();
  if (!isStock(layer.constructor as Class, name) || Object.hasOwn(layer, "call")) return true;
  const hook: unknown = Reflect.get(layer, "_callHook");
  return (hook !== undefined && hook !== null) || wrapsOwn(layer.getConfig());
}

/** Whether a layer's settings name another layer, of a class that is neither. */
function wrapsOwn(config: unknown): boolean {
  if (typeof config !== "object" || config === null) return false;
  const { className } = config as { className?: unknown };
  const inner = className === undefined ? undefined : classOf(className);
  const isLayer = inner?.prototype instanceof tf.layers.Layer;
  if (isLayer && !isStock(inner, String(className))) return true;
  return Object.values(config).some(wrapsOwn);
}
