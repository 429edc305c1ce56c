import type { Binding, OpAttribute } from "./nodeBackend";
import type { OpNode, RecordedNode, Recording, ValueRef } from "./record";

/**
 * The same computation in the ops that TensorFlow does fastest: reshapes that change nothing are
 * left out, biases are BiasAdd, and sums of squares L2Loss.
 *
 * Nodes keep their places, new ones come after them; the ones that nothing needs any more stay
 * behind unused.
 */
export function simplify(recording: Recording, binding: Binding): Recording {
  const nodes = recording.nodes.slice();
  const moved = new Map<number, ValueRef>();
  // Only reshapes move: they have one output.
  const follow = (ref: ValueRef): ValueRef => moved.get(ref.node) ?? ref;
  recording.nodes.forEach((original, i) => {
    if (original.kind !== "op") return;
    const node = { ...original, inputs: original.inputs.map(follow) };
    const source = unreshaped(nodes, node);
    if (source) moved.set(i, source);
    nodes[i] = asBiasAdd(nodes, node) ?? asL2Loss(nodes, node, binding) ?? node;
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
  if (!weighted || nodes[bias.node]!.kind !== "input" || sum.length < 2) return undefined;
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
  const attributes = [typeOf(node)];
  nodes.push({ ...node, op: "L2Loss", attributes, inputs: squares.inputs });
  nodes.push({ kind: "constant", dtype: binding.TF_FLOAT, shape: [], values: [2] });
  const inputs = [nodes.length - 2, nodes.length - 1].map((added) => ({ node: added, index: 0 }));
  return { ...node, op: "Mul", attributes, inputs };
}

const typeOf = ({ attributes }: OpNode): OpAttribute =>
  attributes.find(({ name }) => name === "T")!;
