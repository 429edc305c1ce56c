import * as tf from "@tensorflow/tfjs";
import { settingReader, type AdamState } from "../adam";
import { toGraphDef } from "./graphDef";
import { homeOf, isAtHome } from "./homes";
import { countSteps, isAsRecorded, type OtherOptimizer } from "./otherOptimizers";
import type { NodeBackend } from "./nodeBackend";
import type { Recording } from "./record";

/** What a compiled recording holds inside TensorFlow, beside the variables. */
class Holdings {
  readonly functions = new Set<string>();
  readonly tensors = new Set<number>();

  constructor(private readonly backend: NodeBackend) {}

  release(): void {
    const { binding } = this.backend;
    for (const name of this.functions) binding.removeFunction(name);
    for (const id of this.tensors) binding.deleteTensor(id);
    this.functions.clear();
    this.tensors.clear();
  }
}

const abandoned = new FinalizationRegistry<Holdings>((holdings) => holdings.release());

/** A compiled recording: the function's name, and what goes in and comes out. */
export interface Replay {
  readonly name: string;
  /** The function's inputs after the step's own: tensor ids, looked up anew at each run. */
  readonly reads: (() => number)[];
  readonly results: number;
  /** The variables that take the outputs after the results. */
  readonly writes: tf.Variable[];
  readonly optimizers: AdamState[];
  readonly others: OtherOptimizer[];
  /** Every variable of the step. */
  readonly variables: readonly tf.Variable[];
  /** Freed with {@link Holdings.release}, or when nobody has the replay any more. */
  readonly holdings: Holdings;
}

let functions = 0;

/** Makes a TensorFlow function of a recording whose first `own` inputs are the step's. */
export function createReplay(
  backend: NodeBackend,
  recording: Recording,
  own: number,
  xla: boolean,
): Replay {
  const name = `ganbook_step_${functions++}`;
  const { graph, inputs, outputs, homes, writes } = toGraphDef(recording, backend.binding);
  backend.binding.addFunction(graph, name, inputs, outputs, xla);
  const holdings = new Holdings(backend);
  holdings.functions.add(name);
  const reads = recording.reads.map((read, i) => {
    if ("optimizer" in read) return settingReader(backend, read, holdings.tensors);
    return homes[own + i]
      ? () => homeOf(backend, read)
      : () => backend.getInputTensorIds([read])[0]!;
  });
  const { optimizers, others, results } = recording;
  const held = recording.reads.flatMap((read) => ("optimizer" in read ? [] : [read]));
  const variables = [...held, ...recording.writes.map(({ variable }) => variable)];
  const parts = { name, reads, writes, optimizers, others, variables, holdings };
  const replay = { ...parts, results: results.length };
  abandoned.register(replay, holdings);
  return replay;
}

/** Whether the step would still do the same: with its variables, by the same settings. */
export const isValid = ({ variables, others }: Replay): boolean =>
  !variables.some(({ isDisposed }) => isDisposed) && others.every(isAsRecorded);

/**
 * Runs the compiled step: variables and inputs go in by reference, new values take the variables'
 * place.
 */
export function runReplay(
  backend: NodeBackend,
  { name, reads, results, writes, optimizers, others }: Replay,
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
  others.forEach(countSteps);
  return outputs.slice(0, results).map((metadata) => backend.createOutputTensor(metadata));
}
