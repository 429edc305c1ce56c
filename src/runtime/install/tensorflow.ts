import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { homePaths } from "../../base/paths";
import { outputOf } from "../../base/install/process";
import { pip } from "./python";
import type { SetupStep } from "../../base/install/steps";

/** The TensorFlow that is tested; its C library and headers are all we use of the wheel. */
export const tensorflowVersion = "2.21.0";

export type TensorflowVariant = "cpu" | "gpu";

/**
 * Which TensorFlow to install: `GANBOOK_TENSORFLOW` (`cpu` or `gpu`), else `gpu` where `nvidia-smi`
 * finds one.
 *
 * @throws TypeError when the variable holds anything else
 */
export function chooseVariant(): TensorflowVariant {
  const wanted = process.env.GANBOOK_TENSORFLOW;
  if (wanted === "cpu" || wanted === "gpu") return wanted;
  if (wanted)
    throw new TypeError(`GANBOOK_TENSORFLOW: expected "cpu" or "gpu", received "${wanted}"`);
  return process.platform === "linux" && outputOf("nvidia-smi", ["-L"])?.includes("GPU 0")
    ? "gpu"
    : "cpu";
}

/** Why this machine can have no libtensorflow, or undefined where it can. */
export function whyNoTensorflow(
  platform: string = process.platform,
  arch: string = process.arch,
): string | undefined {
  if (platform === "linux" && (arch === "x64" || arch === "arm64")) return undefined;
  if (platform === "darwin" && arch === "arm64") return undefined;
  const other = platform === "win32" ? " (WSL2 has one)" : "";
  return `PyPI's TensorFlow carries no C library for ${platform}-${arch}${other}`;
}

/** The C library's files inside the wheel. */
export function libraryFiles(platform: string = process.platform): [string, string] {
  return platform === "darwin"
    ? ["libtensorflow_cc.2.dylib", "libtensorflow_framework.2.dylib"]
    : ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];
}

/** The requirements of the extra `and-cuda` in a wheel's METADATA. */
export function cudaRequirements(metadata: string): string[] {
  return [...metadata.matchAll(/^Requires-Dist: (.+?); extra == "and-cuda"$/gm)].map(
    (match) => match[1]!,
  );
}

/**
 * TensorFlow's wheel, unpacked into a folder of its own without its Python dependencies. Any
 * CPython's wheel serves, so a Python newer than TensorFlow knows is no obstacle.
 */
export function tensorflowStep(variant: TensorflowVariant): SetupStep {
  const { site, tensorflow } = homePaths();
  const name =
    variant === "cpu" && process.platform === "linux" && process.arch === "x64"
      ? "tensorflow-cpu"
      : "tensorflow";
  const wheel = `${name}==${tensorflowVersion}`;
  const target = ["install", "--target", site, "--upgrade", "--no-compile", "--only-binary=:all:"];
  return {
    name: `TensorFlow ${tensorflowVersion} for ${variant.toUpperCase()}`,
    size:
      variant === "cpu" ? "280 MB to download, 1.3 GB on disk" : "3.2 GB to download, 7 GB on disk",
    fingerprint: `${wheel} ${variant}`,
    produces: libraryFiles().map((file) => join(tensorflow, file)),
    run: async () => {
      rmSync(site, { recursive: true, force: true });
      await pip(
        ...target,
        "--no-deps",
        "--implementation=cp",
        "--python-version=3.12",
        "--abi=cp312",
        wheel,
      );
      if (variant === "gpu") await pip(...target, ...cudaRequirements(readMetadata(site)));
      const missing = libraryFiles().find((file) => !existsSync(join(tensorflow, file)));
      if (missing) throw new Error(`expected ${missing} in the wheel ${wheel}, found none`);
      return wheel;
    },
    help:
      "check the connection to PyPI and the free disk space, then run the same command again. " +
      "To go on without TensorFlow (WebAssembly, slower), set GANBOOK_BACKEND=wasm.",
  };
}

function readMetadata(site: string): string {
  const info = readdirSync(site).find((entry) => /^tensorflow(_cpu)?-.*\.dist-info$/.test(entry));
  if (!info) throw new Error(`expected TensorFlow's dist-info in ${site}, found none`);
  return readFileSync(join(site, info, "METADATA"), "utf8");
}
