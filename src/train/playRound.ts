import * as tf from "@tensorflow/tfjs";
import { sampleLength } from "../data/dataset";
import type { Batches } from "./drawBatches";
import { countStep, learningRates } from "./changeGame";
import type { Game } from "./game";
import { reserveNoise, roundOf, type RoundInputs, type RoundResults } from "./round";
import { discriminatorReport, generatorReport, readNumbers } from "./steps";
import { annealedTensor } from "./updates";

/** One round: D's updates and G's, their numbers appended to the history. */
export async function playRound(
  game: Game,
  batches: Batches,
  breathe: () => Promise<void>,
): Promise<void> {
  const { discriminatorSteps } = game;
  const rates = learningRates(game);
  const begun = performance.now();
  const measured = play(game, batches);
  const discriminator = discriminatorReport(await readNumbers(measured.discriminator));
  const generator = generatorReport(await readNumbers(measured.generator));
  const secondsPerStep = (performance.now() - begun) / 1000;
  await breathe();
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
}

/** Plays a round without reading anything back. */
function play(game: Game, batches: Batches): RoundResults {
  const { step, discriminatorSteps: k } = game;
  return tf.tidy(() => {
    const drawn = Array.from({ length: k }, (_, i) => batches.draw(step * k + i));
    const [batch, ...shape] = drawn[0]!.real.shape as [number, ...number[]];
    const noiseOf = (player: "discriminator" | "generator"): RoundInputs["noise"] =>
      reserveNoise(game, player, batch, sampleLength(shape));
    const updates = drawn.map((given) => ({ ...given, noise: noiseOf("discriminator") }));
    const { discriminator, generator } = roundOf(game)({
      updates,
      noise: noiseOf("generator"),
      annealed: annealedTensor(game),
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
