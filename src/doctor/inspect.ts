import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { defineOptions, positiveInteger, seedOption } from "../base/options";
import { randomStream } from "../base/random";
import { isLastOfBlock } from "../build/resnet";
import type { Dataset } from "../data/dataset";
import { dataOption, type Data } from "../data/pictures";
import { takeSamples } from "../data/samples";
import { requireUndisposed } from "../train/disposal";
import type { Game } from "../train/game";
import { learningRates } from "../train/changeGame";
import { lossSlopes, type LossSlopes } from "../train/losses/lossSlopes";
import { factsOf, rangeOf } from "./dataFacts";
import { deadUnits, type DeadUnits } from "./deadUnits";
import { meanDistance, nearestLabels } from "./distances";
import { drawLike, drawn, logits, shown } from "./shown";

/** What can be seen of a game by looking at it, beside its history. */
export interface Inspection {
  readonly step: number;
  /**
   * Smallest and largest value in the data, and the standard deviation of all values; of the first
   * 1,000 pictures, where they are bytes.
   */
  readonly data: { readonly min: number; readonly max: number; readonly deviation: number };
  /** The values that the generator's last activation can give; undefined where it has none. */
  readonly outputRange?: readonly [number, number];
  /** Mean distance between two samples, of the data and of the generator's. */
  readonly distance: { readonly real: number; readonly fake: number };
  /**
   * Classes with at least 1 % of the samples; a generated sample has the class of its nearest real
   * one.
   */
  readonly classes?: { readonly real: number; readonly fake: number };
  /**
   * How much higher D's mean logit is on data that it has seen than on data that it has not, in
   * standard deviations of the latter; and the standard error of that.
   */
  readonly holdoutGap?: { readonly deviations: number; readonly error: number };
  readonly deadUnits: readonly DeadUnits[];
  /** Weights with NaN or infinite values. */
  readonly notFinite: readonly string[];
  readonly latentSize: number;
  /** How many numbers it takes to say where a sample lies among the data: TwoNN's estimate. */
  readonly intrinsicDimension: number;
  /** Weights that both players train. */
  readonly sharedWeights: readonly string[];
  /**
   * Adam's step size over the weights' size (root mean square), of each player's kernel where it is
   * largest.
   */
  readonly relativeStep: { readonly generator: number; readonly discriminator: number };
  /** Layers whose units all start alike. */
  readonly uniformLayers: readonly string[];
  /** Where the losses push the logits; undefined where they cannot be computed alone. */
  readonly lossSlopes?: LossSlopes;
  /** Batch normalisation in a discriminator that is penalised through its inputs. */
  readonly batchNormWithPenalty: boolean;
}

export interface InspectGameOptions {
  /** Data that are not trained on, for the memorising test. Default: none. */
  holdout?: Data;
  /** Samples to look at. Default 500. */
  samples?: number;
  /** Decides which. Default 0. */
  seed?: number;
}

const schema = z.strictObject({
  holdout: dataOption.optional(),
  samples: positiveInteger.default(500),
  seed: seedOption,
});
const readOptions = defineOptions("inspectGame", schema);

/**
 * Looks at a game without changing it.
 *
 * @throws TypeError on a wrong option; Error when the game has been disposed
 */
export async function inspectGame(
  game: Game,
  data: Data,
  options: InspectGameOptions = {},
): Promise<Inspection> {
  const { holdout, samples, seed } = readOptions(options);
  requireUndisposed("inspectGame", game);
  const some = (set: Data): Dataset =>
    takeSamples(set, randomStream(seed, "inspection").permutation(set.size).subarray(0, samples));
  const real = some(data);
  const facts = factsOf(data, real, `${samples}, ${seed}`);
  const notFinite = [game.generator, game.discriminator].flatMap((model) =>
    model.weights
      .filter((weight) => !weight.read().dataSync().every(Number.isFinite))
      .map(({ name }) => `${model.name}/${name}`),
  );
  const fake = notFinite.length ? undefined : await drawLike(game, samples, seed, real);
  const shared = game.generatorVariables.filter((variable) =>
    game.discriminatorVariables.includes(variable),
  );
  const range = outputRange(game.generator);
  const layers = [...game.generator.layers, ...game.discriminator.layers];
  const slopes = slopesOf(game);
  return {
    step: game.step,
    data: facts.range,
    ...(range && { outputRange: range }),
    distance: { real: facts.distance, fake: fake ? meanDistance(fake) : NaN },
    ...(real.labels &&
      fake && { classes: { real: count(real.labels), fake: count(nearestLabels(fake, real)) } }),
    ...(holdout && { holdoutGap: gap(logits(game, real), logits(game, some(holdout))) }),
    deadUnits: fake
      ? [
          ...deadUnits(game.generator, drawn(game, samples, seed)),
          ...deadUnits(game.discriminator, shown(game, real, fake)),
        ]
      : [],
    notFinite,
    latentSize: game.latentSize,
    intrinsicDimension: facts.dimension,
    sharedWeights: shared.map(({ name }) => name),
    relativeStep: {
      generator: learningRates(game).generator / smallestKernel(game.generatorVariables),
      discriminator:
        learningRates(game).discriminator / smallestKernel(game.discriminatorVariables),
    },
    uniformLayers: layers.filter(isUniform).map(({ name }) => name),
    ...(slopes && { lossSlopes: slopes }),
    batchNormWithPenalty:
      game.loss.penalty !== undefined &&
      game.discriminator.layers.some((layer) => layer.getClassName() === "BatchNormalization"),
  };
}

const ranges: Record<string, readonly [number, number]> = {
  tanh: [-1, 1],
  sigmoid: [0, 1],
  relu: [0, Infinity],
};

/** The range of the last activation in a model. */
function outputRange(model: tf.LayersModel): readonly [number, number] | undefined {
  const passive = ["Reshape", "Flatten"];
  const last = [...model.layers].reverse().find((layer) => !passive.includes(layer.getClassName()));
  const name = last?.getClassName() === "ReLU" ? "relu" : last?.getConfig().activation;
  return typeof name === "string" ? ranges[name] : undefined;
}

/** The number of classes with at least 1 % of the samples. */
function count(labels: ArrayLike<number>): number {
  const counts = new Map<number, number>();
  for (const label of Array.from(labels)) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts.values()].filter((size) => size >= labels.length / 100).length;
}

/** How far the means lie apart, in standard deviations of the second. */
function gap(seen: Float32Array, unseen: Float32Array): Inspection["holdoutGap"] & object {
  const mean = (values: Float32Array): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviations = (mean(seen) - mean(unseen)) / Math.max(1e-6, rangeOf(unseen).deviation);
  return { deviations, error: Math.sqrt(1 / seen.length + 1 / unseen.length) };
}

/** Root mean square of the kernel with the smallest. */
function smallestKernel(variables: readonly tf.Variable[]): number {
  const kernels = variables
    .filter(({ rank }) => rank > 1)
    .map((kernel) => tf.tidy(() => tf.sqrt(tf.mean(tf.square(kernel))).dataSync()[0]!));
  return Math.min(...kernels.filter((size) => size > 0));
}

/** A loss of one's own may want what only a game has. */
function slopesOf({ loss }: Game): LossSlopes | undefined {
  try {
    return lossSlopes(loss);
  } catch {
    return undefined;
  }
}

/** Whether all weights of a layer's kernel are the same number, though it has several units. */
function isUniform(layer: tf.layers.Layer): boolean {
  const [kernel] = layer.getWeights();
  if (!kernel || kernel.rank < 2 || kernel.shape.at(-1) === 1 || isLastOfBlock(layer.name))
    return false;
  const values = kernel.dataSync();
  return values.every((value) => value === values[0]);
}
