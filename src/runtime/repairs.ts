/**
 * Repairs to `@tensorflow/tfjs-node-gpu` 4.22.0, applied before it is first required.
 *
 * 1. Node >= 23 removed `util.isNullOrUndefined` and `util.isArray`, which every op calls
 *    (dist/nodejs_kernel_backend.js:675, dist/kernels/TopK.js:30; tensorflow/tfjs#8609).
 * 2. The package looks for its addon in its own folder, where only its install script would put one
 *    built for libtensorflow 2.9.1 (dist/index.js:54). Ours lies in the home folder and is linked
 *    to a current TensorFlow.
 * 3. TensorFlow logs every start, takes all of a GPU's memory, and uses oneDNN only on processors
 *    that it knows to have instructions for neural networks, unless told otherwise by environment
 *    variables. On an x64 processor without them (AMD EPYC, AVX2) a round of the image games takes
 *    0.66 to 0.8 of the time with oneDNN, and grouped convolutions have gradients.
 */
import { createRequire } from "node:module";
import { dirname } from "node:path";
import util from "node:util";

type OldUtil = {
  isNullOrUndefined?: (value: unknown) => boolean;
  isArray?: (value: unknown) => boolean;
};

/**
 * Makes the next `require("@tensorflow/tfjs-node-gpu")` work on this Node and load the addon at
 * `addonPath`.
 */
export function repairTfjsNode(addonPath: string): void {
  const oldUtil = util as OldUtil;
  oldUtil.isNullOrUndefined ??= (value) => value === null || value === undefined;
  oldUtil.isArray ??= Array.isArray;

  const tfjsNode = dirname(require.resolve("@tensorflow/tfjs-node-gpu/package.json"));
  const preBinding = createRequire(`${tfjsNode}/`)("@mapbox/node-pre-gyp/lib/pre-binding.js") as {
    find: (packageJson: string) => string;
  };
  const stockFind = preBinding.find;
  preBinding.find = (packageJson) =>
    packageJson.startsWith(tfjsNode) ? addonPath : stockFind(packageJson);

  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= "true";
  if (process.arch === "x64") process.env.TF_ENABLE_ONEDNN_OPTS ??= "1";
}
