import type * as tf from "@tensorflow/tfjs";
import { writeFileAtomically } from "../base/files";
import { encodeTensors, type StoredTensor } from "../base/tensorFile";

/**
 * Writes a model's weights alone, by name (`dense_1/kernel`), as
 * https://huggingface.co/docs/safetensors says; kernels of convolutions are `[height, width, in,
 * out]`, those of dense layers `[in, out]`.
 *
 * @returns the absolute path
 * @throws TypeError for a path with another ending
 */
export function exportSafetensors(model: tf.LayersModel, path: string): string {
  if (!path.endsWith(".safetensors"))
    throw new TypeError(
      `exportSafetensors: expected a path that ends in .safetensors, received "${path}"`,
    );
  const tensors = new Map<string, StoredTensor>();
  for (const layer of model.layers) {
    const values = layer.getWeights();
    layer.weights.forEach(({ originalName }, i) => {
      const { shape, dtype } = values[i]!;
      const numbers =
        dtype === "int32"
          ? Int32Array.from(values[i]!.dataSync<"int32">())
          : Float32Array.from(values[i]!.dataSync<"float32">());
      tensors.set(`${layer.name}/${originalName.split("/").at(-1)!}`, { shape, values: numbers });
    });
  }
  return writeFileAtomically(path, encodeTensors({ metadata: { format: "tensorflow" }, tensors }));
}
