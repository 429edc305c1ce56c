import { startRuntime } from "../../src/runtime/start";
import { testSecondDerivatives } from "../support/secondDerivatives";

testSecondDerivatives("tensorflow", () => startRuntime({ backend: "tensorflow", print: false }));
