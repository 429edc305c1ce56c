import * as tf from "@tensorflow/tfjs";
import { typeAttribute, type Binding, type NodeBackend, type OpAttribute } from "./nodeBackend";

/**
 * Where an optimizer's variables live while compiled steps change them: a resource variable inside TensorFlow, which
 * TensorFlow's own optimizer ops update in place. The `tf.Variable` goes on showing the same numbers: they are read from
 * the resource when somebody looks.
 */
interface Home {
  handle: number;
  /** The variable's data while they are in the resource; others mean that somebody has set the variable. */
  dataId?: object;
  /** Forgets the tensor that was read from the resource, if any. */
  forget(): void;
}

const homes = new WeakMap<tf.Variable, Home>();
/** TensorFlow frees a nameless resource with its last handle (ResourceHandle::ANONYMOUS_NAME). */
const nameless = "cd2c89b7-88b7-44c8-ad83-06c2a9158347";
const abandoned = new FinalizationRegistry<{ binding: Binding; handle: number }>(
  ({ binding, handle }) => binding.deleteTensor(handle),
);

/**
 * The handle of the variable's resource, with the variable's current value in it, for a step that changes it. Nothing else
 * holds the buffer then, so that TensorFlow can update it in place; a clone keeps the old value.
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

function newHome({ binding }: NodeBackend, variable: tf.Variable): Home {
  const attributes: OpAttribute[] = [
    typeAttribute(binding, "dtype"),
    { name: "shape", type: binding.TF_ATTR_SHAPE, value: variable.shape },
    { name: "shared_name", type: binding.TF_ATTR_STRING, value: nameless },
  ];
  const handle = binding.executeOp("VarHandleOp", attributes, [], 1)[0]!.id;
  const home = { handle, forget: (): void => undefined };
  homes.set(variable, home);
  abandoned.register(variable, { binding, handle });
  return home;
}

/** Gives the variable data of its own, whose tensor is read from the resource whenever somebody asks for it. */
function moveIn(backend: NodeBackend, variable: tf.Variable, home: Home): void {
  const { binding, tensorMap } = backend;
  const read = (): number =>
    binding.executeOp("ReadVariableOp", [typeAttribute(binding, "dtype")], [home.handle], 1)[0]!.id;
  const { shape } = variable;
  home.forget = () => undefined; // what a clone has read stays its own
  const old = tensorMap.get(variable.dataId);
  Object.defineProperty(old, "id", { value: old.id, writable: true });
  tf.tidy(() =>
    variable.assign(backend.createOutputTensor({ id: read(), shape, dtype: binding.TF_FLOAT })),
  );
  const entry = tensorMap.get(variable.dataId);
  let id: number | undefined = entry.id;
  home.dataId = variable.dataId;
  home.forget = () => {
    if (id !== undefined) binding.deleteTensor(id);
    id = undefined;
  };
  Object.defineProperty(entry, "id", { get: () => (id ??= read()), configurable: true });
}
