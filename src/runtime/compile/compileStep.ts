import * as tf from "@tensorflow/tfjs";
import { settingReader, type AdamState } from "../adam";
import { toGraphDef } from "./graphDef";
import { homeOf, isAtHome } from "./homes";
import { nodeBackend, type NodeBackend } from "./nodeBackend";
import { difference, record, type Recording } from "./record";

export interface CompileStepOptions {
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

/** A compiled recording: the function's name, and what goes in and comes out. */
interface Replay {
  name: string;
  /** The function's inputs after the step's own: tensor ids, looked up anew at each run. */
  reads: (() => number)[];
  results: number;
  /** The variables that take the outputs after the results. */
  writes: tf.Variable[];
  optimizers: AdamState[];
}

let functions = 0;

/**
 * Makes a step fast: the first call runs it as it is, the second and third record it, and from the fourth on the whole
 * step is one TensorFlow function, called once. Every call computes the same.
 *
 * `step` may read and assign any `tf.Variable`, and must do the same ops each time. What changes from call to call comes
 * in through `inputs`, or is a setting of an Adam optimizer. A step that reads a value in the middle, branches, or draws
 * random numbers in JavaScript is found out by comparing two recordings and goes on op by op; `fallback` says why. Each
 * shape of inputs is recorded by itself.
 */
export function compileStep(
  step: (...inputs: tf.Tensor[]) => tf.Tensor[],
  { xla = false }: CompileStepOptions = {},
): CompiledStep {
  const seen = new Map<string, { runs: number; first?: Recording; replay?: Replay }>();
  let reason: string | undefined;
  const eager = (inputs: tf.Tensor[]): tf.Tensor[] => tf.tidy(() => step(...inputs));

  const run = (...inputs: tf.Tensor[]): tf.Tensor[] => {
    const backend = nodeBackend();
    if (!backend?.binding.addFunction || reason) return eager(inputs);
    const identity = inputs.map(({ dtype, shape }) => `${dtype}[${shape.join()}]`).join();
    const state = seen.get(identity) ?? { runs: 0 };
    seen.set(identity, state);
    if (state.replay) return replay(backend, state.replay, inputs);
    // The first run of an optimizer makes its variables.
    if (state.runs++ === 0) return eager(inputs);
    const recorded = record(backend, inputs, () => eager(inputs));
    if ("problem" in recorded) reason = recorded.problem;
    else if (!state.first) state.first = recorded.recording;
    else {
      reason = difference(state.first, recorded.recording);
      if (!reason) state.replay = addFunction(backend, recorded.recording, inputs.length, xla);
      delete state.first;
    }
    return recorded.results;
  };
  return Object.assign(run, { fallback: () => reason });
}

function addFunction(
  backend: NodeBackend,
  recording: Recording,
  own: number,
  xla: boolean,
): Replay {
  const name = `ganbook_step_${functions++}`;
  const { graph, inputs, outputs, homes, writes } = toGraphDef(recording, backend.binding);
  backend.binding.addFunction(graph, name, inputs, outputs, xla);
  const reads = recording.reads.map((read, i) => {
    if ("optimizer" in read) return settingReader(backend, read);
    return homes[own + i]
      ? () => homeOf(backend, read)
      : () => backend.getInputTensorIds([read])[0]!;
  });
  return {
    name,
    reads,
    results: recording.results.length,
    writes,
    optimizers: recording.optimizers,
  };
}

/** Runs the compiled step: variables and inputs go in by reference, new values take the variables' place. */
function replay(
  backend: NodeBackend,
  { name, reads, results, writes, optimizers }: Replay,
  inputs: tf.Tensor[],
): tf.Tensor[] {
  const { binding } = backend;
  const ids = [...backend.getInputTensorIds(inputs), ...reads.map((read) => read())];
  const outputs = binding.executeOp(name, [], ids, results + writes.length);
  writes.forEach((variable, i) => {
    const entry = backend.tensorMap.get(variable.dataId);
    const output = outputs[results + i]!;
    if (entry.refCount === 1 && !isAtHome(variable)) {
      binding.deleteTensor(entry.id);
      entry.id = output.id;
    } else tf.tidy(() => variable.assign(backend.createOutputTensor(output)));
  });
  for (const optimizer of optimizers) optimizer.incrementIterations();
  return outputs.slice(0, results).map((metadata) => backend.createOutputTensor(metadata));
}
