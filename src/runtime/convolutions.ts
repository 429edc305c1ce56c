/**
 * The second derivatives of depthwise and three-dimensional convolutions, and the first of
 * transposed 3-D ones.
 *
 * TensorFlow.js 4.22.0 has no gradient for `DepthwiseConv2dNativeBackpropInput` and
 * `Conv3DBackpropInputV2`, so that a gradient of a gradient stops at a depthwise, separable or 3-D
 * convolution, and any gradient at a transposed 3-D one, which is computed with the latter. Both
 * are linear in dy and in the filter; `Conv2DBackpropInput` has its gradient.
 */
import * as tf from "@tensorflow/tfjs";

const backwards = [
  {
    kernelName: "DepthwiseConv2dNativeBackpropInput",
    forward: "DepthwiseConv2dNative",
    ofFilter: "DepthwiseConv2dNativeBackpropFilter",
    dataFormat: "NHWC",
  },
  {
    kernelName: "Conv3DBackpropInputV2",
    forward: "Conv3D",
    ofFilter: "Conv3DBackpropFilterV2",
    dataFormat: "NDHWC",
  },
];

/** Gives the derivatives by input of such convolutions their own, on all backends; called once. */
export function useConvolutionSecondDerivatives(): void {
  for (const { kernelName, forward, ofFilter, dataFormat } of backwards)
    tf.registerGradient({
      kernelName,
      inputsToSave: ["dy", "filter"],
      gradFunc: (ddx, saved, attributes) => {
        const [dy, filter] = saved as [tf.Tensor, tf.Tensor];
        const x = ddx as tf.Tensor;
        const same = { dataFormat, dilations: filter.shape.slice(2).map(() => 1), ...attributes };
        const run = (kernel: string, inputs: tf.NamedTensorMap, more = {}): tf.Tensor =>
          tf.engine().runKernel(kernel, inputs, { ...same, ...more });
        return {
          dy: () => run(forward, { x, filter }),
          filter: () => run(ofFilter, { x, dy }, { filterShape: filter.shape }),
        };
      },
    });
}
