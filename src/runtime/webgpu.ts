/**
 * WebGPU in Node, for GPUs without CUDA (Apple, AMD, Intel): TensorFlow.js' WebGPU backend on Dawn
 * (npm's `webgpu`).
 *
 * Repairs to `@tensorflow/tfjs-backend-webgpu` 4.22.0, which expects a browser: it looks for
 * `navigator.gpu` while it is being loaded (Node >= 21 has a read-only `navigator` of its own), and
 * for WebGPU's constants among the globals. Its synchronous reads need a browser's canvas and do
 * not work, so the library reads with `await tensor.data()`. Its `AddN` gives one shader all
 * tensors, and of more than seven it silently makes zeros: a shader may read eight buffers.
 */
import * as tf from "@tensorflow/tfjs";

interface Adapter {
  info: { vendor: string; architecture: string; description: string; device: string };
}
interface Gpu {
  requestAdapter(): Promise<Adapter | null>;
}
interface Dawn {
  create(options: string[]): Gpu;
  globals: Record<string, unknown>;
}

const packages = "webgpu@0.6.2 @tensorflow/tfjs-backend-webgpu@4.22.0";

async function loadDawn(): Promise<Dawn> {
  const optional: string = "webgpu"; // not a dependency: a name that the compiler need not find
  try {
    require.resolve("@tensorflow/tfjs-backend-webgpu");
    return (await import(optional)) as Dawn;
  } catch (cause) {
    throw new Error(
      `expected the packages ${packages}, found none; run \`npm install --no-save ` +
        `--ignore-scripts ${packages}\` (130 MB)`,
      { cause },
    );
  }
}

/**
 * The GPU's name, and whether it is one: software drivers (SwiftShader, llvmpipe) compute on the
 * CPU.
 */
export interface WebgpuDevice {
  name: string;
  software: boolean;
}

/** A shader's eight buffers: seven tensors and their sum. */
const mostTerms = 7;

/** Adds many tensors, a few at a time. */
function repairAddN(): void {
  const own = tf.getKernel("AddN", "webgpu");
  tf.unregisterKernel("AddN", "webgpu");
  tf.registerKernel({
    ...own,
    kernelFunc: ({ inputs, backend, attrs }) => {
      const add = (some: readonly tf.TensorInfo[]): tf.TensorInfo =>
        own.kernelFunc({
          inputs: some as unknown as tf.NamedTensorInfoMap,
          backend,
          ...(attrs && { attrs }),
        }) as tf.TensorInfo;
      const terms = inputs as unknown as tf.TensorInfo[];
      let sum = add(terms.slice(0, mostTerms));
      for (let i = mostTerms; i < terms.length; i += mostTerms - 1) {
        const before = sum;
        sum = add([before, ...terms.slice(i, i + mostTerms - 1)]);
        (backend as tf.KernelBackend).disposeData(before.dataId);
      }
      return sum;
    },
  });
}

/**
 * Starts the WebGPU backend.
 *
 * @throws Error when the packages or a Vulkan, Metal or Direct3D driver are missing
 */
export async function startWebgpu(): Promise<WebgpuDevice> {
  const dawn = await loadDawn();
  Object.assign(globalThis, dawn.globals);
  const gpu = dawn.create([]);
  Object.defineProperty(globalThis, "navigator", {
    value: { gpu, userAgent: "node" },
    configurable: true,
  });
  const adapter = await gpu.requestAdapter();
  if (!adapter)
    throw new Error(
      "expected a GPU driver (Vulkan on Linux, Metal on macOS, Direct3D 12 on Windows), found none",
    );
  require("@tensorflow/tfjs-backend-webgpu");
  repairAddN();
  if (!(await tf.setBackend("webgpu")))
    throw new Error("the WebGPU backend could not be initialised");
  const { vendor, architecture, description } = adapter.info;
  return {
    name: description || [vendor, architecture].filter(Boolean).join(" ") || "an unnamed GPU",
    software: /swiftshader|llvmpipe|lavapipe/i.test(`${architecture} ${description}`),
  };
}
