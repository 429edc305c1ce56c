import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { writeFileAtomically } from "../base/files";
import { packageFolder } from "../base/paths";
import { stockModel } from "./stockModel";

/** What TensorFlow.js hands over when a model is saved. */
async function artifactsOf(model: tf.LayersModel): Promise<tf.io.ModelArtifacts> {
  let kept: tf.io.ModelArtifacts | undefined;
  const keep = tf.io.withSaveHandler(async (artifacts) => {
    kept = artifacts;
    return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
  });
  await model.save(keep);
  return kept!;
}

/**
 * Writes a model for TensorFlow.js in browsers: `model.json` and `weights.bin`, for
 * `tf.loadLayersModel`. An image generator gets a page too: `index.html`, one file that needs no
 * server and no network, draws as you drag through z, and what class you choose where it is
 * conditional. Layers of this library are written as what they are made of.
 *
 * @returns the folder
 * @throws TypeError for a layer that cannot be written so
 */
export async function exportWeb(model: tf.LayersModel, folder: string): Promise<string> {
  const plain = await stockModel("exportWeb", model);
  const { modelTopology, weightSpecs, weightData } = await artifactsOf(plain).finally(() =>
    plain.dispose(),
  );
  const weights = Buffer.from(tf.io.concatenateArrayBuffers([weightData as ArrayBuffer].flat()));
  const manifest = [{ paths: ["weights.bin"], weights: weightSpecs }];
  const json = {
    format: "layers-model",
    generatedBy: "ganbook",
    modelTopology,
    weightsManifest: manifest,
  };
  writeFileAtomically(join(folder, "weights.bin"), weights);
  writeFileAtomically(join(folder, "model.json"), JSON.stringify(json));
  const [height, width, channels] = model.outputs[0]!.shape.slice(1);
  const drawsImages = model.outputs[0]!.rank === 4 && [1, 3, 4].includes(channels!);
  if (drawsImages && model.inputs.every(({ rank }) => rank === 2)) {
    const classes = model.inputs[1]?.shape[1] ?? 0;
    const parts = {
      modelTopology,
      weightSpecs,
      weights: weights.toString("base64"),
      height,
      width,
      classes,
    };
    writeFileAtomically(join(folder, "index.html"), page(parts));
  }
  return folder;
}

/** The page with TensorFlow.js, the model and its own script inside. */
function page(model: object): string {
  const library = readFileSync(
    join(require.resolve("@tensorflow/tfjs/package.json"), "..", "dist", "tf.min.js"),
    "utf8",
  );
  const template = readFileSync(join(packageFolder, "src", "export", "page.html"), "utf8");
  const plain = library.replace(/^\/\/# sourceMappingURL=.*$/m, "");
  const scripts = `${plain}\nwindow.ganbookModel = ${JSON.stringify(model)};`;
  return template.replace("/* TensorFlow.js and window.ganbookModel */", () =>
    scripts.replaceAll("</script", "<\\/script"),
  );
}
