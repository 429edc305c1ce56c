import type { RecordedNode, Recording } from "./record";

/** Where two recordings of one step differ, in words, or undefined when they are the same graph. */
export function difference(a: Recording, b: Recording): string | undefined {
  for (let i = 0; i < Math.max(a.nodes.length, b.nodes.length); i++) {
    const [x, y] = [a.nodes[i], b.nodes[i]];
    const after = `op ${i} (${nameOf(x)})`;
    if (x?.kind === "constant" && y?.kind === "constant") {
      if (JSON.stringify(x.shape) !== JSON.stringify(y.shape))
        return `the shape of a constant, ${after}, changes`;
      for (let j = 0; j < x.values.length; j++)
        if (!Object.is(x.values[j], y.values[j]))
          return (
            "a value computed in JavaScript changes from step to step (constant of shape " +
            `[${x.shape.join(", ")}] before ${nextOp(a, i)})`
          );
    } else if (JSON.stringify(x) !== JSON.stringify(y))
      return `${after} becomes ${nameOf(y)}: the step branches`;
  }
  const names = ({ reads, writes }: Recording): string =>
    [...reads, ...writes.map(({ variable }) => variable)].map(({ name }) => name).join();
  return names(a) === names(b) ? undefined : "the step uses other variables each time";
}

const nameOf = (node: RecordedNode | undefined): string =>
  node?.kind === "op" ? node.op : (node?.kind ?? "the end");

/** The name of the first op from some node on. */
export function nextOp({ nodes }: Recording, from: number): string {
  const next = nodes.slice(from).find((node) => node.kind === "op");
  return next?.kind === "op" ? next.op : "the end";
}
