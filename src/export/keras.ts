import type * as tf from "@tensorflow/tfjs";
import { strToU8, zipSync } from "fflate";
import { writeFileAtomically } from "../base/files";
import { hdf5Bytes } from "./hdf5";
import { unlikeKeras } from "./kerasLayers";
import type { LayerConfig } from "./stockLayers";
import { stockModel, topologyOf, type Topology } from "./stockModel";

/**
 * Writes a model as a Keras file: `.keras`, Keras 3's own, or `.h5`, which Keras 2 reads too, for
 * `keras.models.load_model(path, compile=False)`. Layers of this library are written as what they
 * are made of.
 *
 * @returns the absolute path
 * @throws TypeError for a path with another ending, or a layer that cannot be written so
 */
export async function exportKeras(model: tf.LayersModel, path: string): Promise<string> {
  const isOld = path.endsWith(".h5");
  if (!isOld && !path.endsWith(".keras"))
    throw new TypeError(
      `exportKeras: expected a path that ends in .keras or .h5, received "${path}"`,
    );
  const plain = await stockModel("exportKeras", model);
  try {
    checkLayers(plain);
    return writeFileAtomically(path, await (isOld ? oldBytes : newBytes)(plain));
  } finally {
    plain.dispose();
  }
}

function checkLayers(model: tf.LayersModel): void {
  const { layers } = topologyOf(model).config;
  const strange = layers.find((layer) => unlikeKeras(layer) !== undefined);
  if (!strange) return;
  throw new TypeError(
    "exportKeras: expected layers that compute the same in Keras 3, received " +
      `"${strange.config.name}" with ${unlikeKeras(strange)}; "savedmodel" and "onnx" write more ` +
      "of them",
  );
}

/** What says nothing of what a trained layer computes, and has other names in each Keras. */
const isForTraining = (key: string): boolean => /_(initializer|regularizer|constraint)$/.test(key);

/** A layer's settings as each Keras takes them; only an InputLayer has a shape. */
function settings({ class_name, config }: LayerConfig): Record<string, unknown> {
  if (class_name === "InputLayer")
    return { name: config.name, dtype: "float32", batch_shape: config.batch_input_shape };
  return Object.fromEntries(
    Object.entries(config).filter(
      ([key]) => key !== "batch_input_shape" && key !== "dtype" && !isForTraining(key),
    ),
  );
}

/** The topology with an InputLayer in front, where a sequential model has none. */
function withInput(model: tf.LayersModel): Topology {
  const topology = topologyOf(model);
  if (topology.class_name !== "Sequential") return topology;
  const { name, layers } = topology.config;
  if (layers[0]?.class_name === "InputLayer") return topology;
  const shape = model.inputs[0]!.shape;
  const input = { class_name: "InputLayer", config: { name: "input", batch_input_shape: shape } };
  return { class_name: "Sequential", config: { name, layers: [input, ...layers] } };
}

const floats = (weight: tf.Tensor): Float32Array => weight.dataSync<"float32">().slice();

/** Keras 2's file: weights by the names of layers. */
function oldBytes(model: tf.LayersModel): Promise<Buffer> {
  const { class_name, config } = withInput(model);
  const layers = config.layers.map((layer) => {
    const { batch_shape, ...rest } = settings(layer);
    return {
      ...layer,
      config: { ...rest, ...(batch_shape !== undefined && { batch_input_shape: batch_shape }) },
    };
  });
  return hdf5Bytes((file) => {
    file.create_attribute("keras_version", "2.15.0");
    file.create_attribute("backend", "tensorflow");
    file.create_attribute(
      "model_config",
      JSON.stringify({ class_name, config: { ...config, layers } }),
    );
    const group = file.create_group("model_weights");
    group.create_attribute(
      "layer_names",
      model.layers.map(({ name }) => name),
    );
    for (const layer of model.layers) {
      const own = group.create_group(layer.name);
      const weights = layer.getWeights();
      const names = weights.map((_, i) => `${layer.name}/weight_${i}`);
      own.create_attribute(
        "weight_names",
        names,
        names.length ? null : [0],
        names.length ? null : "S1",
      );
      const inner = names.length ? own.create_group(layer.name) : undefined;
      weights.forEach((weight, i) =>
        inner!.create_dataset({
          name: `weight_${i}`,
          data: floats(weight),
          shape: weight.shape,
          dtype: "<f4",
        }),
      );
    }
  });
}

/** Keras 3's file: a zip of the topology and of weights by class and number of the layers. */
async function newBytes(model: tf.LayersModel): Promise<Uint8Array> {
  const { class_name, config } = withInput(model);
  const layers = config.layers.map((layer) => ({
    ...layer,
    module: "keras.layers",
    config: settings(layer),
    registered_name: null,
  }));
  const isSequential = class_name === "Sequential";
  const topology = {
    module: isSequential ? "keras" : "keras.src.models.functional",
    class_name: isSequential ? "Sequential" : "Functional",
    config: { ...config, layers },
    registered_name: isSequential ? null : "Functional",
  };
  const used = new Map<string, number>();
  const weights = await hdf5Bytes((file) => {
    const all = file.create_group("layers");
    for (const layer of model.layers) {
      const name = snakeCase(layer.getClassName());
      const number = used.get(name) ?? 0;
      used.set(name, number + 1);
      const vars = all.create_group(number ? `${name}_${number}` : name).create_group("vars");
      layer.getWeights().forEach((weight, i) =>
        vars.create_dataset({
          name: String(i),
          data: floats(weight),
          shape: weight.shape,
          dtype: "<f4",
        }),
      );
    }
  });
  return zipSync(
    {
      "metadata.json": strToU8(JSON.stringify({ keras_version: "3.0.0", date_saved: null })),
      "config.json": strToU8(JSON.stringify(topology)),
      "model.weights.h5": new Uint8Array(weights),
    },
    { level: 0 },
  );
}

/** As Keras makes names of classes (keras/src/utils/naming.py). */
const snakeCase = (name: string): string =>
  name
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
