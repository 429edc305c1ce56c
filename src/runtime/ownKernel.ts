import * as tf from "@tensorflow/tfjs";
import type { NodeBackend } from "./compile/nodeBackend";

/** What a kernel of ours is asked for. */
export interface KernelCall<Inputs extends string, Attributes> {
  readonly inputs: Readonly<Record<Inputs, tf.Tensor>>;
  readonly attributes: Attributes;
  /** The backend that asks, where that is TensorFlow in Node. */
  readonly node: NodeBackend;
  /** TensorFlow.js' own kernel, with the same or other inputs and attributes. */
  readonly stock: (inputs?: Partial<Record<Inputs, tf.Tensor>>, given?: object) => tf.TensorInfo;
}

/** Gives a backend a kernel of ours, in place of TensorFlow.js' own where it has one. */
export function useKernel<Inputs extends string, Attributes = object>(
  backendName: "tensorflow" | "wasm" | "cpu",
  kernelName: string,
  compute: (call: KernelCall<Inputs, Attributes>) => tf.TensorInfo,
): void {
  const own = tf.getKernel(kernelName, backendName) as tf.KernelConfig | undefined;
  if (own) tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({
    ...own,
    kernelName,
    backendName,
    kernelFunc: (given) =>
      compute({
        inputs: given.inputs as Record<Inputs, tf.Tensor>,
        attributes: given.attrs as unknown as Attributes,
        node: given.backend as unknown as NodeBackend,
        stock: (inputs, attributes) =>
          own!.kernelFunc({
            ...given,
            inputs: { ...given.inputs, ...inputs },
            attrs: { ...given.attrs, ...attributes },
          }) as tf.TensorInfo,
      }),
  });
}
