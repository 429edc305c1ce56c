import { defineCommand, onlyFolder, stepOption, UsageError } from "../command";
import { exportRun } from "../export";

const formats: readonly string[] = ["keras", "onnx", "safetensors", "savedmodel", "web"];

export const exportCommand = defineCommand({
  name: "export",
  places: "runs/a --to keras|onnx|safetensors|savedmodel|web [--step n|best|latest] [--out path]",
  summary:
    "Writes a run's generator for other programs and prints its path; " +
    "web: a page that draws as you drag through z.",
  options: {
    to: { type: "string", value: "format", about: "keras, onnx, safetensors, savedmodel or web." },
    step: stepOption,
    out: {
      type: "string",
      value: "path",
      about: "Where to. Default generator-<format>, with .keras (or .h5), .onnx, .safetensors.",
    },
  },
  run: async ({ to, step, out }, positionals) => {
    if (!formats.includes(String(to)))
      throw new UsageError(
        "export: --to: expected keras, onnx, safetensors, savedmodel or web, received " +
          `${to === undefined ? "none" : `"${to}"`}`,
      );
    console.log(await exportRun(onlyFolder("export", positionals), to!, out, step));
    return 0;
  },
});
