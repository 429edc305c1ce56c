import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { defineOptions, positiveInteger } from "../base/options";
import { groupedConv2d as convolve } from "../runtime/groupedConvolution";
import { registerLayer } from "./registerLayer";

export interface GroupedConv2dOptions {
  /** Output channels. */
  filters: number;
  /** Height and width of the filters. Default 3. */
  kernelSize?: number;
  /** How many groups the channels are cut into; it divides both numbers of channels. */
  groups: number;
  /** The layer's name. Default: made up. */
  name?: string;
}

const optionsSchema = z.strictObject({
  filters: positiveInteger,
  kernelSize: positiveInteger.default(3),
  groups: positiveInteger,
  name: z.string().optional(),
});
const readOptions = defineOptions("groupedConv2d", optionsSchema);

/**
 * A convolution with a bias in which each group of output channels sees its own group of input
 * channels, as in ResNeXt (https://arxiv.org/abs/1611.05431); stride 1, zeros around, gradients of
 * any order. TensorFlow.js has none.
 *
 * @throws TypeError on a wrong option, or, when it is built, when the groups do not divide the
 *   channels
 */
export function groupedConv2d(options: GroupedConv2dOptions): tf.layers.Layer {
  return new GroupedConv2d(readOptions(options));
}

type Config = z.output<typeof optionsSchema>;
type Weight = ReturnType<tf.layers.Layer["addWeight"]>;

class GroupedConv2d extends tf.layers.Layer {
  static readonly className = "GroupedConv2d";
  readonly #config: Config;
  #kernel?: Weight;
  #bias?: Weight;

  constructor(config: Config) {
    super(config.name === undefined ? {} : { name: config.name });
    this.#config = config;
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const channels = (inputShape as tf.Shape).at(-1)!;
    const { filters, groups, kernelSize } = this.#config;
    if (channels % groups !== 0 || filters % groups !== 0)
      throw new TypeError(
        `groupedConv2d: expected groups that divide ${channels} channels and ${filters} filters, ` +
          `received ${groups}`,
      );
    const shape = [kernelSize, kernelSize, channels / groups, filters];
    const kernel = tf.initializers.glorotUniform({});
    this.#kernel = this.addWeight("kernel", shape, "float32", kernel);
    this.#bias = this.addWeight("bias", [filters], "float32", tf.initializers.zeros());
    super.build(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
    return tf.tidy(() =>
      tf.add(convolve(x, this.#kernel!.read() as tf.Tensor4D), this.#bias!.read()),
    );
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [...inputShape.slice(0, -1), this.#config.filters];
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { filters, groups, kernelSize } = this.#config;
    return { ...super.getConfig(), filters, groups, kernelSize };
  }
}
registerLayer(GroupedConv2d);
