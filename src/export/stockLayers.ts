/**
 * This library's own layers, written as what they are made of: layers that Keras and every
 * TensorFlow.js have. In inference they compute the same.
 */
import { rowsOfResampling, type ResamplingFilter } from "./resamplingRows";

/** A layer as a model's topology has it. */
export interface LayerConfig {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>> & { readonly name: string };
}

/** Numbers of a weight. */
export interface WeightValues {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

/** A layer, and its weights. */
export interface StockLayer extends LayerConfig {
  readonly weights: readonly WeightValues[];
}

/** What a layer of ours is told when it is written down. */
export interface OwnLayer {
  readonly config: LayerConfig["config"];
  readonly weights: readonly WeightValues[];
  /** The shapes of its input and output, without the batch. */
  readonly input: readonly number[];
  readonly output: readonly number[];
}

const plain = (class_name: string, name: string, config: object = {}): StockLayer => ({
  class_name,
  config: { ...config, name },
  weights: [],
});
const linear = (
  class_name: string,
  name: string,
  config: object,
  values: Float32Array,
  shape: readonly number[],
  bias?: WeightValues,
): StockLayer => ({
  class_name,
  config: { ...config, use_bias: bias !== undefined, activation: "linear", name },
  weights: [{ values, shape }, ...(bias ? [bias] : [])],
});

/** Layers one after the other, by the class of ours that they stand for. */
export const stockLayers: Readonly<Record<string, (own: OwnLayer) => StockLayer[]>> = {
  StreamDropout: ({ config: { name, rate } }) => [plain("Dropout", name, { rate })],
  SpectralNorm: normalisedLayer,
  GroupedConv2d: ungroupedLayer,
  Resample: resamplingLayers,
  Basis: ({ config: { name }, weights, input, output }) => {
    const [channels, size] = [input[0]!, output.reduce((a, b) => a * b, 1)];
    const kernel = new Float32Array(channels * size);
    weights[0]!.values.forEach((value, i) => (kernel[(i % channels) * size + i] = value));
    return [
      linear("Dense", `${name}_numbers`, { units: size }, kernel, [channels, size]),
      plain("Reshape", name, { target_shape: output }),
    ];
  },
  Project: ({ config: { name }, weights, input, output }) => {
    const [height, width, channels] = input as [number, number, number];
    const config = { kernel_size: [height, width], depth_multiplier: 1, padding: "valid" };
    const shape = [height, width, channels, 1];
    return [
      linear("DepthwiseConv2D", `${name}_sums`, config, weights[0]!.values, shape),
      plain("Reshape", name, { target_shape: output }),
    ];
  },
};

/** The layer inside, with its kernel divided by the largest singular value that was found. */
function normalisedLayer({ config, weights }: OwnLayer): StockLayer[] {
  const inner = config.layer as LayerConfig;
  const [kernel, ...others] = weights as [WeightValues, ...WeightValues[]];
  const [direction, ...bias] = others.reverse() as [WeightValues, ...WeightValues[]];
  const columns = kernel.shape.at(-1)!;
  const u = unit(direction.values);
  const rows = kernel.values.length / columns;
  const product = (r: number, by: Float32Array): number =>
    by.reduce((sum, value, c) => sum + value * kernel.values[r * columns + c]!, 0);
  const images = Float32Array.from({ length: rows }, (_, r) => product(r, u));
  const v = unit(images);
  const largest = images.reduce((sum, value, r) => sum + value * v[r]!, 0);
  const values = kernel.values.map((value) => value / largest);
  return [
    {
      class_name: inner.class_name,
      config: { ...inner.config, name: config.name },
      weights: [{ values, shape: kernel.shape }, ...bias],
    },
  ];
}

function unit(row: Float32Array): Float32Array {
  const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
  return row.map((value) => value / (length + 1e-12));
}

/** A convolution of all channels whose kernel is 0 between the groups. */
function ungroupedLayer({ config, weights, input }: OwnLayer): StockLayer[] {
  const [kernel, bias] = weights as [WeightValues, WeightValues];
  const [height, width, each, filters] = kernel.shape as [number, number, number, number];
  const channels = input[2]!;
  const outputsEach = filters / (channels / each);
  const values = new Float32Array(height * width * channels * filters);
  kernel.values.forEach((value, i) => {
    const [filter, inGroup, place] = [
      i % filters,
      Math.floor(i / filters) % each,
      Math.floor(i / filters / each),
    ];
    const channel = Math.floor(filter / outputsEach) * each + inGroup;
    values[(place * channels + channel) * filters + filter] = value;
  });
  const settings = { filters, kernel_size: [height, width], padding: "same" };
  const shape = [height, width, channels, filters];
  return [linear("Conv2D", config.name, settings, values, shape, bias)];
}

/** A product with a matrix along each axis, which is last for the time of it. */
function resamplingLayers({ config, input, output }: OwnLayer): StockLayer[] {
  const { name, direction, filter } = config as unknown as ResamplingFilter & { name: string };
  const along = (axis: 0 | 1): StockLayer => {
    const [from, units] = [input[axis]!, output[axis]!];
    const kernel = rowsOfResampling({ direction, filter }, from);
    return linear("Dense", `${name}_axis${axis + 1}`, { units }, kernel, [from, units]);
  };
  const permute = (part: string, dims: number[]): StockLayer => plain("Permute", part, { dims });
  return [
    permute(`${name}_turned1`, [3, 2, 1]),
    along(0),
    permute(`${name}_turned2`, [1, 3, 2]),
    along(1),
    permute(name, [2, 3, 1]),
  ];
}
