import type * as tf from "@tensorflow/tfjs";
import { parseOptions } from "../base/options";
import { firstWeightsOf } from "../build/weights";
import type { EncodedTable } from "../data/encodeTable";
import type { Data } from "../data/pictures";
import { dataSourceSchema } from "../data/source";
import { isText } from "../data/textDataset";
import { adamState } from "../runtime/adam";
import { runtimeDescription } from "../runtime/start";
import type { Game } from "../train/game";
import { canBeNamed } from "../train/losses/named";
import { findOwnLayers } from "../train/ownLayers";
import { learningRates } from "../train/changeGame";
import type { TrainingState } from "../train/trainGan";
import type { RunConfig } from "./config";
import { hashData, hashOf } from "./hashData";

/** Layers of TensorFlow.js that draw from `Math.random`. */
const lawless = ["Dropout", "SpatialDropout1D", "GaussianNoise", "GaussianDropout", "AlphaDropout"];

/** Describes a game and what it is played with. */
export async function describeRun(
  name: string,
  { game, data, batchSize, stepsTotal }: TrainingState,
  { recorder, notes = {}, parent, firstWeights }: Partial<RunConfig> & Pick<RunConfig, "recorder">,
): Promise<RunConfig> {
  const {
    loss,
    discriminatorSteps,
    labelSmoothing,
    average,
    packing,
    augmentation,
    auxiliaryWeight,
    seed,
    generator,
    discriminator,
  } = game;
  const { beta1, beta2, epsilon } = adamState(game.generatorOptimizer);
  const layers = [...generator.layers, ...discriminator.layers].filter((layer) =>
    lawless.includes(layer.getClassName()),
  );
  return {
    format: "ganbook-run",
    version: 2,
    name,
    created: new Date().toISOString(),
    ...(parent && { parent }),
    unrepeatable: layers.map(
      (layer) =>
        `layer "${layer.name}" (${layer.getClassName()}) draws from Math.random; use dropoutLayer`,
    ),
    game: {
      loss: loss.name,
      learningRate: learningRates(game),
      beta1,
      beta2,
      epsilon,
      discriminatorSteps,
      labelSmoothing,
      averageDecay: average?.decay ?? 0,
      packing,
      augmentation: [...augmentation],
      auxiliaryWeight,
      seed,
    },
    ...(firstWeights ? { firstWeights } : game.step === 0 && { firstWeights: weightsOf(game) }),
    notes,
    own: {
      loss: !canBeNamed(loss),
      layers: [...new Set([generator, discriminator].flatMap(findOwnLayers).map(classNameOf))],
    },
    generator: topologyOf(generator),
    discriminator: topologyOf(discriminator),
    batchSize,
    plannedSteps: game.step + stepsTotal,
    data: await describeData(data, game.conditionSize > 0),
    recorder,
    environment: {
      runtime: await runtimeDescription(),
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
    },
  };
}

/** @param isTold whether the players are told the labels */
async function describeData(data: Data, isTold: boolean): Promise<RunConfig["data"]> {
  const { name, size, shape, labels, source } = data;
  return {
    name,
    size,
    shape: [...shape],
    sha256: await hashData(data),
    ...(labels && isTold && { labelsSha256: hashOf(Int32Array.from(labels)) }),
    ...("codes" in data && { codes: (data as EncodedTable).codes }),
    ...textOf(data),
    ...(source && { source: parseOptions(`data "${name}"`, dataSourceSchema, source) }),
  };
}

/** What a generator of sentences is read back with. */
function textOf(data: Data): Pick<RunConfig["data"], "vocabulary" | "separator"> {
  if (!isText(data)) return {};
  const { vocabulary, separator } = data;
  return { vocabulary: [...vocabulary], separator };
}

const weightsOf = ({ generator, discriminator }: Game): RunConfig["firstWeights"] => ({
  generator: describeFirstWeights(generator),
  discriminator: describeFirstWeights(discriminator),
});

/** Of which numbers, and how they came about where that is known. */
function describeFirstWeights(model: tf.LayersModel): string {
  const values = model.getWeights().map((weight) => Float32Array.from(weight.dataSync()));
  const sum = hashOf(...values).slice(0, 8);
  const known = firstWeightsOf(model);
  return known ? `${known} (${sum})` : sum;
}

const classNameOf = (layer: tf.layers.Layer): string => layer.getClassName();
const topologyOf = (model: tf.LayersModel): RunConfig["generator"] =>
  model.toJSON(undefined, false) as unknown as RunConfig["generator"];

/**
 * Throws unless the data are the ones that the run was played with.
 *
 * @throws TypeError
 */
export async function checkSameData(
  folder: string,
  wanted: RunConfig["data"],
  data: Data,
): Promise<void> {
  const given = await describeData(data, wanted.labelsSha256 !== undefined);
  const sameLabels = wanted.labelsSha256 === given.labelsSha256;
  const isAlike =
    given.sha256 === wanted.sha256 && String(given.shape) === String(wanted.shape) && sameLabels;
  if (isAlike && String(given.vocabulary) !== String(wanted.vocabulary))
    throw new TypeError(
      `${folder}: expected the words that the run was played with, received other words in the ` +
        "same places; encode the text with the run's words (config.json, data.vocabulary)",
    );
  if (isAlike) return;
  const describe = ({ name, size, shape, sha256, labelsSha256 }: RunConfig["data"]): string =>
    `"${name}" (${size} samples of ${JSON.stringify(shape)}, SHA-256 ${sha256.slice(0, 8)}…` +
    `${labelsSha256 ? `, labels ${labelsSha256.slice(0, 8)}…` : ""})`;
  throw new TypeError(
    `${folder}: expected the data that the run was played with, ${describe(wanted)}, ` +
      `received ${describe(given)}`,
  );
}
