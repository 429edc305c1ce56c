import * as tf from "@tensorflow/tfjs";

/** What an op gives: a tensor inside TensorFlow. */
export interface TensorMetadata {
  id: number;
  shape: number[];
  dtype: number;
}

/** An op's attribute as tfjs-node writes it. */
export interface OpAttribute {
  name: string;
  type: number;
  value: string | number | boolean | readonly number[] | readonly boolean[];
}

/** tfjs-node's addon (binding/tfjs_binding.cc), with our own functions from `addFunction` on. */
export interface Binding {
  createTensor(shape: number[], dtype: number, values: ArrayLike<number>): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): ArrayLike<number>;
  executeOp(
    name: string,
    attributes: OpAttribute[],
    inputs: number[],
    outputs: number,
  ): TensorMetadata[];
  addFunction(
    graph: Buffer,
    name: string,
    inputs: (string | number)[],
    outputs: (string | number)[],
    xla: boolean,
  ): void;
  removeFunction(name: string): void;
  /** Joins a cluster, of a ServerDef as text. */
  enableCollectives(serverDef: string): void;
  /** Why a worker does not answer in so many ms; "" where it does. */
  checkPeer(task: string, patience: number): string;
  /** Asks workers for ever; from the first that does not answer on, collectives fail. */
  watchPeers(tasks: readonly string[], every: number, patience: number): void;
  unwatchPeers(): void;
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_BOOL: number;
  readonly TF_COMPLEX64: number;
  readonly TF_STRING: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
}

/** The parts of tfjs-node's backend that we use (dist/nodejs_kernel_backend.js). */
export interface NodeBackend {
  binding: Binding;
  /** `values` wait to be uploaded; until then there is no id. */
  tensorMap: {
    get(dataId: object): { id: number; refCount: number; values?: unknown };
    has(dataId: object): boolean;
  };
  getInputTensorIds(tensors: tf.Tensor[]): number[];
  createOutputTensor(metadata: TensorMetadata): tf.Tensor;
  executeSingleOutput(name: string, attributes: OpAttribute[], inputs: tf.Tensor[]): tf.Tensor;
  readonly isUsingGpuDevice: boolean;
}

/** A type as an op's attribute, e.g. `T`. */
export function typeAttribute(
  binding: Binding,
  name: string,
  value = binding.TF_FLOAT,
): OpAttribute {
  return { name, type: binding.TF_ATTR_TYPE, value };
}

/** The running TensorFlow backend, or undefined on WebAssembly and plain JavaScript. */
export function nodeBackend(): NodeBackend | undefined {
  return tf.getBackend() === "tensorflow" ? (tf.backend() as unknown as NodeBackend) : undefined;
}
