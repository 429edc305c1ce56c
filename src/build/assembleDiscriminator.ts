import * as tf from "@tensorflow/tfjs";
import { sampleLength } from "../data/dataset";
import { minibatchDeviation } from "./minibatchDeviation";
import { spectralNorm } from "./spectralNorm";
import { initializeKernels, type Initialization } from "./weights";

/** Of the first layer. */
export type InputShape = { inputShape?: number[] };
/** How a discriminator is put together, whatever its layers are. */
export interface DiscriminatorPlan {
  readonly classes: number;
  readonly conditioning: "projection" | "concatenation" | "auxiliary" | "projection + auxiliary";
  readonly spectralNorm: boolean;
  readonly minibatchDeviation: boolean;
  readonly packing: number;
  readonly seed: number;
  readonly initialization?: Initialization | undefined;
}

/**
 * Layers one after the other and a logit.
 *
 * @param layers takes how many values they are given
 */
export function finish(
  layers: (shape: InputShape, length: number) => tf.layers.Layer[],
  shape: readonly number[],
  plan: DiscriminatorPlan,
): tf.LayersModel {
  const chain = (inputShape: number[], given: InputShape): tf.layers.Layer[] => {
    const [plain, all] = [layers(given, sampleLength(inputShape)), [] as tf.layers.Layer[]];
    for (const layer of plain) {
      if (plan.minibatchDeviation && layer.getClassName() === "Flatten")
        all.push(minibatchDeviation());
      all.push(plan.spectralNorm ? normalised(layer) : layer);
    }
    const isFlat = !plain.some((layer) => layer.getClassName() === "Flatten");
    return plan.minibatchDeviation && isFlat ? [...all, minibatchDeviation()] : all;
  };
  if (plan.classes > 0) {
    const features = (x: tf.SymbolicTensor): tf.SymbolicTensor =>
      chain(x.shape.slice(1) as number[], {}).reduce(
        (y, layer) => layer.apply(y) as tf.SymbolicTensor,
        x,
      );
    return connect(features, shape, plan);
  }
  const inputShape = packed(shape, plan);
  const model = tf.sequential({
    name: "discriminator",
    layers: [...chain(inputShape, { inputShape }), dense(1, plan)],
  });
  initializeKernels(model, plan.initialization!, plan.seed + 1, nameOf(plan));
  return model;
}

/** The first weights by the caller's own seed. */
const nameOf = ({ initialization, seed }: DiscriminatorPlan): string =>
  `${initialization}, seed ${seed}`;

/** The shape of so many samples joined along the last axis. */
const packed = (shape: readonly number[], { packing }: DiscriminatorPlan): number[] => [
  ...shape.slice(0, -1),
  shape.at(-1)! * packing,
];

/** A model of any form, from samples (and the class) to features, and a logit. */
export function connect(
  features: (samples: tf.SymbolicTensor) => tf.SymbolicTensor,
  shape: readonly number[],
  plan: DiscriminatorPlan,
): tf.LayersModel {
  const { classes, packing, conditioning } = plan;
  const samples = tf.input({ shape: packed(shape, plan) });
  const told =
    classes > 0 && conditioning !== "auxiliary"
      ? tf.input({ shape: [classes * packing] })
      : undefined;
  const seen = features(told && conditioning === "concatenation" ? join(samples, told) : samples);
  const logit = dense(1, plan).apply(seen) as tf.SymbolicTensor;
  const outputs = [logit];
  if (told && conditioning !== "concatenation") {
    const own = dense(seen.shape[1]!, plan, false).apply(told) as tf.SymbolicTensor;
    const agreement = tf.layers.dot({ axes: 1 }).apply([own, seen]) as tf.SymbolicTensor;
    outputs[0] = tf.layers.add().apply([logit, agreement]) as tf.SymbolicTensor;
  }
  if (classes > 0 && conditioning.endsWith("auxiliary"))
    outputs.push(dense(classes, plan).apply(seen) as tf.SymbolicTensor);
  const model = tf.model({
    inputs: told ? [samples, told] : [samples],
    outputs,
    name: "discriminator",
  });
  initializeKernels(model, plan.initialization!, plan.seed + 1, nameOf(plan));
  return model;
}

/** The class beside a vector, or as one more channel of an image. */
function join(samples: tf.SymbolicTensor, told: tf.SymbolicTensor): tf.SymbolicTensor {
  const [height, width] = samples.shape.slice(1) as number[];
  if (samples.rank === 2)
    return tf.layers.concatenate().apply([samples, told]) as tf.SymbolicTensor;
  const plane = tf.layers.dense({ units: height! * width! }).apply(told);
  const channel = tf.layers
    .reshape({ targetShape: [height!, width!, 1] })
    .apply(plane) as tf.SymbolicTensor;
  return tf.layers.concatenate().apply([samples, channel]) as tf.SymbolicTensor;
}

const normalised = (layer: tf.layers.Layer): tf.layers.Layer =>
  ["Conv2D", "Dense"].includes(layer.getClassName()) ? spectralNorm(layer) : layer;

function dense(units: number, plan: DiscriminatorPlan, useBias = true): tf.layers.Layer {
  const layer = tf.layers.dense({ units, useBias });
  return plan.spectralNorm ? spectralNorm(layer) : layer;
}
