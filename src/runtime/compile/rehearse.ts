import * as tf from "@tensorflow/tfjs";
import { andRestore } from "../../base/interrupt";
import { nextOp } from "./difference";
import {
  nodeBackend,
  type Binding,
  type NodeBackend,
  type OpAttribute,
  type TensorMetadata,
} from "./nodeBackend";
import { dtypeNumber, record, type Recording, type ValueRef } from "./record";

/** JavaScript in a step that may do something else another time: somebody's own, not ours. */
export interface OwnCode {
  /** What it is, for messages. */
  readonly title: string;
  /** What it is tried with: tensors of ones. */
  readonly inputs: readonly { readonly shape: readonly number[]; readonly dtype: tf.DataType }[];
  readonly compute: (...inputs: tf.Tensor[]) => tf.Tensor[];
}

/** What somebody's code asked TensorFlow for. */
export interface Rehearsal {
  readonly code: OwnCode;
  readonly recording: Recording;
  /** The variables that it reads, by their nodes. */
  readonly variables: ReadonlyMap<number, tf.Variable>;
}

/** Code that asks for something else now. */
export interface Change {
  readonly title: string;
  readonly why: string;
}

/**
 * Writes down what somebody's code asks for. No variable is changed.
 *
 * @returns why that is not possible, as a change, or the rehearsal
 */
export function rehearse(backend: NodeBackend, code: OwnCode): Rehearsal | Change {
  const { title, inputs, compute } = code;
  let outcome: Rehearsal | Change | undefined;
  tf.tidy(() => {
    const ones = inputs.map(({ shape, dtype }) => tf.ones([...shape], dtype));
    try {
      const noted = record(backend, ones, () => withoutAssigning(() => compute(...ones)));
      if ("problem" in noted) outcome = { title, why: noted.problem };
      else outcome = { code, ...withVariables(noted.recording, inputs.length) };
    } catch (error) {
      outcome = { title, why: (error as Error).message };
    }
  });
  return outcome!;
}

function withVariables(recording: Recording, inputs: number): Omit<Rehearsal, "code"> {
  const places = recording.nodes.flatMap(({ kind }, i) => (kind === "input" ? [i] : []));
  const reads = places.slice(inputs);
  const variables = new Map(reads.map((node, i) => [node, recording.reads[i] as tf.Variable]));
  return { recording, variables };
}

/**
 * Runs the rehearsed code again, without computing anything: TensorFlow's answers are those of the
 * rehearsal, as long as the code asks for the same. The price is that of the JavaScript.
 *
 * @returns the first code that asks for something else, and what, or undefined
 */
export function findChange(rehearsals: readonly Rehearsal[]): Change | undefined {
  for (const rehearsal of rehearsals) {
    const why = repeat(nodeBackend()!, rehearsal);
    if (why !== undefined) return { title: rehearsal.code.title, why };
  }
  return undefined;
}

function repeat(backend: NodeBackend, rehearsal: Rehearsal): string | undefined {
  const { recording, code, variables } = rehearsal;
  const { nodes, results } = recording;
  const real = backend.binding;
  backend.getInputTensorIds([...variables.values()]); // what is set is uploaded now
  const given: number[][] = []; // ids that no tensor of TensorFlow's has, by node
  let [next, last] = [0, -1];
  let why: string | undefined;
  const answer = (node: number, outputs: number): number[] =>
    (given[node] = Array.from({ length: outputs }, () => --last));
  const idOf = ({ node, index }: ValueRef): number => {
    const variable = variables.get(node);
    return variable ? backend.getInputTensorIds([variable])[0]! : given[node]![index]!;
  };
  const stop = (reason: string): never => {
    why ??= reason;
    throw new Error(reason);
  };
  const expected = (): Recording["nodes"][number] | undefined => {
    while (nodes[next]?.kind === "input") next++;
    return nodes[next];
  };
  const answering: Partial<Binding> = {
    executeOp(op, attributes, ids): TensorMetadata[] {
      const node = expected();
      if (node?.kind !== "op" || node.op !== op || !isSame(node.attributes, attributes))
        return stop(`it asks for ${op} where it asked for ${describe(node)}`);
      if (!node.inputs.every((ref, i) => idOf(ref) === ids[i]))
        return stop(`${op} is given something else`);
      const { shapes, dtypes } = node;
      return answer(next++, shapes.length).map((id, i) => ({
        id,
        shape: [...shapes[i]!],
        dtype: dtypes[i]!,
      }));
    },
    createTensor(shape, dtype, values): number {
      const node = expected();
      if (node?.kind !== "constant" || node.dtype !== dtype || !isEqual(node.shape, shape))
        return stop(`it asks for a constant where it asked for ${describe(node)}`);
      for (let i = 0; i < node.values.length; i++)
        if (!Object.is(node.values[i], values[i]))
          return stop(`the number before ${nextOp(recording, next)} is another one`);
      return answer(next++, 1)[0]!;
    },
    tensorDataSync: () => stop("it reads a value"),
    deleteTensor: (id) => (id < 0 ? undefined : real.deleteTensor(id)),
  };
  // The addon's own properties are read-only: they are hidden by others, not set.
  backend.binding = Object.create(real, Object.getOwnPropertyDescriptors(answering)) as Binding;
  const restore = keepUploads(backend);
  const again = (): void => {
    const inputs = code.inputs.map(({ shape, dtype }, i) => {
      const [id] = answer(i, 1);
      return backend.createOutputTensor({
        id: id!,
        shape: [...shape],
        dtype: dtypeNumber(real, dtype),
      });
    });
    const ends = withoutAssigning(() => code.compute(...inputs));
    const ids = backend.getInputTensorIds(ends);
    if (expected()) why ??= `it stops before ${describe(expected())}`;
    else if (!results.every((ref, i) => idOf(ref) === ids[i])) why ??= "it gives something else";
  };
  try {
    andRestore(
      () => tf.tidy(again),
      () => {
        backend.binding = real;
        restore();
      },
    );
  } catch (error) {
    why ??= (error as Error).message;
  }
  return why;
}

/**
 * From now on no tensor counts as uploaded that is used for the first time, since it gets an id
 * that is none; the function that comes back ends this.
 */
function keepUploads(backend: NodeBackend): () => void {
  const pending: { entry: ReturnType<NodeBackend["tensorMap"]["get"]>; values: unknown }[] = [];
  const stock = backend.getInputTensorIds.bind(backend);
  backend.getInputTensorIds = (tensors) => {
    for (const { dataId } of tensors) {
      const entry = backend.tensorMap.get(dataId);
      if (entry.values) pending.push({ entry, values: entry.values });
    }
    return stock(tensors);
  };
  return () => {
    Reflect.deleteProperty(backend, "getInputTensorIds");
    for (const { entry, values } of pending) Object.assign(entry, { values, id: -1 });
  };
}

const isEqual = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length &&
  a.every((value, i) => {
    const other = b[i];
    return Array.isArray(value) && Array.isArray(other) ? isEqual(value, other) : value === other;
  });
const isSame = (a: readonly OpAttribute[], b: readonly OpAttribute[]): boolean =>
  a.length === b.length &&
  a.every(({ name, type, value }, i) => {
    const other = b[i]!;
    return name === other.name && type === other.type && isEqual([value], [other.value]);
  });

const describe = (node: Recording["nodes"][number] | undefined): string =>
  node ? (node.kind === "op" ? node.op : "a constant") : "nothing more";

/** Runs work without changing variables; a change becomes an op that nobody needs, to be seen. */
function withoutAssigning<T>(work: () => T): T {
  const { prototype } = tf.Variable;
  const stock = Object.getOwnPropertyDescriptor(prototype, "assign")!;
  prototype.assign = function (this: tf.Variable, value: tf.Tensor): void {
    tf.equal(this, value);
  };
  return andRestore(work, () => Object.defineProperty(prototype, "assign", stock));
}
