import * as tf from "@tensorflow/tfjs";

/** The share of a layer's rectified units (or channels) that are 0 for every input. */
export interface DeadUnits {
  readonly model: string;
  readonly layer: string;
  readonly share: number;
}

/** Looks for rectified units of a model that no input wakes; frees the inputs. */
export function deadUnits(model: tf.LayersModel, inputs: tf.Tensor[]): DeadUnits[] {
  const found: DeadUnits[] = [];
  tf.tidy(() => {
    const rectified = model.layers.filter(
      (layer) => layer.getClassName() === "ReLU" || layer.getConfig().activation === "relu",
    );
    for (const layer of rectified) {
      const upTo = tf.model({ inputs: model.inputs, outputs: layer.output });
      const outputs = upTo.predictOnBatch(inputs.length > 1 ? inputs : inputs[0]!) as tf.Tensor;
      const axes = outputs.shape.slice(0, -1).map((_, axis) => axis);
      const silent = tf.cast(tf.equal(tf.max(outputs, axes), 0), "float32");
      found.push({ model: model.name, layer: layer.name, share: tf.mean(silent).dataSync()[0]! });
    }
    tf.dispose(inputs);
  });
  return found;
}
