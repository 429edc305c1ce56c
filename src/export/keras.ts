import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { writeFileAtomically } from "../base/files";

interface LayerConfig {
  class_name: string;
  config: Record<string, unknown> & { name: string };
}

/**
 * Writes a model as a Keras file (`.h5`), which Keras 2 and 3 load with
 * `keras.models.load_model(path, compile=False)`. `dropoutLayer` becomes Keras' own Dropout.
 *
 * @returns the absolute path
 * @throws TypeError for a path with another ending, a model that is not sequential, or a layer
 *   that Keras does not have
 */
export async function exportKeras(model: tf.LayersModel, path: string): Promise<string> {
  if (!path.endsWith(".h5"))
    throw new TypeError(`exportKeras: expected a path that ends in .h5, received "${path}"`);
  const topology = model.toJSON(undefined, false) as unknown as {
    class_name: string;
    config: { layers: LayerConfig[] };
  };
  if (topology.class_name !== "Sequential")
    throw new TypeError(
      "exportKeras: expected a sequential model, received one of class " +
        `${topology.class_name}; "savedmodel" and "onnx" take any`,
    );
  const strange = model.layers.find((layer) => !isKnownToKeras(layer.getClassName()));
  if (strange)
    throw new TypeError(
      `exportKeras: expected layers that Keras has, received "${strange.name}" of class ` +
        `${strange.getClassName()}; "savedmodel" and "onnx" write what any layer computes`,
    );
  const input = { batch_input_shape: model.inputs[0]!.shape, dtype: "float32", name: "input" };
  const layers = [
    { class_name: "InputLayer", config: input },
    ...topology.config.layers.map(toKeras),
  ];
  const config = { class_name: "Sequential", config: { name: model.name, layers } };

  const hdf5 = await import("h5wasm/node");
  await hdf5.ready;
  const folder = mkdtempSync(join(tmpdir(), "ganbook-keras-"));
  try {
    const temporary = join(folder, "model.h5");
    const file = new hdf5.File(temporary, "w");
    file.create_attribute("keras_version", "2.15.0");
    file.create_attribute("backend", "tensorflow");
    file.create_attribute("model_config", JSON.stringify(config));
    const group = file.create_group("model_weights");
    group.create_attribute(
      "layer_names",
      model.layers.map(({ name }) => name),
    );
    for (const layer of model.layers) {
      const own = group.create_group(layer.name);
      const weights = layer.getWeights().filter(({ dtype }) => dtype === "float32");
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
          data: weight.dataSync<"float32">().slice(),
          shape: weight.shape,
          dtype: "<f4",
        }),
      );
    }
    file.close();
    return writeFileAtomically(path, readFileSync(temporary));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** TensorFlow.js' layers are Keras'; ours, like somebody's own, are not, but for one. */
const stock = new Set(Object.keys(tf.layers).map((name) => name.toLowerCase()));
const isKnownToKeras = (name: string): boolean =>
  name === "StreamDropout" || stock.has(name.toLowerCase());

function toKeras({
  class_name,
  config: { batch_input_shape, ...config },
}: LayerConfig): LayerConfig {
  void batch_input_shape; // Keras 3 takes it in an InputLayer only
  if (class_name !== "StreamDropout") return { class_name, config };
  const { name, rate, seed } = config;
  return { class_name: "Dropout", config: { name, rate, seed, dtype: "float32" } };
}
