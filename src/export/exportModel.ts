import type * as tf from "@tensorflow/tfjs";
import { exportKeras } from "./keras";
import { exportOnnx } from "./onnx";
import { exportSavedModel } from "./savedModel";
import { exportWeb } from "./web";

/** The ways out. */
const exporters: Readonly<
  Record<ExportFormat, (model: tf.LayersModel, path: string) => string | Promise<string>>
> = {
  keras: exportKeras,
  onnx: exportOnnx,
  savedmodel: exportSavedModel,
  web: exportWeb,
};

/**
 * `"keras"`: an `.h5` file. `"onnx"`: an `.onnx` file. `"savedmodel"` and `"web"` (TensorFlow.js
 * and a page): a folder.
 */
export type ExportFormat = "keras" | "onnx" | "savedmodel" | "web";

/**
 * Writes a model for use elsewhere, with the same outputs as here.
 *
 * @param path a file or a folder, as the format has it
 * @returns where it is
 * @throws TypeError on an unknown format or a path with another ending; Error when the model or
 *   backend cannot do it
 */
export async function exportModel(
  model: tf.LayersModel,
  format: ExportFormat,
  path: string,
): Promise<string> {
  if (!Object.hasOwn(exporters, format))
    throw new TypeError(
      `exportModel: expected a format "${Object.keys(exporters).join('", "')}", received ` +
        `"${String(format)}"`,
    );
  if (model.outputs.length > 1)
    throw new TypeError(
      "exportModel: expected a model with one output, received one with " +
        `${model.outputs.length}; wrap the one you want: tf.model({ inputs: model.inputs, ` +
        "outputs: model.outputs[0] })",
    );
  return exporters[format](model, path);
}
