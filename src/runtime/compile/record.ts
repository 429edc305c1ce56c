import * as tf from "@tensorflow/tfjs";
import { andRestore } from "../../base/interrupt";
import { applyAdam, watchAdam, type AdamSetting, type AdamState, type ApplyAdam } from "../adam";
import {
  typeAttribute,
  type Binding,
  type NodeBackend,
  type OpAttribute,
  type TensorMetadata,
} from "./nodeBackend";
import { watchOthers, type OtherOptimizer } from "./otherOptimizers";

/** Where a value comes from: output `index` of node `node`. */
export interface ValueRef {
  readonly node: number;
  readonly index: number;
}

/** An op as TensorFlow.js asked TensorFlow for it. */
export interface OpNode {
  kind: "op";
  op: string;
  attributes: OpAttribute[];
  inputs: ValueRef[];
  /** Its outputs. */
  shapes: number[][];
  dtypes: number[];
}

/** One thing TensorFlow was asked to do. */
export type RecordedNode =
  | { kind: "input"; dtype: number; shape: number[] }
  | { kind: "constant"; dtype: number; shape: number[]; values: ArrayLike<number> }
  | OpNode;

/**
 * The op that stands for one variable's Adam update; its outputs are the weight and its two
 * moments.
 */
export const adamOp = "ResourceApplyAdam";

/** A step as a graph. */
export interface Recording {
  nodes: RecordedNode[];
  /**
   * What the step reads, variables and optimizers' settings: the graph's inputs after the step's
   * own.
   */
  reads: (tf.Variable | AdamSetting)[];
  /** The variables that the step changes, and to what. */
  writes: { variable: tf.Variable; value: ValueRef }[];
  results: ValueRef[];
  /** The optimizers that take a step. */
  optimizers: AdamState[];
  /** Those but Adam, with their settings, which are numbers in the graph. */
  others: OtherOptimizer[];
}

/**
 * Runs `step` once, really, while writing down every op that TensorFlow.js passes to TensorFlow.
 * All kernels of tfjs-node go through the addon's `executeOp`, so what is seen there is the whole
 * step.
 *
 * @returns the step's own results, and the graph or, where the step cannot become one, why
 */
export function record(
  backend: NodeBackend,
  inputs: readonly tf.Tensor[],
  step: () => tf.Tensor[],
): { results: tf.Tensor[]; recording: Recording } | { results: tf.Tensor[]; problem: string } {
  const nodes: RecordedNode[] = [];
  const produced = new Map<number, ValueRef>();
  const idOf = (tensor: tf.Tensor): number => backend.getInputTensorIds([tensor])[0]!;
  const variables = Object.values(tf.engine().registeredVariables);
  const before = new Map(variables.map((variable) => [variable, idOf(variable)]));
  const owners = new Map([...before].map(([variable, id]) => [id, variable]));
  const reads: Recording["reads"] = [];
  const optimizers: AdamState[] = [];
  const others: OtherOptimizer[] = [];
  const real = backend.binding;
  let problem: string | undefined;

  const addNode = (node: RecordedNode, ids: readonly number[]): void => {
    nodes.push(node);
    ids.forEach((id, index) => produced.set(id, { node: nodes.length - 1, index }));
  };
  for (const input of inputs) {
    const id = idOf(input);
    addNode({ kind: "input", dtype: dtypeNumber(real, input.dtype), shape: input.shape }, [id]);
  }
  const resolve = (id: number, op: string): ValueRef => {
    const known = produced.get(id);
    if (known) return known;
    const owner = owners.get(id);
    if (!owner) {
      problem ??=
        `${op} uses a tensor made before the step that is neither an input nor a ` + "variable";
      return { node: 0, index: 0 };
    }
    reads.push(owner);
    addNode({ kind: "input", dtype: dtypeNumber(real, owner.dtype), shape: owner.shape }, [id]);
    return produced.get(id)!;
  };
  let last = "the first op";
  const watching: Partial<Binding> = {
    executeOp(op, attributes, ids, outputs): TensorMetadata[] {
      const refs = ids.map((id) => resolve(id, op));
      const metadata = real.executeOp(op, attributes, ids, outputs);
      const [shapes, dtypes] = [
        metadata.map(({ shape }) => shape),
        metadata.map(({ dtype }) => dtype),
      ];
      addNode(
        { kind: "op", op, attributes, inputs: refs, shapes, dtypes },
        metadata.map(({ id }) => id),
      );
      last = op;
      return metadata;
    },
    createTensor(shape, dtype, values): number {
      const id = real.createTensor(shape, dtype, values);
      const copied = Array.isArray(values) ? values.slice() : values;
      addNode({ kind: "constant", dtype, shape: [...shape], values: copied }, [id]);
      return id;
    },
    tensorDataSync(id): ArrayLike<number> {
      problem ??= `a value is read in the middle of the step, after ${last}`;
      return real.tensorDataSync(id);
    },
  };
  const addOp = (op: string, inputs: ValueRef[], shapes: number[][]): ValueRef => {
    const attributes = [typeAttribute(real, "T")];
    nodes.push({
      kind: "op",
      op,
      attributes,
      inputs,
      shapes,
      dtypes: shapes.map(() => real.TF_FLOAT),
    });
    return { node: nodes.length - 1, index: 0 };
  };
  /** Takes an optimizer's step as one op per variable. */
  const recordAdam: ApplyAdam = (optimizer, slots, gradients) => {
    const { accBeta1, accBeta2 } = optimizer;
    const find = (tensor: tf.Tensor): ValueRef => resolve(idOf(tensor), "Adam");
    const homes = slots.map((slot) => slot.map(find));
    const isHome = ({ node, index }: ValueRef, slot: number): boolean => {
      const from = nodes[node]!;
      return from.kind === "op"
        ? from.op === adamOp && index === slot
        : from.kind === "input" && node >= inputs.length;
    };
    if (!homes.every((refs) => refs.every(isHome)))
      problem ??= "a variable is set and then changed by Adam in the same step";
    const setting = (name: AdamSetting["name"]): ValueRef => {
      reads.push({ optimizer, name });
      addNode({ kind: "input", dtype: real.TF_FLOAT, shape: [] }, []);
      return { node: nodes.length - 1, index: 0 };
    };
    const [power1, power2] = [find(accBeta1), find(accBeta2)];
    const [rate, beta1, beta2, epsilon] = [
      setting("learningRate"),
      setting("beta1"),
      setting("beta2"),
      setting("epsilon"),
    ];
    nodes.push({ kind: "constant", dtype: real.TF_FLOAT, shape: [], values: [1] });
    const one = { node: nodes.length - 1, index: 0 };
    const scaled = addOp(
      "Mul",
      [epsilon, addOp("Sqrt", [addOp("Sub", [one, power2], [[]])], [[]])],
      [[]],
    );
    const results = slots.map(([{ shape }], i) => {
      const values = [power1, power2, rate, beta1, beta2, scaled, find(gradients[i]!)];
      return addOp(adamOp, [...homes[i]!, ...values], [shape, shape, shape]);
    });
    const powers = [addOp("Mul", [power1, beta1], [[]]), addOp("Mul", [power2, beta2], [[]])];
    backend.binding = real;
    applyAdam(optimizer, slots, gradients);
    slots.forEach((slot, i) =>
      slot.forEach((variable, index) => produced.set(idOf(variable), { ...results[i]!, index })),
    );
    [accBeta1, accBeta2].forEach((variable, i) => produced.set(idOf(variable), powers[i]!));
    backend.binding = watched;
    optimizers.push(optimizer);
  };
  // The addon's own properties are read-only, so the proxy stands before an empty object.
  const watched = new Proxy({} as Binding, {
    get: (_, key) => Reflect.get(key in watching ? watching : real, key) as unknown,
  });
  backend.binding = watched;
  const results = andRestore(
    () => watchAdam(recordAdam, () => watchOthers(others, step)),
    () => (backend.binding = real),
  );
  const made = Object.values(tf.engine().registeredVariables).find(
    (variable) => !before.has(variable),
  );
  if (made) problem ??= `the step makes a variable (${made.name})`;
  const writes = variables.flatMap((variable) => {
    if (variable.isDisposed || idOf(variable) === before.get(variable)) return [];
    return [{ variable, value: resolve(idOf(variable), "an assignment") }];
  });
  const refs = results.map((tensor) => resolve(idOf(tensor), "a result"));
  return problem
    ? { results, problem }
    : { results, recording: { nodes, reads, writes, results: refs, optimizers, others } };
}

const dtypeNames = {
  float32: "TF_FLOAT",
  int32: "TF_INT32",
  bool: "TF_BOOL",
  complex64: "TF_COMPLEX64",
  string: "TF_STRING",
} as const;

/** TensorFlow's number of a type. */
export const dtypeNumber = (binding: Binding, dtype: tf.DataType): number =>
  binding[dtypeNames[dtype]];
