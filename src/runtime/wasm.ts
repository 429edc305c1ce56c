import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { useGradientKernels } from "./wasmKernels";

let repaired = false;

/** Starts the WebAssembly backend, with the kernels that gradients need repaired. */
export async function startWasm(): Promise<void> {
  if (!repaired) {
    useGradientKernels();
    repaired = true;
  }
  if (!(await tf.setBackend("wasm")))
    throw new Error("the WebAssembly backend could not be initialised");
}
