/**
 * Second derivatives of what is differentiated by its own output: tanh, sigmoid, exp, softmax, elu.
 *
 * TensorFlow.js 4.22.0 saves an op's output for its gradient as a copy, and writes the copy on the
 * tape before the op itself (tfjs-core/src/engine.ts, `runKernelFunc`). Read in order, the copy
 * then comes from nowhere, so that whatever is computed of it, all first derivatives of such ops,
 * has no slope along the op's input: second derivatives are wrong, silently.
 */
import * as tf from "@tensorflow/tfjs";

interface TapeNode {
  inputs: Record<string, tf.Tensor>;
  outputs: tf.Tensor[];
  saved?: tf.Tensor[];
}
/** What is used of TensorFlow.js' engine; its types keep `addTapeNode` to themselves. */
interface Tape {
  state: { activeTape?: TapeNode[] };
  addTapeNode(...given: unknown[]): void;
}

/** Writes copies of an op's outputs after the op, on all backends; called once. */
export function useTapeInOrder(): void {
  const engine = tf.engine() as unknown as Tape;
  const stock = engine.addTapeNode.bind(engine);
  engine.addTapeNode = (...given) => {
    stock(...given);
    const tape = engine.state.activeTape!;
    const node = tape.at(-1)!;
    const outputs = new Set(node.outputs.map(({ id }) => id));
    const before = tape.length - 1;
    const copies = node.saved?.length ?? 0;
    for (let place = Math.max(0, before - copies); place < before; place++)
      if (Object.values(tape[place]!.inputs).some(({ id }) => outputs.has(id))) {
        tape.splice(place, 0, tape.pop()!);
        return;
      }
  };
}
