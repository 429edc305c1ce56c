/**
 * Repair to `@tensorflow/tfjs-backend-wasm` 4.22.0: it has no `Conv2DBackpropFilter`, so no convolution can be trained
 * on it (tensorflow/tfjs#8474). The kernel below makes it of ones that exist: one matrix product per filter tap.
 */
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";

interface BackpropFilterAttributes {
  strides: [number, number] | number;
  pad: Parameters<typeof tf.backend_util.computeConv2DInfo>[4];
  dimRoundingMode?: "floor" | "round" | "ceil";
  filterShape: [number, number, number, number];
}

/** dL/dfilter of a 2-D convolution: x `[n, h, w, in]`, dy `[n, oh, ow, out]` -> `[fh, fw, in, out]`. */
export function convolutionFilterGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  { strides, pad, dimRoundingMode, filterShape }: BackpropFilterAttributes,
): tf.Tensor4D {
  return tf.tidy(() => {
    const info = tf.backend_util.computeConv2DInfo(
      x.shape,
      filterShape,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const { outHeight, outWidth, strideHeight, strideWidth, inChannels, outChannels, padInfo } =
      info;
    const padded = tf.pad(x, [
      [0, 0],
      [padInfo.top, padInfo.bottom],
      [padInfo.left, padInfo.right],
      [0, 0],
    ]);
    const rows = info.batchSize * outHeight * outWidth;
    const errors = tf.reshape(dy, [rows, outChannels]);
    const taps: tf.Tensor[] = [];
    for (let i = 0; i < filterShape[0]; i++)
      for (let j = 0; j < filterShape[1]; j++) {
        const seen = tf.stridedSlice(
          padded,
          [0, i, j, 0],
          [
            info.batchSize,
            i + (outHeight - 1) * strideHeight + 1,
            j + (outWidth - 1) * strideWidth + 1,
            inChannels,
          ],
          [1, strideHeight, strideWidth, 1],
        );
        taps.push(tf.matMul(tf.reshape(seen, [rows, inChannels]), errors, true, false));
      }
    return tf.reshape(tf.stack(taps), filterShape);
  });
}

/** Starts the WebAssembly backend, with the missing kernel added. */
export async function startWasm(): Promise<void> {
  if (!tf.getKernel("Conv2DBackpropFilter", "wasm"))
    tf.registerKernel({
      kernelName: "Conv2DBackpropFilter",
      backendName: "wasm",
      kernelFunc: ({ inputs, attrs }) =>
        convolutionFilterGradient(
          inputs.x as tf.Tensor4D,
          inputs.dy as tf.Tensor4D,
          attrs as unknown as BackpropFilterAttributes,
        ),
    });
  if (!(await tf.setBackend("wasm")))
    throw new Error("the WebAssembly backend could not be initialised");
}
