import * as tf from "@tensorflow/tfjs";
import { stockLayers, type LayerConfig, type StockLayer, type WeightValues } from "./stockLayers";

/** A layer of a functional model: which outputs of which layers it takes, for each call of it. */
type Placed<T> = T & { readonly name: string; readonly inbound_nodes: InboundNode[][] };
type InboundNode = [name: string, node: number, output: number, kwargs?: object];
export type Topology =
  | { class_name: "Sequential"; config: { name: string; layers: LayerConfig[] } }
  | {
      class_name: "Functional" | "Model";
      config: { name: string; layers: Placed<LayerConfig>[] } & Record<string, unknown>;
    };

/** A model's layers and how they are connected. */
export const topologyOf = (model: tf.LayersModel): Topology =>
  model.toJSON(undefined, false) as unknown as Topology;

/** TensorFlow.js' layers are Keras'. */
const stock = new Set([...Object.keys(tf.layers), "inputlayer"].map((name) => name.toLowerCase()));

/**
 * A model that computes the same in inference and is made of layers that Keras and every
 * TensorFlow.js have; it belongs to the caller.
 *
 * @throws TypeError, naming the caller, where a layer cannot be written as such
 */
export async function stockModel(caller: string, model: tf.LayersModel): Promise<tf.LayersModel> {
  const strange = model.layers.find((layer) => !isKnown(layer));
  if (strange)
    throw new TypeError(
      `${caller}: expected layers that Keras and TensorFlow.js have, or that are made of them, ` +
        `received "${strange.name}" of class ${strange.getClassName()}; "savedmodel" and "onnx" ` +
        "write more of them",
    );
  return rewriteLayers(model, Object.keys(stockLayers));
}

/**
 * A model that computes the same, whose layers of some classes are written as what they are made
 * of; it belongs to the caller.
 */
export async function rewriteLayers(
  model: tf.LayersModel,
  classes: readonly string[],
): Promise<tf.LayersModel> {
  const rewritten = new Map<string, readonly WeightValues[]>();
  const chainOf = (config: LayerConfig): StockLayer[] => {
    if (!classes.includes(config.class_name)) return [{ ...config, weights: [] }];
    const layer = model.getLayer(config.config.name);
    const chain = stockLayers[config.class_name]!({
      config: config.config,
      weights: valuesOf(layer),
      input: shapeOf(layer.getInputAt(0)),
      output: shapeOf(layer.getOutputAt(0)),
    });
    for (const {
      config: { name },
      weights,
    } of chain)
      rewritten.set(name, weights);
    return chain;
  };
  const modelTopology = rewrite(topologyOf(model), chainOf);
  const made = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology }));
  tf.tidy(() => {
    for (const layer of made.layers) {
      const values = rewritten.get(layer.name);
      layer.setWeights(
        values?.map((weight) => tf.tensor(weight.values, [...weight.shape])) ??
          model.getLayer(layer.name).getWeights(),
      );
    }
  });
  return made;
}

function isKnown(layer: tf.layers.Layer): boolean {
  const name = layer.getClassName();
  return Object.hasOwn(stockLayers, name) || stock.has(name.toLowerCase());
}

const valuesOf = (layer: tf.layers.Layer): WeightValues[] =>
  layer.getWeights().map((weight) => ({
    values: Float32Array.from(weight.dataSync()),
    shape: weight.shape,
  }));

const shapeOf = (given: tf.SymbolicTensor | tf.SymbolicTensor[]): number[] =>
  [given].flat()[0]!.shape.slice(1) as number[];

/** The topology with each layer replaced by those that it stands for. */
function rewrite(topology: Topology, chainOf: (config: LayerConfig) => StockLayer[]): Topology {
  if (topology.class_name === "Sequential") {
    const layers = topology.config.layers.flatMap((layer, i) => {
      const chain = chainOf(layer).map(({ class_name, config }) => ({ class_name, config }));
      const { batch_input_shape } = layer.config;
      if (i === 0 && batch_input_shape !== undefined)
        chain[0] = {
          ...chain[0]!,
          config: { ...chain[0]!.config, batch_input_shape },
        };
      return chain;
    });
    return { ...topology, config: { ...topology.config, layers } };
  }
  const layers = topology.config.layers.flatMap((layer) => {
    const chain = chainOf(layer);
    return chain.map(({ class_name, config }, i): Placed<LayerConfig> => ({
      class_name,
      config,
      name: config.name,
      // The last has the name that others ask for.
      inbound_nodes:
        i === 0
          ? layer.inbound_nodes
          : layer.inbound_nodes.map((_, node) => [[chain[i - 1]!.config.name, node, 0, {}]]),
    }));
  });
  return { ...topology, config: { ...topology.config, layers } };
}
