import * as tf from "@tensorflow/tfjs";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { createDataset, type Dataset } from "../../src/data/dataset";
import { takeSamples } from "../../src/data/samples";
import { mixture2d } from "../../src/data/mixture2d";
import { loadMnist } from "../../src/data/mnist";
import {
  classicGame,
  createGame,
  defaultLoss,
  type Game,
  type GameOptions,
} from "../../src/train/game";
import { nonSaturatingLoss } from "../../src/train/losses/nonSaturating";
import { r1Penalty, withPenalty } from "../../src/train/losses/penalties";

/** A game to play and to look at. */
export interface Exhibit {
  readonly name: string;
  readonly game: () => Game;
  readonly data: Dataset;
  readonly steps: number;
  readonly batchSize: number;
  readonly holdout?: Dataset;
}

/** A broken game, and what the doctor has to say first. */
export interface BrokenExhibit extends Exhibit {
  readonly finding: string;
  /** What follows from it, and may be said, too. */
  readonly also?: readonly string[];
}

const points = {
  ring: mixture2d({ size: 5000 }),
  grid: mixture2d({ kind: "grid25", size: 5000 }),
  moons: mixture2d({ kind: "moons", size: 5000 }),
  blob: mixture2d({ kind: [[0, 0]], standardDeviation: 1, size: 5000 }),
  pair: mixture2d({
    kind: [
      [-1, 0],
      [1, 0],
    ],
    standardDeviation: 0.2,
    size: 5000,
  }),
};
const digits = loadMnist();

const mlp = (seed: number, more: Partial<GameOptions> = {}, latentSize = 2): Game =>
  createGame({
    generator: buildGenerator("mlp", { seed, latentSize }),
    discriminator: buildDiscriminator("mlp", { seed }),
    ...classicGame,
    learningRate: 1e-3,
    seed,
    ...more,
  });
const images = (preset: "seed" | "dcgan", seed: number, more: Partial<GameOptions> = {}): Game =>
  createGame({
    ...classicGame,
    generator: buildGenerator(preset, { seed }),
    discriminator: buildDiscriminator(preset, { seed }),
    seed,
    ...more,
  });
const defaults = { loss: defaultLoss, learningRate: 1e-3, beta1: 0, beta2: 0.99 } as const;
const inPlane = { steps: 1500, batchSize: 128 };
const onDigits = { data: digits.train, holdout: digits.test, batchSize: 16 };

/**
 * 22 games that are well: five kinds of points, three seeds each; digits, three seeds; an average;
 * a penalty; the default game.
 */
export const healthy: readonly Exhibit[] = [
  ...Object.entries(points).flatMap(([name, data]) =>
    [1, 2, 3].map((seed) => ({
      name: `${name}, seed ${seed}`,
      game: () => mlp(seed),
      data,
      ...inPlane,
    })),
  ),
  ...[1, 2, 3].map((seed) => ({
    name: `digits, seed ${seed}`,
    game: () => images("dcgan", seed),
    ...onDigits,
    steps: 300,
  })),
  {
    name: "ring, averaged",
    game: () => mlp(4, { averageDecay: 0.999 }),
    data: points.ring,
    ...inPlane,
  },
  {
    name: "ring, default game",
    game: () => mlp(5, { ...defaults }),
    data: points.ring,
    ...inPlane,
  },
  {
    name: "digits, default game",
    game: () => images("dcgan", 4, { ...defaults }),
    ...onDigits,
    steps: 300,
  },
  {
    name: "moons with R1",
    game: () => mlp(4, { loss: withPenalty(nonSaturatingLoss, r1Penalty()) }),
    data: points.moons,
    ...inPlane,
  },
];

const dense = (units: number, more: object = {}): tf.layers.Layer =>
  tf.layers.dense({
    units,
    kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
    ...more,
  });
const model = (...layers: tf.layers.Layer[]): tf.LayersModel => tf.sequential({ layers });
const scaled = (name: string, data: Dataset, scale: (value: number) => number): Dataset =>
  createDataset({ name, samples: data.samples.map(scale), shape: data.shape });

/** Games with one thing wrong. */
export const broken: readonly BrokenExhibit[] = [
  {
    name: "learning rate x 10",
    finding: "learning-rate-too-high",
    also: ["dead-relus", "generator-collapsed"],
    game: () => mlp(1, { learningRate: 1e-2 }),
    data: points.ring,
    ...inPlane,
  },
  {
    name: "pixels in 0 … 255",
    finding: "data-range",
    game: () => images("seed", 1),
    ...onDigits,
    data: scaled("digits in 0 … 255", digits.train, (value) => (value + 1) * 127.5),
    steps: 50,
  },
  {
    name: "pixels in 0 … 1 for tanh",
    finding: "data-range",
    game: () => images("seed", 1),
    ...onDigits,
    data: scaled("digits in 0 … 1", digits.train, (value) => (value + 1) / 2),
    steps: 50,
  },
  {
    name: "swapped labels",
    finding: "swapped-labels",
    also: ["generator-collapsed"],
    game: () =>
      mlp(1, {
        loss: {
          ...nonSaturatingLoss,
          name: "swapped",
          discriminator: (real, fake, target) =>
            nonSaturatingLoss.discriminator(fake, real, target),
        },
      }),
    data: points.ring,
    ...inPlane,
  },
  {
    name: "a generator that wants to be found out",
    finding: "swapped-labels",
    also: ["discriminator-too-strong", "generator-collapsed"],
    game: () =>
      mlp(1, {
        loss: {
          ...nonSaturatingLoss,
          name: "wrong sign",
          generator: (fake, real) => tf.neg(nonSaturatingLoss.generator(fake, real)),
        },
      }),
    data: points.ring,
    ...inPlane,
  },
  {
    name: "forgotten detach",
    finding: "shared-weights",
    game: (): Game => {
      const game = mlp(1);
      return {
        ...game,
        discriminatorVariables: [...game.discriminatorVariables, ...game.generatorVariables],
      };
    },
    data: points.ring,
    ...inPlane,
  },
  {
    name: "k = 20",
    finding: "discriminator-too-strong",
    also: ["generator-collapsed"], // on some processors: 491 of 500 drawings are 8s to the judge
    game: () => images("dcgan", 1, { discriminatorSteps: 20 }),
    ...onDigits,
    steps: 200,
  },
  {
    name: "batch norm with R1",
    finding: "batch-norm-with-penalty",
    game: () =>
      mlp(1, {
        discriminator: model(
          dense(64, { inputShape: [2] }),
          tf.layers.batchNormalization(),
          tf.layers.leakyReLU(),
          dense(1),
        ),
        loss: withPenalty(nonSaturatingLoss, r1Penalty()),
      }),
    data: points.ring,
    ...inPlane,
  },
  {
    name: "z of size 1",
    finding: "latent-too-small",
    game: () => mlp(1, {}, 1),
    data: points.moons,
    ...inPlane,
  },
  {
    name: "biases of -10 before relu",
    finding: "dead-relus",
    also: ["discriminator-too-strong", "generator-collapsed"],
    game: () =>
      mlp(1, {
        generator: model(
          dense(64, {
            inputShape: [2],
            activation: "relu",
            biasInitializer: tf.initializers.constant({ value: -10 }),
          }),
          dense(2),
        ),
      }),
    data: points.moons,
    ...inPlane,
  },
  {
    name: "a loss that takes log(0)",
    finding: "not-finite",
    game: () =>
      mlp(1, {
        loss: {
          ...nonSaturatingLoss,
          name: "log of a probability",
          discriminator: (real, fake) =>
            tf.neg(
              tf.mean<tf.Scalar>(
                tf.add(
                  tf.log(tf.sigmoid(tf.mul(real, 300))),
                  tf.log(tf.sub(1, tf.sigmoid(tf.mul(fake, 300)))),
                ),
              ),
            ),
        },
      }),
    data: points.ring,
    ...inPlane,
  },
  {
    name: "60 digits, learned by heart",
    finding: "memorising",
    game: () => images("dcgan", 1),
    ...onDigits,
    data: takeSamples(
      digits.train,
      Array.from({ length: 60 }, (_, i) => i),
      "60 digits",
    ),
    steps: 300,
  },
  {
    name: "the seed pair",
    finding: "generator-collapsed",
    game: () => images("seed", 1),
    ...onDigits,
    steps: 500,
  },
  {
    name: "a linear game without damping",
    finding: "oscillation",
    game: () =>
      createGame({
        ...classicGame,
        generator: model(dense(2, { inputShape: [2] })),
        discriminator: model(dense(1, { inputShape: [2] })),
        learningRate: 1e-2,
      }),
    data: mixture2d({ kind: [[1, 0]], standardDeviation: 0.01, size: 1000 }),
    steps: 2000,
    batchSize: 64,
  },
  {
    name: "first weights of zero",
    finding: "uniform-weights",
    also: ["dead-relus", "discriminator-too-strong", "generator-collapsed"],
    game: () =>
      mlp(1, {
        generator: model(
          tf.layers.dense({
            units: 64,
            inputShape: [2],
            activation: "relu",
            kernelInitializer: "zeros",
          }),
          dense(2),
        ),
      }),
    data: points.moons,
    ...inPlane,
  },
  {
    name: "a generator that stands still",
    finding: "player-stands-still",
    also: ["discriminator-too-strong", "generator-collapsed"],
    game: () => mlp(1, { learningRate: { generator: 1e-9, discriminator: 1e-3 } }),
    data: points.moons,
    ...inPlane,
  },
  ...[1, 2].map((seed) => ({
    name: `a discriminator without a hidden layer, seed ${seed}`,
    finding: "discriminator-too-weak",
    game: (): Game => mlp(seed, { discriminator: model(dense(1, { inputShape: [2] })) }),
    data: points.ring,
    ...inPlane,
  })),
  {
    name: "a discriminator without a hidden layer, hinge",
    finding: "discriminator-too-weak",
    game: () => mlp(1, { discriminator: model(dense(1, { inputShape: [2] })), loss: "hinge" }),
    data: points.moons,
    ...inPlane,
  },
  {
    name: "a discriminator whose steps are small beside G's",
    finding: "discriminator-too-weak",
    also: ["generator-collapsed"],
    game: () => mlp(1, { learningRate: { generator: 1e-3, discriminator: 1e-5 } }),
    data: points.ring,
    ...inPlane,
  },
  {
    name: "the same point again and again",
    finding: "data-all-alike",
    game: () => mlp(1, { ...defaults }),
    data: mixture2d({ kind: [[0, 1]], standardDeviation: 0, size: 1000 }),
    ...inPlane,
  },
];
