/**
 * A faster product of matrices on TensorFlow.
 *
 * tfjs-node 4.22.0 asks for every product as a batch of products (dist/kernels/BatchMatMul.js), for
 * a dense layer as a batch of one. TensorFlow's `MatMul` does one product with less work around it,
 * and can fuse the bias and activation after it.
 */
import * as tf from "@tensorflow/tfjs";
import { typeAttribute } from "./compile/nodeBackend";
import { useKernel } from "./ownKernel";

/**
 * Makes the tensorflow backend use MatMul wherever there is but one product; called once, when it
 * starts.
 */
export function useMatMul(): void {
  useKernel<"a" | "b", { transposeA?: boolean; transposeB?: boolean }>(
    "tensorflow",
    "BatchMatMul",
    ({ inputs: { a, b }, attributes, node, stock }) => {
      const single = [a, b].every(({ shape }) => shape.slice(0, -2).every((side) => side === 1));
      if (!single || a.dtype !== "float32" || b.dtype !== "float32") return stock();
      const { transposeA = false, transposeB = false } = attributes;
      const { binding } = node;
      const settings = [
        typeAttribute(binding, "T"),
        { name: "transpose_a", type: binding.TF_ATTR_BOOL, value: transposeA },
        { name: "transpose_b", type: binding.TF_ATTR_BOOL, value: transposeB },
      ];
      return tf.tidy(() => {
        const matrices = [a, b].map((x) => (x.rank === 2 ? x : tf.reshape(x, x.shape.slice(-2))));
        const product = node.executeSingleOutput("MatMul", settings, matrices);
        const rank = Math.max(a.rank, b.rank);
        return rank === 2
          ? product
          : tf.reshape(product, [...Array<number>(rank - 2).fill(1), ...product.shape]);
      });
    },
  );
}
