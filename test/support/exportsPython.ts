import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { converterPython } from "../../src/export/onnx";
import { homePaths } from "../../src/runtime/paths";

/** An exported file, and what to feed it. */
export interface ExportCase {
  kind: "keras" | "savedmodel" | "onnx" | "safetensors" | "tensorboard";
  path: string;
  x?: unknown;
}

const packages = ["onnxruntime==1.32.0", "safetensors==0.8.0", "tensorboard==2.20.0"];

/** What other programs read from files of ours: Keras, TensorFlow, ONNX Runtime, safetensors, TensorBoard. */
export async function readElsewhere(cases: readonly ExportCase[]): Promise<unknown[]> {
  const python = await converterPython();
  const folder = join(homePaths().home, "test-exports");
  if (!existsSync(join(folder, "tensorboard"))) {
    const { status, stderr } = spawnSync(python, ["-m", "pip", "install", "-q", "--disable-pip-version-check", "--target", folder, ...packages], { encoding: "utf8" }); // prettier-ignore
    assert.equal(status, 0, stderr);
  }
  const { stdout, stderr, status } = spawnSync(python, ["test/support/exports.py"], {
    input: JSON.stringify(cases),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    env: { ...process.env, TEST_EXPORTS: folder },
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout.slice(stdout.lastIndexOf("\n[") + 1)) as unknown[];
}
