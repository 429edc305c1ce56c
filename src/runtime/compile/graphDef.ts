import type { Binding, OpAttribute } from "./nodeBackend";
import type { RecordedNode, Recording, ValueRef } from "./record";

/* The protocol buffer classes that ship with tfjs-node-gpu (dist/proto/api_pb.js), as far as we use them. */
interface Message {
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
interface Protos {
  GraphDef: new () => Message & { addNode(node: Message): void; setVersions(versions: Message): void };
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

/** A recording as a serialized GraphDef, with the function's inputs and outputs; what no output needs is left out. */
export function toGraphDef(recording: Recording, binding: Binding): { graph: Buffer; inputs: Ends; outputs: Ends } {
  const protos = require("@tensorflow/tfjs-node-gpu/dist/proto/api_pb.js") as Protos;
  const ends = [...recording.writes.map(({ value }) => value), ...recording.results];
  const needed = reachable(recording.nodes, ends);
  const graph = new protos.GraphDef();
  const versions = new protos.VersionDef();
  versions.setProducer(graphVersion);
  graph.setVersions(versions);
  const inputs: Ends = [];
  recording.nodes.forEach((node, i) => {
    if (node.kind !== "input" && !needed.has(i)) return;
    if (node.kind === "input") inputs.push(`n${i}`, 0);
    graph.addNode(toNodeDef(protos, binding, asBiasAdd(recording.nodes, node), i));
  });
  // An output that is an input or a constant needs a node of its own: a function cannot return its argument unchanged.
  const outputs = ends.flatMap((value, i): Ends => {
    const node = recording.nodes[value.node]!;
    if (node.kind === "op") return [`n${value.node}`, value.index];
    const identity: RecordedNode = {
      kind: "op",
      op: "Identity",
      attributes: [{ name: "T", type: binding.TF_ATTR_TYPE, value: node.dtype }],
      inputs: [value],
      shapes: [node.shape],
    };
    const index = recording.nodes.length + i;
    graph.addNode(toNodeDef(protos, binding, identity, index));
    return [`n${index}`, 0];
  });
  return { graph: Buffer.from(graph.serializeBinary()), inputs, outputs };
}

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

/**
 * TensorFlow.js adds biases with a broadcasting Add. As BiasAdd, the same sum is faster, and TensorFlow fuses it with the
 * convolution or product before and the activation after it.
 */
function asBiasAdd(nodes: readonly RecordedNode[], node: RecordedNode): RecordedNode {
  if (node.kind !== "op" || (node.op !== "Add" && node.op !== "AddV2")) return node;
  const [x, bias] = node.inputs.map((input) => nodes[input.node]!);
  const from = x?.kind === "op" ? x : undefined;
  const shape = bias?.kind === "input" ? bias.shape : undefined;
  const sum = node.shapes[0]!;
  const weighted = from && ["Conv2D", "Conv2DBackpropInput", "MatMul", "Reshape"].includes(from.op);
  if (!weighted || shape?.length !== 1 || sum.length < 2 || shape[0] !== sum.at(-1)) return node;
  if (String(from.shapes[0]) !== String(sum)) return node;
  return { ...node, op: "BiasAdd" };
}

function toNodeDef(protos: Protos, binding: Binding, node: RecordedNode, index: number): Message {
  const definition = new protos.NodeDef();
  definition.setName(`n${index}`);
  const attributes = definition.getAttrMap();
  const make = (fill: (value: AttrValue) => void): AttrValue => {
    const value = new protos.AttrValue();
    fill(value);
    return value;
  };
  if (node.kind === "op") {
    definition.setOp(node.op);
    node.inputs.forEach((input) => definition.addInput(`n${input.node}:${input.index}`));
    for (const attribute of node.attributes)
      attributes.set(attribute.name, make((value) => fillAttribute(protos, binding, value, attribute))); // prettier-ignore
    return definition;
  }
  const shape = toShape(protos, node.shape);
  attributes.set("dtype", make((value) => value.setType(node.dtype))); // prettier-ignore
  if (node.kind === "input") {
    definition.setOp("Placeholder");
    attributes.set("shape", make((value) => value.setShape(shape))); // prettier-ignore
    return definition;
  }
  definition.setOp("Const");
  const tensor = new protos.Tensor();
  tensor.setDtype(node.dtype);
  tensor.setTensorShape(shape);
  tensor.setTensorContent(toBytes(node.values, node.dtype));
  attributes.set("value", make((value) => value.setTensor(tensor))); // prettier-ignore
  return definition;
}

function toShape(protos: Protos, sides: readonly number[]): Message {
  const shape = new protos.TensorShape();
  for (const side of sides) {
    const dim = new protos.TensorShape.Dim();
    dim.setSize(side);
    shape.addDim(dim);
  }
  return shape;
}

function fillAttribute(protos: Protos, binding: Binding, target: AttrValue, { type, value }: OpAttribute): void {
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

/** A constant's numbers as TensorFlow stores them; the dtype numbers are DataType's in types.proto. */
function toBytes(values: ArrayLike<number>, dtype: number): Uint8Array {
  if (ArrayBuffer.isView(values)) return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  if (dtype === 10) return Uint8Array.from(values);
  const typed = dtype === 3 ? Int32Array.from(values) : Float32Array.from(values);
  return new Uint8Array(typed.buffer);
}
