/**
 * Gradients of comparisons, and of what is computed of their yes and no: zero.
 *
 * TensorFlow.js 4.22.0 has no gradient for these, so that a gradient stops at them ("gradient
 * function not found for Greater"): a mask is made with `NotEqual` and `Any`, and the first
 * derivatives of leaky relu, hard sigmoid (the gates of a LSTM) and maxima are written with
 * `Greater`, `LogicalAnd` and `Equal` (tfjs-core/src/gradients/LeakyRelu_grad.ts,
 * ClipByValue_grad.ts, Max_grad.ts).
 */
import * as tf from "@tensorflow/tfjs";

/** The kernels, and what they call their inputs. */
const flat: Readonly<Record<string, readonly string[]>> = {
  Greater: ["a", "b"],
  GreaterEqual: ["a", "b"],
  Less: ["a", "b"],
  LessEqual: ["a", "b"],
  Equal: ["a", "b"],
  NotEqual: ["a", "b"],
  LogicalAnd: ["a", "b"],
  LogicalOr: ["a", "b"],
  LogicalNot: ["x"],
  Any: ["x"],
  All: ["x"],
};

/** Makes comparisons constants to gradients, on all backends; called once. */
export function useFlatComparisons(): void {
  for (const [kernelName, names] of Object.entries(flat))
    tf.registerGradient({
      kernelName,
      inputsToSave: [...names],
      gradFunc: (_, saved) =>
        Object.fromEntries(
          names.map((name, i) => [name, () => tf.zerosLike(tf.cast(saved[i]!, "float32"))]),
        ),
    });
}
