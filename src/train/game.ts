import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { defineOptions, positiveNumber, seedOption } from "../base/options";
import { randomStream, type RandomStream } from "../base/random";
import { conditionSizeOf, latentSizeOf } from "../build/sample";
import { requireRuntime } from "../runtime/start";
import { augmentationNames, type Augmentation } from "./augment";
import { createAverage, type Average } from "./average";
import { checkConditions, checkImages, checkPlayers } from "./checkPlayers";
import { disposeGame, enterPlayers, isGone } from "./disposal";
import { emptyHistory, type History } from "./history";
import type { GanLoss } from "./losses/loss";
import { findLoss, lossOption } from "./losses/lossOption";
import type { LossName } from "./losses/named";
import { tryPlayers } from "./tryPlayers";

/**
 * The loss of a game that names none: R3GAN's (https://arxiv.org/abs/2501.05441), with weak
 * penalties. 100 of 100 short games with it did not collapse (test/bench/results/sweep.json).
 */
export const defaultLoss = "relativistic-paired + R1(0.1) + R2(0.1)";

/**
 * The game that most courses begin with: binary cross-entropy, and Adam as DCGAN set it
 * (https://arxiv.org/abs/1511.06434).
 */
export const classicGame = {
  loss: "non-saturating",
  learningRate: 2e-4,
  beta1: 0.5,
  beta2: 0.999,
} as const;

export interface GameOptions {
  /**
   * z `[batch, latentSize]` -> samples; conditional: z and the condition `[batch, conditionSize]`
   * -> samples.
   */
  generator: tf.LayersModel;
  /**
   * samples -> logits `[batch, 1]`; of a conditional game: samples and the condition -> logits, or
   * samples -> logits and class logits `[batch, conditionSize]` (an auxiliary classifier).
   */
  discriminator: tf.LayersModel;
  /**
   * Default `"relativistic-paired + R1(0.1) + R2(0.1)"` ({@link defaultLoss}). Others:
   * `"non-saturating"`, `"minimax"`, `"least-squares"`, `"wasserstein"`, `"wasserstein-gp"`,
   * `"hinge"`, `"dragan"`, `"relativistic-paired"`, `"relativistic-average"`, each also with
   * penalties, such as `"hinge + R1(0.1)"`; or your own.
   */
  loss?: LossName | GanLoss;
  /** Adam's step size, for both players or each. Default 1e-3. */
  learningRate?: number | { generator: number; discriminator: number };
  /**
   * Adam's decay of the gradient's mean, in [0, 1). Default 0, as R3GAN
   * (https://arxiv.org/abs/2501.05441).
   */
  beta1?: number;
  /** Adam's decay of the squared gradient's mean, in [0, 1). Default 0.99, as R3GAN. */
  beta2?: number;
  /**
   * Added to Adam's root of the squared gradient's mean, > 0. Default 1e-7, as in Keras; PyTorch
   * has 1e-8.
   */
  epsilon?: number;
  /** Discriminator updates per generator update. Default 1. */
  discriminatorSteps?: number;
  /**
   * One-sided label smoothing: real samples get the target 1 - this, fakes stay at 0; in [0, 0.5).
   * Default 0. Only for losses with targets: non-saturating, minimax, least squares.
   */
  labelSmoothing?: number;
  /**
   * Keeps a second generator, `game.average.generator`, whose weights are the moving average of G's
   * with this decay a step, in [0, 1); 0.999 is usual. Default 0: none.
   */
  averageDecay?: number;
  /**
   * PacGAN (https://arxiv.org/abs/1712.04086): D judges so many samples at once, joined along the
   * last axis, so that it sees when they are all alike. Default 1. The batch size must be a
   * multiple of it. Penalties are means over samples: R1 is 1/packing of that of what D sees at
   * once (see `r1Penalty`).
   */
  packing?: number;
  /**
   * Differentiable augmentation (https://arxiv.org/abs/2006.10738), for few data: D sees real and
   * generated images only after these random changes, and G learns through them. Default none.
   */
  augmentation?: readonly Augmentation[];
  /**
   * The weight of the auxiliary classifier's cross-entropy, where D has one: D learns it from real
   * samples, G from its own (as in https://arxiv.org/abs/1711.09020; AC-GAN's D also learns from
   * the generated ones, whose classes are still wrong). Default 1.
   */
  auxiliaryWeight?: number;
  /** Decides the order of the data and the noise. Default 0. */
  seed?: number;
}

/** Numbers that a game began with and that change while it is played. */
export interface Annealed {
  /** What the loss' penalties are multiplied with. */
  readonly penaltyFactor: number;
  /** The decay of the averaged generator, a step. */
  readonly averageDecay: number;
}

/** Two players and everything that changes while they play; `changeGame.ts` changes it. */
export interface Game {
  readonly generator: tf.LayersModel;
  readonly discriminator: tf.LayersModel;
  readonly generatorOptimizer: tf.AdamOptimizer;
  readonly discriminatorOptimizer: tf.AdamOptimizer;
  /**
   * The players' own weights, listed explicitly: TensorFlow.js cannot freeze a model while another
   * trains.
   */
  readonly generatorVariables: tf.Variable[];
  readonly discriminatorVariables: tf.Variable[];
  readonly loss: GanLoss;
  readonly latentSize: number;
  /** How many numbers the players are told of each sample; 0 where the game is not conditional. */
  readonly conditionSize: number;
  readonly packing: number;
  readonly augmentation: readonly Augmentation[];
  readonly auxiliaryWeight: number;
  readonly discriminatorSteps: number;
  readonly labelSmoothing: number;
  readonly seed: number;
  /** Where z comes from. */
  readonly noise: RandomStream;
  /** Where penalties take random points from, and augmentations what they change. */
  readonly penaltyNoise: RandomStream;
  /** The averaged generator, where one was asked for. */
  readonly average?: Average;
  /** What `annealRates` has changed since; none where it changes nothing but Adam's settings. */
  readonly annealed?: Annealed;
  /** Everything measured so far, over all calls of `trainGan`. */
  readonly history: History;
  /** Generator updates made so far by `trainGan`. */
  readonly step: number;
  /**
   * Gives back all memory of TensorFlow's at once: the players', unless another game plays with
   * them (layers stay that another model has called), the optimizers', the averaged generator's and
   * the compiled steps'. The history stays; played, measured or read, the game throws from then on.
   * A game that nobody holds is given back by itself, in time; `using game = createGame(…)` does it
   * at the end of the block.
   */
  dispose(): void;
  /** The same, for `using`. */
  [Symbol.dispose](): void;
}

const isModel = (value: unknown): boolean => value instanceof tf.LayersModel;

const model = z
  .custom<tf.LayersModel>(isModel, "expected a tf.LayersModel")
  .refine((value) => !isGone(value), "expected a tf.LayersModel that has not been disposed");

/** Smaller numbers are 0 in float32. */
const leastEpsilon = 1.2e-38;

/** One schema for `createGame` and, extended, for `trainGan`. */
export const gameSchema = z.strictObject({
  generator: model,
  discriminator: model,
  loss: lossOption.default(defaultLoss),
  learningRate: z
    .union(
      [
        positiveNumber,
        z.strictObject({ generator: positiveNumber, discriminator: positiveNumber }),
      ],
      {
        error: "expected a number > 0 or { generator, discriminator }",
      },
    )
    .default(1e-3),
  beta1: z.number().min(0).lt(1).default(0),
  beta2: z.number().min(0).lt(1).default(0.99),
  epsilon: z.number().min(leastEpsilon).default(1e-7),
  discriminatorSteps: z.int().min(1).default(1),
  labelSmoothing: z.number().min(0).lt(0.5).default(0),
  averageDecay: z.number().min(0).lt(1).default(0),
  packing: z.int().min(1).default(1),
  augmentation: z.array(z.enum(augmentationNames)).default([]),
  auxiliaryWeight: z.number().min(0).default(1),
  seed: seedOption,
});
const readOptions = defineOptions("createGame", gameSchema);

/**
 * Sets up a game, at step 0.
 *
 * Any layer of `tf.layers` that computes numbers plays, in all games; `test/train/layers.test.ts`
 * lists them. What cannot is said here, by its name: `embedding` in D (nothing of it reaches G),
 * `conv1d` with padding "causal", the preprocessing layers, and a layer of your own without a
 * slope, or, where the loss has a penalty, without a second one.
 *
 * @throws TypeError when an option is wrong, the players do not fit each other, have nothing to
 *   train, or their slopes cannot be taken; Error when the runtime has not been started
 */
export function createGame(options: GameOptions): Game {
  requireRuntime("createGame");
  const { generator, discriminator, loss, learningRate, averageDecay, ...others } =
    readOptions(options);
  const { beta1, beta2, epsilon, ...rest } = others;
  checkPlayers(generator, discriminator, rest.packing);
  checkConditions(generator, discriminator, rest.packing);
  if (rest.augmentation.length) checkImages(generator);
  const pair = findLoss(loss);
  if (rest.labelSmoothing > 0 && !pair.hasTargets)
    throw new TypeError(
      `createGame: expected labelSmoothing 0, received ${rest.labelSmoothing}: the loss ` +
        `"${pair.name}" has no targets to smooth`,
    );
  tryPlayers(generator, discriminator, pair);
  const rates =
    typeof learningRate === "number"
      ? { generator: learningRate, discriminator: learningRate }
      : learningRate;
  const game: Game = {
    ...rest,
    generator,
    discriminator,
    generatorOptimizer: tf.train.adam(rates.generator, beta1, beta2, epsilon),
    discriminatorOptimizer: tf.train.adam(rates.discriminator, beta1, beta2, epsilon),
    ...(averageDecay > 0 && { average: createAverage(generator, averageDecay) }),
    generatorVariables: variablesOf(generator),
    discriminatorVariables: variablesOf(discriminator),
    loss: pair,
    latentSize: latentSizeOf(generator),
    conditionSize: conditionSizeOf(generator),
    noise: randomStream(rest.seed, "noise"),
    penaltyNoise: randomStream(rest.seed, "penalty"),
    history: emptyHistory(),
    step: 0,
    dispose: () => disposeGame(game),
    [Symbol.dispose]: () => disposeGame(game),
  };
  enterPlayers(game);
  return game;
}

function variablesOf(model: tf.LayersModel): tf.Variable[] {
  return model.trainableWeights.map((weight) => weight.read() as tf.Variable);
}
