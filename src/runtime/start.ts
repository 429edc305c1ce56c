import { existsSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { describeValue, defineOptions } from "../base/options";
import { forgiveOutput } from "../base/output";
import { nodeBackend } from "./compile/nodeBackend";
import { useFusedAdam } from "./adam";
import { useAveragePoolDerivatives } from "./averagePool";
import { useFlatComparisons } from "./comparisons";
import { useConvolutionSecondDerivatives } from "./convolutions";
import { useCumsumGradient } from "./cumsum";
import { useDilatedConv3d, useDilatedGradients } from "./dilation";
import { useEluSecondDerivative } from "./elu";
import { useCollectableVariables } from "./variables";
import { useGather } from "./gather";
import { useRectifierGradients } from "./gradients";
import { findGroupedGradients } from "./groupedConvolution";
import { useReshapeForExpandDims } from "./expandDims";
import { useMatMul } from "./matMul";
import { useMaxPool3dGradient, useMaxPoolGradGrad, useMaxPoolSecondGradient } from "./maxPool";
import { homePaths } from "../base/paths";
import { repairTfjsNode } from "./repairs";
import { useResizeSampleBySample, useResizeSecondDerivative, useResizeShape } from "./resize";
import { useTapeInOrder } from "./tapeOrder";

/**
 * What runs the tensors: TensorFlow itself, or TensorFlow.js' WebGPU, WebAssembly or plain
 * JavaScript.
 */
export type Backend = "tensorflow" | "webgpu" | "wasm" | "cpu";

/** Where tensors are computed. */
export interface Runtime {
  readonly backend: Backend;
  /** As TensorFlow itself reports it. */
  readonly device: "GPU" | "CPU";
  /** libtensorflow's version; TensorFlow.js' own for the other backends. */
  readonly version: string;
  /** One line for people. */
  readonly description: string;
}

export interface StartRuntimeOptions {
  /** Default: the environment variable `GANBOOK_BACKEND`, else the fastest that works. */
  backend?: Backend;
  /** Print the choice. Default true. */
  print?: boolean;
}

const backends: readonly Backend[] = ["tensorflow", "webgpu", "wasm", "cpu"];
let started: Promise<Runtime> | undefined;

/** Which backend is one is said below, also of the environment's. */
const schema = z.strictObject({
  backend: z.custom<Backend>().optional(),
  print: z.boolean().default(true),
});
const readOptions = defineOptions("startRuntime", schema);

/**
 * Starts TensorFlow; everything that makes tensors needs it first. Later calls return the same
 * runtime.
 *
 * Without a choice, libtensorflow is tried first; where it cannot be had, the reason is printed and
 * WebAssembly is used. WebGPU is used only when chosen.
 *
 * From then on, standard output and error may fail (`node script.mts | head`, a full disk): what is
 * printed is lost, and the program goes on.
 *
 * @throws TypeError on a wrong option, or a `GANBOOK_BACKEND` that is none; Error when a backend
 *   was chosen by name and cannot be started, or another one runs already
 */
export async function startRuntime(options: StartRuntimeOptions = {}): Promise<Runtime> {
  const { backend, print } = readOptions(options);
  const wanted = backend ?? process.env.GANBOOK_BACKEND;
  if (wanted !== undefined && !backends.includes(wanted as Backend))
    throw new TypeError(
      "startRuntime: expected a backend (or GANBOOK_BACKEND) of " +
        `"${backends.join('", "')}", received ${describeValue(wanted)}`,
    );
  forgiveOutput(process.stdout);
  forgiveOutput(process.stderr);
  const first = !started;
  const pending = (started ??= start(wanted as Backend | undefined));
  const runtime = await pending.catch((error: unknown) => {
    started = undefined;
    throw error;
  });
  if (wanted !== undefined && wanted !== runtime.backend)
    throw new Error(
      `startRuntime: expected to start "${wanted}", but "${runtime.backend}" runs already; ` +
        "restart the kernel first",
    );
  if (first && print) console.log(runtime.description);
  return runtime;
}

/**
 * Throws unless {@link startRuntime} has finished; TensorFlow.js would silently compute in plain
 * JavaScript.
 */
export function requireRuntime(caller: string): void {
  if (tf.engine().backendName === undefined || !started)
    throw new Error(
      `${caller}: TensorFlow has not been started. Run \`await startRuntime()\` first.`,
    );
}

/** The running backend in one line. */
export async function runtimeDescription(): Promise<string> {
  return started ? (await started).description : "none";
}

async function start(wanted: Backend | undefined): Promise<Runtime> {
  useTapeInOrder();
  useMaxPoolSecondGradient();
  useAveragePoolDerivatives();
  useEluSecondDerivative();
  useCumsumGradient();
  useResizeSecondDerivative();
  useResizeShape();
  useResizeSampleBySample();
  useConvolutionSecondDerivatives();
  useDilatedGradients();
  useFlatComparisons();
  useCollectableVariables();
  if (wanted === "tensorflow") return startTensorflow();
  if (wanted === "cpu") return startPlain();
  if (wanted === "wasm") return startWebAssembly();
  if (wanted === "webgpu") return startWebGpu();
  try {
    return startTensorflow();
  } catch (error) {
    console.warn(`libtensorflow cannot be used: ${(error as Error).message}`);
    console.warn("Running on WebAssembly instead: correct, but several times slower.");
    return startWebAssembly().catch((reason: unknown) => {
      console.warn(
        `WebAssembly cannot be used: ${(reason as Error).message}. Running on plain ` +
          "JavaScript: very slow.",
      );
      return startPlain();
    });
  }
}

function startTensorflow(): Runtime {
  const { addon } = homePaths();
  if (!existsSync(addon))
    throw new Error(
      `expected the TensorFlow.js addon at ${addon}, found none. Run \`npx ganbook setup\`.`,
    );
  repairTfjsNode(addon);
  require("@tensorflow/tfjs-node-gpu");
  useRectifierGradients();
  useMatMul();
  useReshapeForExpandDims();
  useGather();
  useMaxPoolGradGrad();
  useMaxPool3dGradient();
  useDilatedConv3d();
  useFusedAdam();
  findGroupedGradients();
  const { binding, isUsingGpuDevice } = nodeBackend()!;
  const device = isUsingGpuDevice ? "GPU" : "CPU";
  const version = binding.TF_Version;
  return {
    backend: "tensorflow",
    device,
    version,
    description: `TensorFlow ${version} on the ${device}`,
  };
}

async function startWebAssembly(): Promise<Runtime> {
  // Loaded only where it is needed.
  const { startWasm } = require("./wasm") as typeof import("./wasm");
  await startWasm();
  const version = tf.version.tfjs;
  return {
    backend: "wasm",
    device: "CPU",
    version,
    description: `TensorFlow.js ${version}, WebAssembly on the CPU`,
  };
}

async function startWebGpu(): Promise<Runtime> {
  const { startWebgpu } = require("./webgpu") as typeof import("./webgpu");
  const { name, software } = await startWebgpu();
  const version = tf.version.tfjs;
  const device = software ? "CPU" : "GPU";
  return {
    backend: "webgpu",
    device,
    version,
    description: `TensorFlow.js ${version}, WebGPU on ${name}`,
  };
}

async function startPlain(): Promise<Runtime> {
  await tf.setBackend("cpu");
  const version = tf.version.tfjs;
  return {
    backend: "cpu",
    device: "CPU",
    version,
    description: `TensorFlow.js ${version}, plain JavaScript on the CPU (very slow)`,
  };
}
