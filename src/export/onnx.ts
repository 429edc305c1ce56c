import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as tf from "@tensorflow/tfjs";
import { writeFileAtomically } from "../base/files";
import { runLong } from "../base/install/process";
import { findPython } from "../runtime/install/python";
import { runSteps, type SetupStep } from "../base/install/steps";
import { tensorflowVersion } from "../runtime/install/tensorflow";
import { homePaths } from "../base/paths";
import { exportSavedModel } from "./savedModel";
import { rewriteLayers } from "./stockModel";

/** The converter, and the TensorFlow for Python that it reads SavedModels with. */
const packages = [`tensorflow-cpu==${tensorflowVersion}`, "tf2onnx==1.17.0"];

/** Layers of ours with ops that the converter does not know. */
const unconvertible = ["Resample"];

/** Writes a SavedModel with ops that the converter knows. */
async function saveConvertible(model: tf.LayersModel, folder: string): Promise<void> {
  if (!model.layers.some((layer) => unconvertible.includes(layer.getClassName())))
    return void exportSavedModel(model, folder);
  const plain = await rewriteLayers(model, unconvertible);
  try {
    exportSavedModel(plain, folder);
  } finally {
    plain.dispose();
  }
}

/** What the converter does not know it writes as it is, and says that all went well. */
async function check(python: string, file: string): Promise<void> {
  const script = "import onnx, sys; onnx.checker.check_model(sys.argv[1])";
  await runLong(python, ["-c", script, file]).catch((error: unknown) => {
    throw new Error(
      "exportOnnx: expected ops that ONNX has, and the converter wrote others: " +
        `${(error as Error).message}\n"savedmodel" writes more of them`,
      { cause: error },
    );
  });
}

/** The converter's own Python environment, made when it is first needed. */
export async function converterPython(): Promise<string> {
  const { home } = homePaths();
  const folder = join(home, "convert");
  const [bin, name] = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];
  const python = join(folder, bin, name);
  const step: SetupStep = {
    name: "ONNX converter",
    size: "300 MB to download, 1.5 GB on disk",
    fingerprint: packages.join(" "),
    produces: [python],
    run: async () => {
      if (!existsSync(python)) await runLong(findPython().executable, ["-m", "venv", folder]);
      await runLong(python, ["-m", "pip", "--disable-pip-version-check", "install", ...packages]);
      return packages.join(", ");
    },
    help:
      "check the connection to PyPI; TensorFlow for Python needs Python 3.10 to 3.13 " +
      "(GANBOOK_PYTHON names one).",
  };
  await runSteps([step]);
  return python;
}

/**
 * Writes a model as an ONNX file, inputs and outputs as in `exportSavedModel`; any batch size. The
 * conversion is tf2onnx's (https://github.com/onnx/tensorflow-onnx), which is installed into the
 * project's home folder at first use.
 *
 * @returns the absolute path
 * @throws TypeError for a path with another ending; Error when the converter cannot be installed or
 *   fails
 */
export async function exportOnnx(
  model: tf.LayersModel,
  path: string,
  { opset }: { opset: number },
): Promise<string> {
  if (!path.endsWith(".onnx"))
    throw new TypeError(`exportOnnx: expected a path that ends in .onnx, received "${path}"`);
  const python = await converterPython();
  const folder = mkdtempSync(join(tmpdir(), "ganbook-onnx-"));
  try {
    const [saved, converted] = [join(folder, "saved"), join(folder, "model.onnx")];
    await saveConvertible(model, saved);
    await runLong(python, [
      ...["-m", "tf2onnx.convert", "--opset", String(opset)],
      ...["--saved-model", saved, "--output", converted],
    ]);
    await check(python, converted);
    return writeFileAtomically(path, readFileSync(converted));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
