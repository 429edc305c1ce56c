import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { converterPython } from "../../src/export/onnx";
import { homePaths } from "../../src/base/paths";

/** An exported file, and what to feed it. */
export interface ExportCase {
  kind:
    | "keras"
    | "savedmodel"
    | "onnx"
    | "onnxOpset"
    | "safetensors"
    | "safetensorsNames"
    | "tensorboard";
  path: string;
  x?: unknown;
  /** What conditional players are told. */
  condition?: unknown;
}

const packages = [
  "onnxruntime==1.32.0",
  "safetensors==0.8.0",
  "tensorboard==2.20.0",
  "scikit-learn",
  "prdc==0.2",
];

/**
 * What other programs read from files of ours: Keras, TensorFlow, ONNX Runtime, safetensors,
 * TensorBoard.
 */
export async function readElsewhere(cases: readonly ExportCase[]): Promise<unknown[]> {
  return (await runPython("test/support/exports.py", cases)) as unknown[];
}

/**
 * The last line that a Python script prints, as JSON, for some input; it has numpy, scipy,
 * scikit-learn and prdc too.
 */
export async function runPython(script: string, input: unknown): Promise<unknown> {
  const python = await converterPython();
  const folder = join(homePaths().home, "test-exports");
  if (!existsSync(join(folder, "prdc"))) {
    const { status, stderr } = spawnSync(
      python,
      [
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "--target",
        folder,
        ...packages,
      ],
      { encoding: "utf8" },
    );
    assert.equal(status, 0, stderr);
  }
  const { stdout, stderr, status } = spawnSync(python, [script], {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    env: { ...process.env, TEST_EXPORTS: folder },
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout.trim().split("\n").at(-1)!);
}
