import { type ExportFormat, exportModel } from "../export";
import { startRuntime } from "../runtime";
import { loadDrawing } from "./sample";

/** `ganbook export`: a recorded run's generator for use elsewhere. Returns the path. */
export async function exportRun(
  folder: string,
  format: string,
  out: string | undefined,
  step: string,
): Promise<string> {
  await startRuntime({ print: false });
  const { generator } = await loadDrawing(folder, step);
  const endings: Record<string, string> = {
    keras: ".keras",
    onnx: ".onnx",
    safetensors: ".safetensors",
  };
  const path = out ?? `generator-${format}${endings[format] ?? ""}`;
  return exportModel(generator, format as ExportFormat, path);
}
