/**
 * Gradients of comparisons: zero.
 *
 * TensorFlow.js 4.22.0 writes leaky relu's gradient with `Greater` (tfjs-core/src/gradients/LeakyRelu_grad.ts) and has no
 * gradient for that, so that a gradient of a gradient stops there ("gradient function not found for Greater").
 */
import * as tf from "@tensorflow/tfjs";

/** Makes comparisons constants to gradients, on all backends; called once. */
export function useFlatComparisons(): void {
  for (const kernelName of ["Greater", "GreaterEqual", "Less", "LessEqual"]) {
    const gradFunc: tf.GradConfig["gradFunc"] = (_, saved) => {
      const [a, b] = saved as [tf.Tensor, tf.Tensor];
      return { a: () => tf.zerosLike(a), b: () => tf.zerosLike(b) };
    };
    tf.registerGradient({ kernelName, inputsToSave: ["a", "b"], gradFunc });
  }
}
