import * as tf from "@tensorflow/tfjs";
import { sampleLength } from "../data/dataset";
import type { Workers } from "../runtime/collectives/workers";
import type { Batches } from "./drawBatches";
import { countStep, learningRates } from "./changeGame";
import type { Game } from "./game";
import { reserveNoise, roundOf, type RoundInputs, type RoundResults } from "./round";
import { discriminatorReport, generatorReport, readNumbers } from "./steps";
import { annealedTensor } from "./updates";

/** What a round is played with, beside its game. */
export interface RoundParts {
  readonly batches: Batches;
  readonly breathe: () => Promise<void>;
  readonly workers?: Workers | undefined;
  /** Of one of several workers: it wants to stop after this round. */
  readonly wantsToStop: boolean;
}

/**
 * One round: D's updates and G's, their numbers appended to the history.
 *
 * @returns whether one of several workers wants to stop
 */
export async function playRound(game: Game, parts: RoundParts): Promise<boolean> {
  const { discriminatorSteps } = game;
  const rates = learningRates(game);
  const begun = performance.now();
  const measured = play(game, parts);
  const discriminator = discriminatorReport(await readNumbers(measured.discriminator));
  const numbers = await readNumbers(measured.generator);
  const generator = generatorReport(numbers);
  const secondsPerStep = (performance.now() - begun) / 1000;
  await parts.breathe();
  countStep(game, {
    discriminatorLoss: discriminator.loss,
    generatorLoss: generator.loss,
    realScore: discriminator.realScore,
    fakeScore: discriminator.fakeScore,
    fakeScoreAfter: generator.fakeScore,
    discriminatorGradientNorm: discriminator.gradientNorm,
    generatorGradientNorm: generator.gradientNorm,
    generatorLearningRate: rates.generator,
    discriminatorLearningRate: rates.discriminator,
    discriminatorSteps,
    secondsPerStep,
  });
  return parts.workers !== undefined && numbers.at(-1)! > 0;
}

/** Plays a round without reading anything back. */
function play(game: Game, { batches, workers, wantsToStop }: RoundParts): RoundResults {
  const { step, discriminatorSteps: k } = game;
  return tf.tidy(() => {
    const drawn = Array.from({ length: k }, (_, i) => batches.draw(step * k + i));
    const [rows, ...shape] = drawn[0]!.real.shape as [number, ...number[]];
    const batch = rows * (workers?.count ?? 1);
    const noiseOf = (player: "discriminator" | "generator"): RoundInputs["noise"] =>
      reserveNoise(game, player, batch, sampleLength(shape));
    const updates = drawn.map((given) => ({ ...given, noise: noiseOf("discriminator") }));
    const { discriminator, generator } = roundOf(
      game,
      workers,
    )({
      updates,
      noise: noiseOf("generator"),
      annealed: annealedTensor(game),
      vote: workers && tf.scalar(Number(wantsToStop)),
    });
    return { discriminator, generator };
  });
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
