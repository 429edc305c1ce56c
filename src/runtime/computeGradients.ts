import * as tf from "@tensorflow/tfjs";

/**
 * A scalar and its slopes along some tensors; none where it does not depend on one.
 *
 * As `tf.variableGrads`, which TensorFlow.js 4.22.0 ends in an assertion when no slope exists, and
 * keeps what it saved for ever when the function throws (tfjs-core/src/engine.ts, `gradients`).
 */
export function computeGradients<T extends tf.Tensor>(
  compute: () => T,
  along: tf.Tensor[],
): { value: T; grads: (tf.Tensor | undefined)[] } {
  const engine = tf.engine();
  try {
    return engine.gradients(compute, along, undefined, true);
  } catch (error) {
    const { state } = engine;
    if (state.gradientDepth === 0) {
      for (const { saved } of state.activeTape ?? []) tf.dispose(saved ?? []);
      state.activeTape = [];
    }
    throw error;
  }
}
