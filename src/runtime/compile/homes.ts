import * as tf from "@tensorflow/tfjs";
import {
  nodeBackend,
  typeAttribute,
  type Binding,
  type NodeBackend,
  type OpAttribute,
} from "./nodeBackend";

/**
 * Where an optimizer's variables live while compiled steps change them: a resource variable inside
 * TensorFlow, which TensorFlow's own optimizer ops update in place. The `tf.Variable` goes on
 * showing the same numbers: they are read from the resource when somebody looks.
 */
interface Home {
  handle: number;
  /** The resource is gone, because the variable is. */
  isFreed: boolean;
  /**
   * The variable's data while they are in the resource; others mean that somebody has set the
   * variable.
   */
  dataId?: object;
  /** Forgets the tensor that was read from the resource, if any. */
  forget(): void;
}

const homes = new WeakMap<tf.Variable, Home>();
/** TensorFlow frees a nameless resource with its last handle (ResourceHandle::ANONYMOUS_NAME). */
const nameless = "cd2c89b7-88b7-44c8-ad83-06c2a9158347";
const abandoned = new FinalizationRegistry<{ backend: NodeBackend; home: Home }>(
  ({ backend, home }) => freeResource(backend, home),
);

/**
 * The handle of the variable's resource, with the variable's current value in it, for a step that
 * changes it. Nothing else holds the buffer then, so that TensorFlow can update it in place; a
 * clone keeps the old value.
 */
export function homeOf(backend: NodeBackend, variable: tf.Variable): number {
  const home = homes.get(variable) ?? newHome(backend, variable);
  if (home.dataId !== variable.dataId) {
    const [value] = backend.getInputTensorIds([variable]);
    backend.binding.executeOp(
      "AssignVariableOp",
      [typeAttribute(backend.binding, "dtype")],
      [home.handle, value!],
      0,
    );
    moveIn(backend, variable, home);
  } else if (backend.tensorMap.get(variable.dataId).refCount > 1) moveIn(backend, variable, home);
  home.forget();
  return home.handle;
}

/** Whether the variable's numbers are in its resource. */
export const isAtHome = (variable: tf.Variable): boolean =>
  homes.get(variable)?.dataId === variable.dataId;

/**
 * Frees the resource of a variable that has been disposed, if it has one. Clones keep its numbers.
 */
export function leaveHome(variable: tf.Variable): void {
  const [backend, home] = [nodeBackend(), homes.get(variable)];
  if (backend && home) freeResource(backend, home);
}

function freeResource({ binding, tensorMap }: NodeBackend, home: Home): void {
  if (home.isFreed) return;
  home.isFreed = true;
  if (home.dataId && tensorMap.has(home.dataId)) keepValue(tensorMap.get(home.dataId));
  binding.deleteTensor(home.handle);
}

function newHome(backend: NodeBackend, variable: tf.Variable): Home {
  const { binding } = backend;
  const attributes: OpAttribute[] = [
    typeAttribute(binding, "dtype"),
    { name: "shape", type: binding.TF_ATTR_SHAPE, value: variable.shape },
    { name: "shared_name", type: binding.TF_ATTR_STRING, value: nameless },
  ];
  const handle = binding.executeOp("VarHandleOp", attributes, [], 1)[0]!.id;
  const home = { handle, isFreed: false, forget: (): void => undefined };
  homes.set(variable, home);
  abandoned.register(variable, { backend, home });
  return home;
}

/**
 * Gives the variable data of its own, whose tensor is read from the resource when it is asked for.
 */
function moveIn(backend: NodeBackend, variable: tf.Variable, home: Home): void {
  const { binding, tensorMap } = backend;
  home.forget = () => undefined; // what a clone has read stays its own
  keepValue(tensorMap.get(variable.dataId));
  const { shape } = variable;
  const id = readHome(binding, home);
  tf.tidy(() =>
    variable.assign(backend.createOutputTensor({ id, shape, dtype: binding.TF_FLOAT })),
  );
  home.dataId = variable.dataId;
  readWhenAsked(binding, home, tensorMap.get(variable.dataId));
}

/** The number that the data have now stays theirs: a clone may have them. */
function keepValue(entry: { id: number }): void {
  Object.defineProperty(entry, "id", { value: entry.id, writable: true });
}

const readHome = (binding: Binding, { handle }: Home): number =>
  binding.executeOp("ReadVariableOp", [typeAttribute(binding, "dtype")], [handle], 1)[0]!.id;

/** A function of its own: what it leaves in the home must not hold the variable. */
function readWhenAsked(binding: Binding, home: Home, entry: { id: number }): void {
  let id: number | undefined = entry.id;
  home.forget = () => {
    if (id !== undefined) binding.deleteTensor(id);
    id = undefined;
  };
  const get = (): number => (id ??= readHome(binding, home));
  Object.defineProperty(entry, "id", { get, configurable: true });
}
