import type { Binding, OpAttribute } from "./nodeBackend";
import type { OpNode, RecordedNode, Recording, ValueRef } from "./record";

/**
 * The same computation in the ops that TensorFlow does fastest: reshapes and casts that change
 * nothing are left out, biases are BiasAdd, sums of squares L2Loss, and what works on each number
 * by itself comes before a reshape, so that TensorFlow fuses it with the product before it.
 *
 * Nodes keep their places, new ones come after them; the ones that nothing needs any more stay
 * behind unused.
 */
export function simplify(recording: Recording, binding: Binding): Recording {
  const nodes = recording.nodes.slice();
  const moved = new Map<number, ValueRef>();
  // Only reshapes and casts move: they have one output.
  const follow = (ref: ValueRef): ValueRef => moved.get(ref.node) ?? ref;
  recording.nodes.forEach((original, i) => {
    if (original.kind !== "op") return;
    const node = { ...original, inputs: original.inputs.map(follow) };
    const source = unreshaped(nodes, node) ?? uncast(nodes, node);
    if (source) moved.set(i, source);
    const known =
      asBiasAdd(nodes, node) ??
      asL2Loss(nodes, node, binding) ??
      asTwiceSum(nodes, node, binding) ??
      node;
    nodes[i] = beforeReshape(nodes, known) ?? known;
  });
  return {
    ...recording,
    nodes,
    writes: recording.writes.map(({ variable, value }) => ({ variable, value: follow(value) })),
    results: recording.results.map(follow),
  };
}

/** The shape of a value. */
function shapeOf(nodes: readonly RecordedNode[], { node, index }: ValueRef): readonly number[] {
  const from = nodes[node]!;
  return "shapes" in from ? from.shapes[index]! : from.shape;
}

const same = (a: readonly number[], b: readonly number[]): boolean => String(a) === String(b);

/** The value of the same shape that reshapes start from, if any. */
function unreshaped(nodes: readonly RecordedNode[], reshape: OpNode): ValueRef | undefined {
  let found: ValueRef | undefined;
  let next: RecordedNode = reshape;
  while (next.kind === "op" && next.op === "Reshape") {
    const [source] = next.inputs as [ValueRef];
    if (same(shapeOf(nodes, source), reshape.shapes[0]!)) found = source;
    next = nodes[source.node]!;
  }
  return found;
}

/** What a cast to the type that a value has already casts. */
function uncast(nodes: readonly RecordedNode[], node: OpNode): ValueRef | undefined {
  if (node.op !== "Cast") return undefined;
  const [source] = node.inputs as [ValueRef];
  return typeIn(nodes, source) === node.dtypes[0] ? source : undefined;
}

/** The type of a value, as DataType's number. */
function typeIn(nodes: readonly RecordedNode[], { node, index }: ValueRef): number {
  const from = nodes[node]!;
  return "dtypes" in from ? from.dtypes[index]! : from.dtype;
}

/** Ops that work on each number of their first input by itself, whatever axes there are before. */
const ofEachNumber = new Set([
  "BiasAdd",
  "Relu",
  "LeakyRelu",
  "Elu",
  "Sigmoid",
  "Tanh",
  "Softplus",
]);

/** f(reshape(x)) as reshape(f(x)), where the reshape leaves the last axis as it is. */
function beforeReshape(nodes: RecordedNode[], node: OpNode): OpNode | undefined {
  if (!ofEachNumber.has(node.op)) return undefined;
  const [given, ...others] = node.inputs as [ValueRef, ...ValueRef[]];
  const reshape = nodes[given.node]!;
  if (reshape.kind !== "op" || reshape.op !== "Reshape") return undefined;
  const [source, shape] = reshape.inputs as [ValueRef, ValueRef];
  const sides = [...shapeOf(nodes, source)];
  if (sides.length < 2 || sides.at(-1) !== node.shapes[0]!.at(-1)) return undefined;
  nodes.push({ ...node, inputs: [source, ...others], shapes: [sides] });
  return { ...reshape, inputs: [{ node: nodes.length - 1, index: 0 }, shape] };
}

/**
 * As BiasAdd, TensorFlow fuses the sum with the convolution or product before it and the activation
 * after it.
 */
function asBiasAdd(nodes: readonly RecordedNode[], node: OpNode): OpNode | undefined {
  if (node.op !== "Add" && node.op !== "AddV2") return undefined;
  const [x, bias] = node.inputs as [ValueRef, ValueRef];
  const from = nodes[x.node]!;
  const [sum, length] = [node.shapes[0]!, shapeOf(nodes, bias)];
  const weighted =
    from.kind === "op" && ["Conv2D", "Conv2DBackpropInput", "MatMul", "Reshape"].includes(from.op);
  if (!weighted || sum.length < 2) return undefined;
  return same(shapeOf(nodes, x), sum) && same(length, sum.slice(-1))
    ? { ...node, op: "BiasAdd" }
    : undefined;
}

/** The sum of all squares, in one pass: L2Loss is half of it. */
function asL2Loss(nodes: RecordedNode[], node: OpNode, binding: Binding): OpNode | undefined {
  const squares =
    node.op === "Sum" && node.shapes[0]!.length === 0 ? nodes[node.inputs[0]!.node] : undefined;
  if (squares?.kind !== "op" || squares.op !== "Square" || squares.dtypes[0] !== binding.TF_FLOAT)
    return undefined;
  const half = { ...node, op: "L2Loss", attributes: [typeOf(node)], inputs: squares.inputs };
  return twice(nodes, half, binding);
}

/** A sum of twice some numbers as twice their sum, which is the same to the last bit. */
function asTwiceSum(nodes: RecordedNode[], node: OpNode, binding: Binding): OpNode | undefined {
  if (node.op !== "AddN") return undefined;
  const halves = node.inputs.flatMap((ref) => halfOf(nodes, ref) ?? []);
  if (halves.length < node.inputs.length) return undefined;
  return twice(nodes, { ...node, inputs: halves }, binding);
}

/** 2 x, of a node that is added. */
function twice(nodes: RecordedNode[], half: OpNode, { TF_FLOAT }: Binding): OpNode {
  const two = nodes.push(half, { kind: "constant", dtype: TF_FLOAT, shape: [], values: [2] }) - 1;
  const inputs = [two - 1, two].map((node) => ({ node, index: 0 }));
  return { ...half, op: "Mul", attributes: [typeOf(half)], inputs };
}

/** The number that {@link twice} has doubled. */
function halfOf(nodes: readonly RecordedNode[], { node }: ValueRef): ValueRef | undefined {
  const product = nodes[node]!;
  if (product.kind !== "op" || product.op !== "Mul") return undefined;
  const half = nodes[product.inputs[0]!.node]!;
  return half.kind === "op" && half.op === "L2Loss" ? product.inputs[0] : undefined;
}

const typeOf = ({ attributes }: OpNode): OpAttribute =>
  attributes.find(({ name }) => name === "T")!;
