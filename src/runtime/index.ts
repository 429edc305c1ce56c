/** TensorFlow itself: where it runs, and steps that it runs at once. */
export * as tf from "@tensorflow/tfjs";
export { compileStep } from "./compile/compileStep";
export type { CompiledStep, CompileStepOptions } from "./compile/compileStep";
export { startRuntime } from "./start";
export type { Backend, Runtime, StartRuntimeOptions } from "./start";
