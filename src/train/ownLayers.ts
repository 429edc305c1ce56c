import * as tf from "@tensorflow/tfjs";
import { isLibraryCode } from "../base/libraryCode";

type Class = abstract new (...given: never[]) => unknown;

/** TensorFlow.js' layers, as its functions `tf.layers.dense`, … name them. */
const stockNames = new Set(Object.keys(tf.layers).map((name) => name.toLowerCase()));
const classOf = (name: unknown): Class | undefined =>
  tf.serialization.SerializationMap.getMap().classNameMap[String(name)]?.[0];

const isStock = (type: Class, name: string): boolean =>
  isLibraryCode(type) || (stockNames.has(name.toLowerCase()) && classOf(name) === type);

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
