import * as tf from "@tensorflow/tfjs";
import { startRuntime } from "../../src/runtime/start";
import { testSecondDerivatives } from "../support/secondDerivatives";

for (const backend of ["wasm", "cpu"])
  testSecondDerivatives(backend, async () => {
    await startRuntime({ backend: "wasm", print: false });
    await tf.setBackend(backend);
  });
