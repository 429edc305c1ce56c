/**
 * The second derivative of max-pooling on TensorFlow, for penalties on D's gradient.
 *
 * TensorFlow.js 4.22.0 has no gradient for `MaxPoolGrad`, so that a gradient of a gradient stops at a max-pooling layer
 * ("gradient function not found for MaxPoolGrad"). The first derivative is linear in dy: it puts each dy where the maximum
 * was; its own derivative takes values from there, which is TensorFlow's `MaxPoolGradGrad`. Other backends lack it still.
 */
import * as tf from "@tensorflow/tfjs";
import { typeAttribute, type NodeBackend } from "./compile/nodeBackend";

interface PoolAttributes {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: "same" | "valid" | number;
}

const pair = (value: number | [number, number]): number[] => (Array.isArray(value) ? value : [value, value]);

/** Makes max-pooling differentiable twice on the tensorflow backend; called once, when it starts. */
export function useMaxPoolSecondGradient(): void {
  tf.registerKernel({
    kernelName: "MaxPoolGradGrad",
    backendName: "tensorflow",
    kernelFunc: ({ inputs, attrs, backend }) => {
      const node = backend as unknown as NodeBackend;
      const { filterSize, strides, pad } = attrs as unknown as PoolAttributes;
      const { binding } = node;
      return node.executeSingleOutput(
        "MaxPoolGradGrad",
        [
          typeAttribute(binding, "T"),
          { name: "ksize", type: binding.TF_ATTR_INT, value: [1, ...pair(filterSize), 1] },
          { name: "strides", type: binding.TF_ATTR_INT, value: [1, ...pair(strides), 1] },
          { name: "padding", type: binding.TF_ATTR_STRING, value: pad === "same" ? "SAME" : "VALID" },
          { name: "data_format", type: binding.TF_ATTR_STRING, value: "NHWC" },
        ],
        [inputs.input, inputs.output, inputs.ddx] as tf.Tensor[],
      );
    },
  });
  tf.registerGradient({
    kernelName: "MaxPoolGrad",
    inputsToSave: ["input", "output"],
    gradFunc: (ddx, saved, attrs) => {
      const [input, output] = saved as [tf.Tensor, tf.Tensor];
      return {
        dy: () => tf.engine().runKernel("MaxPoolGradGrad", { input, output, ddx: ddx as tf.Tensor }, attrs),
        input: () => tf.zerosLike(input),
        output: () => tf.zerosLike(output),
      };
    },
  });
}
