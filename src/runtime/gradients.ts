/**
 * Faster gradients of relu and leaky relu on TensorFlow.
 *
 * TensorFlow.js 4.22.0 writes relu's gradient as dy * cast(step(x)), and tfjs-node makes `step` of
 * five more ops, each a pass over the largest tensors of a discriminator
 * (tfjs-core/src/gradients/Relu_grad.ts, tfjs-node/src/kernels/Step.ts). TensorFlow has one op for
 * each. They take the output in place of the input, which has the same sign, so that the input need
 * not be kept and TensorFlow can fuse convolution, bias and relu. Their own gradients exist, for
 * penalties that differentiate twice. Other backends keep the stock gradients.
 */
import * as tf from "@tensorflow/tfjs";
import { typeAttribute } from "./compile/nodeBackend";
import { useKernel } from "./ownKernel";

/** Leaky relu's slope; relu has none. */
const alphaOf = (attributes: object | undefined): number | undefined =>
  (attributes as { alpha?: number } | undefined)?.alpha;

type RectifierGradient = "ReluGrad" | "LeakyReluGrad";

/**
 * dy where the activation's output y is positive; elsewhere 0, or alpha dy for leaky relu. Linear
 * in dy, and flat in y: no slope is followed there.
 */
function rectifierGradient(
  op: RectifierGradient,
  dy: tf.Tensor,
  y: tf.Tensor,
  alpha?: number,
): tf.Tensor {
  const attributes = alpha === undefined ? {} : { alpha };
  return tf.customGrad((given) => ({
    value: tf.engine().runKernel<tf.Tensor>(op, { dy: given as tf.Tensor, y }, attributes),
    gradFunc: (ddx: tf.Tensor) => rectifierGradient(op, ddx, y, alpha),
  }))(dy);
}

/**
 * Makes the tensorflow backend use TensorFlow's own relu gradients; called once, when it starts.
 */
export function useRectifierGradients(): void {
  for (const [kernel, op] of [
    ["Relu", "ReluGrad"],
    ["LeakyRelu", "LeakyReluGrad"],
  ] as const) {
    useKernel<"dy" | "y", object | undefined>(
      "tensorflow",
      op,
      ({ inputs: { dy, y }, attributes: given, node }) => {
        const alpha = alphaOf(given);
        const attributes = [typeAttribute(node.binding, "T")];
        if (alpha !== undefined)
          attributes.push({ name: "alpha", type: node.binding.TF_ATTR_FLOAT, value: alpha });
        return node.executeSingleOutput(op, attributes, [dy, y]);
      },
    );
    tf.unregisterGradient(kernel);
    tf.registerGradient({
      kernelName: kernel,
      outputsToSave: [true],
      gradFunc: (dy, saved, attrs) => ({
        x: () => rectifierGradient(op, dy as tf.Tensor, saved[0]!, alphaOf(attrs)),
      }),
    });
  }
}
