import { defineCommand, onlyFolder, stepOption, UsageError } from "../command";
import { exportRun } from "../export";

export const exportCommand = defineCommand({
  name: "export",
  places: "runs/a --to keras|onnx|savedmodel|web [--step n|best|latest] [--out path]",
  summary:
    "Writes a run's generator for other programs and prints its path; " +
    "web: a page that draws as you drag through z.",
  options: {
    to: { type: "string", value: "format", about: "keras, onnx, savedmodel or web." },
    step: stepOption,
    out: {
      type: "string",
      value: "path",
      about: "Where to. Default generator-<format>, with .h5 or .onnx.",
    },
  },
  run: async ({ to, step, out }, positionals) => {
    if (to === undefined)
      throw new UsageError("export: expected --to keras, onnx, savedmodel or web");
    console.log(await exportRun(onlyFolder("export", positionals), to, out, step));
    return 0;
  },
});
