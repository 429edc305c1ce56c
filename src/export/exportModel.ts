import type * as tf from "@tensorflow/tfjs";
import { exportKeras } from "./keras";
import { exportOnnx } from "./onnx";
import { z } from "zod";
import { defineOptions } from "../base/options";
import { exportSafetensors } from "./safetensors";
import { exportSavedModel } from "./savedModel";
import { exportWeb } from "./web";

export interface ExportModelOptions {
  /** `"onnx"` only: the operator set, 13 to 18. Default 18. */
  opset?: number;
}
const schema = z.strictObject({ opset: z.int().min(13).max(18).default(18) });
const readOptions = defineOptions("exportModel", schema);
type Options = z.output<typeof schema>;

/** The ways out. */
const exporters: Readonly<
  Record<
    ExportFormat,
    (model: tf.LayersModel, path: string, options: Options) => string | Promise<string>
  >
> = {
  keras: exportKeras,
  onnx: exportOnnx,
  safetensors: exportSafetensors,
  savedmodel: exportSavedModel,
  web: exportWeb,
};

/**
 * `"keras"`: a `.keras` file, or `.h5`. `"onnx"`: an `.onnx` file. `"safetensors"`: the weights
 * alone. `"savedmodel"` and `"web"` (TensorFlow.js and a page): a folder.
 */
export type ExportFormat = "keras" | "onnx" | "safetensors" | "savedmodel" | "web";

/**
 * Writes a model for use elsewhere, with the same outputs as here: a generator or a discriminator,
 * with one output or two.
 *
 * @param path a file or a folder, as the format has it
 * @returns where it is
 * @throws TypeError on an unknown format or a wrong option, a path with another ending, or a layer
 *   that the format cannot hold; Error when the model or backend cannot do it
 */
export async function exportModel(
  model: tf.LayersModel,
  format: ExportFormat,
  path: string,
  options: ExportModelOptions = {},
): Promise<string> {
  const parsed = readOptions(options);
  if (!Object.hasOwn(exporters, format))
    throw new TypeError(
      `exportModel: expected a format "${Object.keys(exporters).join('", "')}", received ` +
        `"${String(format)}"`,
    );
  if (options.opset !== undefined && format !== "onnx")
    throw new TypeError(
      `exportModel: expected option "opset" with "onnx" only, received it with "${format}"`,
    );
  return exporters[format](model, path, parsed);
}
