import * as tf from "@tensorflow/tfjs";
import { buildDiscriminator, buildGenerator, dropoutLayer } from "../../src/build";
import { createDataset, mixture2d, type Dataset } from "../../src/data";
import { randomStream } from "../../src/base/random";
import type { GameOptions, TrainGanOptions, TrainingCallback } from "../../src/train";
import { annealRates } from "../../src/train";
import { lossNames } from "../../src/train/losses/named";

/** A game that any number of workers plays alike. */
export interface SharedGame {
  readonly name: string;
  /** A new one, with first weights. */
  readonly make: () => TrainGanOptions;
}

/** A ring, stretched and moved, so that no two parts of it have the same mean and deviation. */
function stretch({ samples, shape, labels }: Dataset): Dataset {
  const moved = samples.map((value, i) => (i % 2 ? value : 3 * value + 0.5));
  return createDataset({ name: "ellipse", samples: moved, shape, labels: labels! });
}
const ring = stretch(mixture2d({ size: 160, seed: 1 }));

/** 48 pictures of 8 x 8 that nobody can learn. */
function pictures(): Dataset {
  const stream = randomStream(5, "pictures");
  const samples = Float32Array.from({ length: 48 * 64 }, () => 2 * stream.uniform() - 1);
  return createDataset({ name: "noise", samples, shape: [8, 8, 1] });
}

const common = { batchSize: 16, steps: 50, seed: 3 } as const;
/** Small rates keep the rounding of sums in another order from growing into another game. */
const slow = { learningRate: 1e-4 } as const;
const players = (more: object = {}): Pick<GameOptions, "generator" | "discriminator"> => ({
  generator: buildGenerator("mlp", { hiddenUnits: [8], seed: 2 }),
  discriminator: buildDiscriminator("mlp", { hiddenUnits: [8], seed: 2, ...more }),
});
const onRing = (name: string, game: Partial<GameOptions>, more: object = {}): SharedGame => ({
  name,
  make: () => ({ ...players(more), ...common, ...slow, ...game, data: ring }),
});
const conditional = (conditioning: "projection" | "auxiliary" | "concatenation"): SharedGame => ({
  name: `conditional, ${conditioning}`,
  make: () => ({
    generator: buildGenerator("mlp", { hiddenUnits: [8], seed: 2, classes: 8 }),
    discriminator: buildDiscriminator("mlp", {
      hiddenUnits: [8],
      seed: 2,
      classes: 8,
      conditioning,
    }),
    ...common,
    ...slow,
    data: ring,
  }),
});

function convolutional(): Pick<GameOptions, "generator" | "discriminator"> {
  const start = (seed: number) => ({ kernelInitializer: tf.initializers.glorotUniform({ seed }) });
  const generator = tf.sequential({
    layers: [
      tf.layers.dense({ units: 64, inputShape: [6], ...start(1) }),
      tf.layers.batchNormalization({ momentum: 0.9 }),
      tf.layers.reLU(),
      tf.layers.reshape({ targetShape: [4, 4, 4] }),
      dropoutLayer({ rate: 0.3, seed: 7 }),
      tf.layers.conv2dTranspose({
        filters: 3,
        kernelSize: 4,
        strides: 2,
        padding: "same",
        ...start(2),
      }),
      tf.layers.batchNormalization({ momentum: 0.9 }),
      tf.layers.reLU(),
      tf.layers.conv2d({
        filters: 1,
        kernelSize: 3,
        padding: "same",
        activation: "tanh",
        ...start(3),
      }),
    ],
  });
  const discriminator = tf.sequential({
    layers: [
      tf.layers.conv2d({
        filters: 4,
        kernelSize: 3,
        strides: 2,
        padding: "same",
        inputShape: [8, 8, 1],
        ...start(4),
      }),
      tf.layers.leakyReLU({ alpha: 0.2 }),
      dropoutLayer({ rate: 0.3, seed: 8 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 1, ...start(5) }),
    ],
  });
  return { generator, discriminator };
}

const augmentation = ["brightness", "contrast", "translation", "cutout"] as const;
const annealing = (): TrainingCallback =>
  annealRates({ from: 2e-4, to: 1e-4, steps: 50, penaltyFactor: { from: 1, to: 0.1 } });

/** All losses, and whatever of a game looks at more than one sample, or draws random numbers. */
export const sharedGames: readonly SharedGame[] = [
  ...lossNames.map((loss) => onRing(loss, { loss })),
  onRing("all penalties", { loss: "hinge + R1(1) + R2(1) + 0-GP(1) + 1-GP(1) + DRAGAN(1)" }),
  conditional("projection"),
  conditional("auxiliary"),
  conditional("concatenation"),
  onRing("packing", { packing: 2 }, { packing: 2 }),
  onRing("minibatch statistics", {}, { minibatchDeviation: true }),
  onRing("packing, minibatch statistics", { packing: 2 }, { packing: 2, minibatchDeviation: true }),
  onRing("spectral norm", { loss: "hinge" }, { spectralNorm: true }),
  onRing("average", { averageDecay: 0.99 }),
  onRing("two updates of D, smoothed", {
    loss: "non-saturating",
    discriminatorSteps: 2,
    labelSmoothing: 0.1,
  }),
  {
    name: "annealed",
    make: () => ({ ...players(), ...common, data: ring, callbacks: [annealing()] }),
  },
  {
    name: "pictures, batch norm, dropout, augmentation",
    make: () => ({ ...convolutional(), ...common, ...slow, augmentation, data: pictures() }),
  },
];
