import type * as tf from "@tensorflow/tfjs";
import { collectiveOp } from "../collectives/collectiveOp";
import { typeAttribute, type Binding } from "./nodeBackend";
import { toNodeDef } from "./nodeDef";
import { loadProtos, newGraph } from "./protos";
import { adamOp, type RecordedNode, type Recording, type ValueRef } from "./record";
import { simplify } from "./simplify";

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
  let spoken: number | undefined;
  nodes.forEach((node, i) => {
    if (node.kind === "input") {
      const home = homes.has(i);
      inputs.push(home ? `n${i}_home` : `n${i}`, 0);
      add(home ? `n${i}_home` : `n${i}`, home ? { ...node, dtype: resource } : node, []);
      if (home && read.has(`${i}:0`)) readHome({ node: i, index: 0 }, []);
    } else if (!needed.has(i)) return;
    else if (node.kind === "constant") add(`n${i}`, node, []);
    else if (!isAdam(node)) {
      // All workers speak in the same order, as NCCL wants it.
      const before = isCollective(node) && spoken !== undefined ? [`^n${spoken}`] : [];
      if (isCollective(node)) spoken = i;
      add(`n${i}`, node, [...node.inputs.map(textOf), ...before]);
    } else {
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
const isCollective = (node: RecordedNode): boolean =>
  node.kind === "op" && node.op === collectiveOp;
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
