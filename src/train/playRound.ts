import * as tf from "@tensorflow/tfjs";
import type { BatchStream } from "../data/batches";
import { sampleLength } from "../data/dataset";
import { compiledRound, layOut, reserveNoise } from "./compiledRound";
import type { Game } from "./game";
import { reservePlaces } from "./players";
import { learningRates } from "./settings";
import {
  discriminatorReport,
  discriminatorStep,
  generatorReport,
  generatorStep,
  type DiscriminatorReport,
  type GeneratorReport,
} from "./steps";

/** One round: D's updates and G's, their numbers appended to the history. */
export async function playRound(
  game: Game,
  batches: Batches,
  breathe: () => Promise<void>,
): Promise<void> {
  const { history, discriminatorSteps } = game;
  const rates = learningRates(game);
  const begun = performance.now();
  const { discriminator, generator } = canCompile(game)
    ? playCompiled(game, batches)
    : await playOpByOp(game, batches, breathe);
  history.secondsPerStep.push((performance.now() - begun) / 1000);
  await breathe();
  history.step.push(++game.step);
  history.discriminatorLoss.push(discriminator.loss);
  history.generatorLoss.push(generator.loss);
  history.realScore.push(discriminator.realScore);
  history.fakeScore.push(discriminator.fakeScore);
  history.fakeScoreAfter.push(generator.fakeScore);
  history.discriminatorGradientNorm.push(discriminator.gradientNorm);
  history.generatorGradientNorm.push(generator.gradientNorm);
  history.generatorLearningRate.push(rates.generator);
  history.discriminatorLearningRate.push(rates.discriminator);
  history.discriminatorSteps.push(discriminatorSteps);
}

/** What a run plays with. */
export interface Batches extends BatchStream {
  /** `[batchSize, ...shape]` */
  readonly shape: number[];
  /**
   * All samples as one tensor and all conditions as another, made when they are first asked for.
   */
  readonly tensors: () => tf.Tensor[];
  readonly conditions: Float32Array | undefined;
}

interface Reports {
  discriminator: DiscriminatorReport;
  generator: GeneratorReport;
}

const canCompile = (game: Game): boolean =>
  tf.getBackend() === "tensorflow" && !compiledRound(game).fallback();
/** The numbers of the round's batches. */
const stepsOf = ({ step, discriminatorSteps: k }: Game): number[] =>
  Array.from({ length: k }, (_, i) => step * k + i);

function playCompiled(game: Game, { indices, tensors, shape }: Batches): Reports {
  const [batch, length] = [shape[0]!, sampleLength(shape.slice(1))];
  const steps = stepsOf(game);
  const data = tensors();
  const numbers = tf.tidy(() => {
    const batches = steps.map((step) => tf.tensor1d(indices(step), "int32"));
    const noises = [...steps, "G"].map(() => reserveNoise(game, batch));
    const updates = [...steps.map(() => "discriminator" as const), "generator" as const];
    const places = updates.flatMap((player) => reservePlaces(game, player, batch, length) ?? []);
    const [measured] = compiledRound(game)(...layOut({ data, batches, noises, places }));
    return Array.from(measured!.dataSync());
  });
  return {
    discriminator: discriminatorReport(numbers.slice(0, 4)),
    generator: generatorReport(numbers.slice(4)),
  };
}

/** Yields between the updates, which may take long. */
async function playOpByOp(
  game: Game,
  batches: Batches,
  breathe: () => Promise<void>,
): Promise<Reports> {
  const { batch, indices, conditions, shape } = batches;
  const { conditionSize } = game;
  const tell = (positions: Int32Array): tf.Tensor | undefined =>
    conditions &&
    tf.stack(
      Array.from(positions, (i) =>
        tf.tensor1d(conditions.slice(i * conditionSize, (i + 1) * conditionSize)),
      ),
    );
  let discriminator: DiscriminatorReport | undefined;
  let [x, condition]: (tf.Tensor | undefined)[] = [];
  try {
    for (const step of stepsOf(game)) {
      tf.dispose([x, condition]);
      x = tf.tensor(batch(step).slice(), shape);
      condition = tf.tidy(() => tell(indices(step)) as tf.Tensor);
      discriminator = await discriminatorStep(game, x, undefined, condition);
      await breathe();
    }
    const generator = await generatorStep(game, shape[0]!, x, condition);
    return { discriminator: discriminator!, generator };
  } finally {
    tf.dispose([x, condition]);
  }
}

/**
 * A function that lets the event loop run, at most every 50 ms: TensorFlow.js' own reads never
 * yield in Node.
 */
export function breather(): () => Promise<void> {
  let last = 0;
  return async () => {
    if (performance.now() - last < 50) return;
    await tf.nextFrame();
    last = performance.now();
  };
}
