import * as tf from "@tensorflow/tfjs";
import { toGraphDef } from "./graphDef";
import { nodeBackend, type NodeBackend } from "./nodeBackend";
import { difference, record, type Recording } from "./record";

export interface CompileStepOptions {
  /** What else the step depends on, e.g. a learning rate: when it changes, the step is recorded anew. */
  key?: () => string;
  /** What the step does besides tensors, e.g. count; called after each compiled run. */
  afterReplay?: () => void;
  /** Compile with XLA, where TensorFlow has it. Default false. */
  xla?: boolean;
}

/** A step that runs as one TensorFlow function once it is known. */
export interface CompiledStep {
  /** Runs the step. The results belong to the caller. */
  (...inputs: tf.Tensor[]): tf.Tensor[];
  /** Why the step runs op by op, or undefined when it is, or will be, compiled. */
  fallback(): string | undefined;
}

/** A compiled recording: the function's name, and which variables and results are its ends. */
interface Replay extends Pick<Recording, "reads" | "writes" | "results"> {
  name: string;
}

let functions = 0;

/**
 * Makes a step fast: the first call runs it as it is, the second and third record it, and from the fourth on the whole
 * step is one TensorFlow function, called once. Every call computes the same.
 *
 * `step` may read and assign any `tf.Variable`, and must do the same ops each time. What changes from call to call comes
 * in through `inputs`. A step that reads a value in the middle, branches, or draws random numbers in JavaScript is found
 * out by comparing two recordings and goes on op by op; `fallback` says why. Each shape of inputs is recorded by itself.
 */
export function compileStep(
  step: (...inputs: tf.Tensor[]) => tf.Tensor[],
  { key = () => "", afterReplay, xla = false }: CompileStepOptions = {},
): CompiledStep {
  const seen = new Map<string, { runs: number; first?: Recording; replay?: Replay }>();
  let reason: string | undefined;
  const eager = (inputs: tf.Tensor[]): tf.Tensor[] => tf.tidy(() => step(...inputs));

  const run = (...inputs: tf.Tensor[]): tf.Tensor[] => {
    const backend = nodeBackend();
    if (!backend?.binding.addFunction || reason) return eager(inputs);
    const identity = `${inputs.map(({ dtype, shape }) => `${dtype}[${shape.join()}]`).join()} ${key()}`;
    const state = seen.get(identity) ?? { runs: 0 };
    seen.set(identity, state);
    if (state.replay) {
      const results = replay(backend, state.replay, inputs);
      afterReplay?.();
      return results;
    }
    // The first run of an optimizer makes its variables.
    if (state.runs++ === 0) return eager(inputs);
    const recorded = record(backend, inputs, () => eager(inputs));
    if ("problem" in recorded) reason = recorded.problem;
    else if (!state.first) state.first = recorded.recording;
    else {
      reason = difference(state.first, recorded.recording);
      if (!reason) state.replay = addFunction(backend, recorded.recording, xla);
      delete state.first;
    }
    return recorded.results;
  };
  return Object.assign(run, { fallback: () => reason });
}

function addFunction({ binding }: NodeBackend, recording: Recording, xla: boolean): Replay {
  const name = `ganbook_step_${functions++}`;
  const { graph, inputs, outputs } = toGraphDef(recording, binding);
  binding.addFunction(graph, name, inputs, outputs, xla);
  const { reads, writes, results } = recording;
  return { name, reads, writes, results };
}

/** Runs the compiled step: variables and inputs go in by reference, new values take the variables' place. */
function replay(backend: NodeBackend, { name, reads, writes, results }: Replay, inputs: tf.Tensor[]): tf.Tensor[] {
  const { binding } = backend;
  const ids = backend.getInputTensorIds([...inputs, ...reads]);
  const outputs = binding.executeOp(name, [], ids, writes.length + results.length);
  writes.forEach(({ variable }, i) => {
    const entry = backend.tensorMap.get(variable.dataId);
    if (entry.refCount === 1) {
      binding.deleteTensor(entry.id);
      entry.id = outputs[i]!.id;
    } else tf.tidy(() => variable.assign(backend.createOutputTensor(outputs[i]!)));
  });
  return outputs.slice(writes.length).map((metadata) => backend.createOutputTensor(metadata));
}
