import type * as tf from "@tensorflow/tfjs";
import { typeAttribute, type Binding, type OpAttribute } from "./nodeBackend";
import { adamOp, type RecordedNode, type Recording, type ValueRef } from "./record";
import { simplify } from "./simplify";

/* What we use of the protocol buffer classes in tfjs-node-gpu (dist/proto/api_pb.js). */
export interface Message {
  serializeBinary(): Uint8Array;
}
interface AttrValue extends Message {
  setS(value: Uint8Array): void;
  setI(value: number): void;
  setF(value: number): void;
  setB(value: boolean): void;
  setType(value: number): void;
  setShape(value: Message): void;
  setTensor(value: Message): void;
  setList(value: Message): void;
}
export interface Protos {
  GraphDef: new () => Message & {
    addNode(node: Message): void;
    setVersions(versions: Message): void;
  };
  VersionDef: new () => Message & { setProducer(version: number): void };
  NodeDef: new () => Message & {
    setName(name: string): void;
    setOp(op: string): void;
    addInput(input: string): void;
    getAttrMap(): { set(name: string, value: AttrValue): void };
  };
  AttrValue: (new () => AttrValue) & {
    ListValue: new () => Message & {
      setIList(values: readonly number[]): void;
      setFList(values: readonly number[]): void;
      setBList(values: readonly boolean[]): void;
    };
  };
  Tensor: new () => Message & {
    setDtype(dtype: number): void;
    setTensorShape(shape: Message): void;
    setTensorContent(bytes: Uint8Array): void;
  };
  TensorShape: (new () => Message & { addDim(dim: Message): void }) & {
    Dim: new () => Message & { setSize(size: number): void };
  };
}

/** Any version of GraphDef since TensorFlow 2.16 will do; TensorFlow reads all older ones. */
const graphVersion = 1766;

/** Names for `addFunction`: ["node", index, …]. */
type Ends = (string | number)[];

export interface CompiledGraph {
  graph: Buffer;
  inputs: Ends;
  /**
   * The results and then the new values of those variables that the function does not change
   * itself.
   */
  outputs: Ends;
  writes: tf.Variable[];
  /**
   * Whether each input is the handle of a resource variable, because an optimizer updates it in
   * place.
   */
  homes: boolean[];
}

export const loadProtos = (): Protos =>
  require("@tensorflow/tfjs-node-gpu/dist/proto/api_pb.js") as Protos;

/** A graph without nodes. */
export function newGraph(protos: Protos): InstanceType<Protos["GraphDef"]> {
  const graph = new protos.GraphDef();
  const versions = new protos.VersionDef();
  versions.setProducer(graphVersion);
  graph.setVersions(versions);
  return graph;
}

/**
 * A recording as a serialized GraphDef, with the function's inputs and outputs; what no output
 * needs is left out.
 */
export function toGraphDef(recorded: Recording, binding: Binding): CompiledGraph {
  const protos = loadProtos();
  const { nodes, writes: all, results } = simplify(recorded, binding);
  const writes = all.filter(({ value }) => !isAdam(nodes[value.node]!));
  const ends = [...results, ...writes.map(({ value }) => value)];
  const needed = reachable(nodes, [...ends, ...all.map(({ value }) => value)]);
  const updates = [...needed].filter((i) => isAdam(nodes[i]!));
  const homeIn = (ref: ValueRef): number =>
    isAdam(nodes[ref.node]!) ? homeIn(homesOf(nodes[ref.node]!)[ref.index]!) : ref.node;
  const homes = new Set(updates.flatMap((i) => homesOf(nodes[i]!).map(homeIn)));
  const keyOf = ({ node, index }: ValueRef): string => `${node}:${index}`;
  const read = new Set([...ends, ...[...needed].flatMap((i) => valuesOf(nodes[i]!))].map(keyOf));

  const graph = newGraph(protos);
  const add = (name: string, node: RecordedNode, inputs: string[]): void =>
    graph.addNode(toNodeDef(protos, binding, node, name, inputs));
  /** The output of the graph's node that holds a value; what Adam changed is read from its home. */
  const nameOf = ({ node, index }: ValueRef): [string, number] =>
    isAdam(nodes[node]!) ? [`n${node}_${index}`, 0] : [`n${node}`, index];
  const textOf = (ref: ValueRef): string => nameOf(ref).join(":");
  const readHome = (ref: ValueRef, after: string[]): void => {
    const attributes = [typeAttribute(binding, "dtype")];
    add(
      nameOf(ref)[0],
      { kind: "op", op: "ReadVariableOp", attributes, inputs: [], shapes: [], dtypes: [] },
      [`n${homeIn(ref)}_home`, ...after],
    );
  };

  const inputs: Ends = [];
  nodes.forEach((node, i) => {
    if (node.kind === "input") {
      const home = homes.has(i);
      inputs.push(home ? `n${i}_home` : `n${i}`, 0);
      add(home ? `n${i}_home` : `n${i}`, home ? { ...node, dtype: resource } : node, []);
      if (home && read.has(`${i}:0`)) readHome({ node: i, index: 0 }, []);
    } else if (!needed.has(i)) return;
    else if (node.kind === "constant") add(`n${i}`, node, []);
    else if (!isAdam(node)) add(`n${i}`, node, node.inputs.map(textOf));
    else {
      const homed = homesOf(node);
      // Whatever reads a home, or has changed it before, comes first.
      const before = homed.flatMap((ref) => [
        ...(read.has(keyOf(ref)) ? [`^${nameOf(ref)[0]}`] : []),
        ...(isAdam(nodes[ref.node]!) ? [`^n${ref.node}`] : []),
      ]);
      const handles = homed.map((ref) => `n${homeIn(ref)}_home`);
      add(`n${i}`, node, [...handles, ...valuesOf(node).map(textOf), ...new Set(before)]);
      homed.forEach(
        (_, index) => read.has(`${i}:${index}`) && readHome({ node: i, index }, [`^n${i}`]),
      );
    }
  });
  // Each output has a node of its own, since a function cannot return its argument unchanged. The
  // updates of homes have no outputs: the first output waits for them.
  const outputs = ends.flatMap((value, i): Ends => {
    const node = nodes[value.node]!;
    const dtype = node.kind === "op" ? node.dtypes[value.index]! : node.dtype;
    const attributes = [typeAttribute(binding, "T", dtype)];
    const waiting = i === 0 ? updates.map((update) => `^n${update}`) : [];
    add(`end${i}`, { kind: "op", op: "Identity", attributes, inputs: [], shapes: [], dtypes: [] }, [
      textOf(value),
      ...waiting,
    ]);
    return [`end${i}`, 0];
  });
  return {
    graph: Buffer.from(graph.serializeBinary()),
    inputs,
    outputs,
    writes: writes.map(({ variable }) => variable),
    homes: nodes.flatMap((node, i) => (node.kind === "input" ? [homes.has(i)] : [])),
  };
}

const resource = 20; // DT_RESOURCE in types.proto
const isAdam = (node: RecordedNode): boolean => node.kind === "op" && node.op === adamOp;
/** What an update changes: the weight and its two moments. */
const homesOf = (update: RecordedNode): ValueRef[] =>
  update.kind === "op" ? update.inputs.slice(0, 3) : [];
/** The inputs that a node reads as values. */
const valuesOf = (node: RecordedNode): ValueRef[] =>
  node.kind !== "op" ? [] : node.inputs.slice(isAdam(node) ? 3 : 0);

function reachable(nodes: readonly RecordedNode[], ends: readonly ValueRef[]): Set<number> {
  const needed = new Set<number>();
  const pending = ends.map(({ node }) => node);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (needed.has(next)) continue;
    needed.add(next);
    const node = nodes[next]!;
    if (node.kind === "op") pending.push(...node.inputs.map((input) => input.node));
  }
  return needed;
}

/** A node of a graph with its name and the names of its inputs. */
export function toNodeDef(
  protos: Protos,
  binding: Binding,
  node: RecordedNode,
  name: string,
  inputs: readonly string[],
): Message {
  const definition = new protos.NodeDef();
  definition.setName(name);
  inputs.forEach((input) => definition.addInput(input));
  const attributes = definition.getAttrMap();
  const make = (fill: (value: AttrValue) => void): AttrValue => {
    const value = new protos.AttrValue();
    fill(value);
    return value;
  };
  if (node.kind === "op") {
    definition.setOp(node.op);
    for (const attribute of node.attributes)
      attributes.set(
        attribute.name,
        make((value) => fillAttribute(protos, binding, value, attribute)),
      );
    return definition;
  }
  const shape = toShape(protos, node.shape);
  attributes.set(
    "dtype",
    make((value) => value.setType(node.dtype)),
  );
  if (node.kind === "input") {
    definition.setOp("Placeholder");
    attributes.set(
      "shape",
      make((value) => value.setShape(shape)),
    );
    return definition;
  }
  definition.setOp("Const");
  const tensor = new protos.Tensor();
  tensor.setDtype(node.dtype);
  tensor.setTensorShape(shape);
  tensor.setTensorContent(toBytes(node.values, node.dtype));
  attributes.set(
    "value",
    make((value) => value.setTensor(tensor)),
  );
  return definition;
}

/** A shape; -1 is a side that may be of any length. */
export function toShape(protos: Protos, sides: readonly number[]): Message {
  const shape = new protos.TensorShape();
  for (const side of sides) {
    const dim = new protos.TensorShape.Dim();
    dim.setSize(side);
    shape.addDim(dim);
  }
  return shape;
}

function fillAttribute(
  protos: Protos,
  binding: Binding,
  target: AttrValue,
  { type, value }: OpAttribute,
): void {
  const list = Array.isArray(value) && type !== binding.TF_ATTR_SHAPE;
  const values = new protos.AttrValue.ListValue();
  switch (type) {
    case binding.TF_ATTR_STRING:
      return target.setS(Buffer.from(value as string));
    case binding.TF_ATTR_TYPE:
      return target.setType(value as number);
    case binding.TF_ATTR_SHAPE:
      return target.setShape(toShape(protos, value as number[]));
    case binding.TF_ATTR_INT:
      if (!list) return target.setI(value as number);
      values.setIList(value as number[]);
      return target.setList(values);
    case binding.TF_ATTR_FLOAT:
      if (!list) return target.setF(value as number);
      values.setFList(value as number[]);
      return target.setList(values);
    case binding.TF_ATTR_BOOL:
      if (!list) return target.setB(value as boolean);
      values.setBList(value as boolean[]);
      return target.setList(values);
    default:
      throw new Error(`expected an attribute type that tfjs-node writes, received ${type}`);
  }
}

/**
 * A constant's numbers as TensorFlow stores them; the dtype numbers are DataType's in types.proto.
 */
function toBytes(values: ArrayLike<number>, dtype: number): Uint8Array {
  if (ArrayBuffer.isView(values))
    return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  if (dtype === 10) return Uint8Array.from(values);
  const typed = dtype === 3 ? Int32Array.from(values) : Float32Array.from(values);
  return new Uint8Array(typed.buffer);
}
