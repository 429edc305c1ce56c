import * as tf from "@tensorflow/tfjs";
import { settingReader, type AdamState } from "../adam";
import { toGraphDef } from "./graphDef";
import { homeOf, isAtHome } from "./homes";
import { nodeBackend, type NodeBackend } from "./nodeBackend";
import { difference, record, type Recording } from "./record";
import { findChange, rehearse, type Change, type OwnCode, type Rehearsal } from "./rehearse";

export interface CompileStepOptions {
  /** Compile with XLA, where TensorFlow has it. Default false. */
  xla?: boolean;
  /**
   * The JavaScript in the step that is not known to do the same each time, for inputs like these. It is run again before each
   * compiled run, once and without computing, and found out when it does something else. Default: none.
   */
  own?: (inputs: readonly tf.Tensor[]) => readonly OwnCode[];
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

/** What is known of a step for inputs of one kind. */
interface Seen {
  runs: number;
  /** The first recording, and what others' code did before it. */
  first?: { recording: Recording; rehearsed: (Rehearsal | Change)[] };
  replay?: Replay & { rehearsals: Rehearsal[] };
}

let functions = 0;
/** So often is a step recorded anew because it has changed; then it stays op by op. */
const mostChanges = 3;

/**
 * Makes a step fast: the first call runs it as it is, the second and third record it, and from the fourth on the whole
 * step is one TensorFlow function, called once. Every call computes the same.
 *
 * `step` may read and assign any `tf.Variable`, and must do the same ops each time. What changes from call to call comes
 * in through `inputs`, or is a setting of an Adam optimizer. A step that reads a value in the middle, branches, or draws
 * random numbers in JavaScript is found out by comparing two recordings and goes on op by op; `fallback` says why. Each
 * shape of inputs is recorded by itself.
 *
 * A change in what `own` gives is noticed whenever it comes, and said on the console, once: the step is recorded anew, and at
 * the third change goes on op by op.
 */
export function compileStep(
  step: (...inputs: tf.Tensor[]) => tf.Tensor[],
  { xla = false, own = () => [] }: CompileStepOptions = {},
): CompiledStep {
  const seen = new Map<string, Seen>();
  let reason: string | undefined;
  let changes = 0;
  const eager = (inputs: tf.Tensor[]): tf.Tensor[] => tf.tidy(() => step(...inputs));
  const note = (change: Change): void => {
    if (++changes === 1) console.warn(warningOf(change));
    if (changes === mostChanges) reason = `${change.title} changes: ${change.why}`;
  };

  const run = (...inputs: tf.Tensor[]): tf.Tensor[] => {
    const backend = nodeBackend();
    if (!backend?.binding.addFunction || reason) return eager(inputs);
    const identity = inputs.map(({ dtype, shape }) => `${dtype}[${shape.join()}]`).join();
    const state: Seen = seen.get(identity) ?? { runs: 0 };
    seen.set(identity, state);
    let change: Change | undefined;
    if (state.replay) {
      change = findChange(state.replay.rehearsals);
      if (!change) return replay(backend, state.replay, inputs);
      backend.binding.removeFunction(state.replay.name);
      delete state.replay;
    }
    // The first run of an optimizer makes its variables.
    if (state.runs++ === 0) return eager(inputs);
    const { first } = state;
    const rehearsed = first?.rehearsed ?? own(inputs).map((code) => rehearse(backend, code));
    delete state.first;
    const recorded = record(backend, inputs, () => eager(inputs)); // fails as it does op by op
    const rehearsals = rehearsed.filter((outcome): outcome is Rehearsal => "recording" in outcome);
    const failed = rehearsed.find((outcome): outcome is Change => "why" in outcome);
    const since = findChange(rehearsals);
    if (change ?? since) note((change ?? since)!);
    if ("problem" in recorded) reason = recorded.problem;
    else if (failed) reason = `${failed.title}: ${failed.why}`;
    else if (!reason && !since) {
      const { recording } = recorded;
      if (first) reason = difference(first.recording, recording);
      if (!first) state.first = { recording, rehearsed };
      else if (!reason)
        state.replay = { ...addFunction(backend, recording, inputs.length, xla), rehearsals };
    }
    return recorded.results;
  };
  return Object.assign(run, { fallback: () => reason });
}

const warningOf = ({ title, why }: Change): string =>
  `${title} does not do the same at every step: ${why}. The step is recorded anew each time that ` +
  "happens, and the third time goes on op by op, which is slower. For a number that changes, " +
  "make a tf.variable, read it in the function and assign it in a callback; for random numbers, " +
  "use those that the function is given.";

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
