// The Fréchet distance of games on digits after the same number of steps, five seeds: `npm run
// bench:digits [-- part]`. Writes test/bench/results/digits.json, seed by seed.
//
// Protocol: 1,000 steps of 32 on the 8,000 training digits; 2,000 samples (of the averaged
// generator where the game keeps one) against those digits, in the judge's features. `kinds`:
// digits that the judge gives 2 % of the samples or more.
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { sampleGenerator } from "../../src/build/sample";
import type { Dataset } from "../../src/data/dataset";
import { loadMnist } from "../../src/data/mnist";
import { frechetOf } from "../../src/measure/frechet";
import { judgeSamples, loadJudge } from "../../src/measure/judge";
import { classHistogram } from "../../src/measure/scores";
import { startRuntime } from "../../src/runtime/start";
import { classicGame, createGame, type GameOptions } from "../../src/train/game";
import { trainGan } from "../../src/train/trainGan";
import { compareContestants } from "./results";

const protocol = { steps: 1000, batchSize: 32, samples: 2000 };
type Contestant = { preset: "seed" | "dcgan" | "real"; game: Partial<GameOptions> };
const contestants: Record<string, Contestant> = {
  "held-out digits": { preset: "real", game: {} },
  "seed game": { preset: "seed", game: classicGame },
  "dcgan, classic game": { preset: "dcgan", game: classicGame },
  "dcgan, classic game, averaged": {
    preset: "dcgan",
    game: { ...classicGame, averageDecay: 0.99 },
  },
  "dcgan, default game": { preset: "dcgan", game: {} },
  "dcgan, default game, averaged": { preset: "dcgan", game: { averageDecay: 0.99 } },
  "seed pair, default game": { preset: "seed", game: {} },
};

async function main(part = ""): Promise<void> {
  const { description } = await startRuntime();
  const { train, test } = loadMnist({ seed: 0, order: 1 });
  const real = judgeSamples(train);
  const { steps, batchSize, samples } = protocol;
  const draw = async ({ preset, game: options }: Contestant, seed: number): Promise<Dataset> => {
    if (preset === "real") return test;
    const generator = buildGenerator(preset, { seed });
    const game = createGame({
      ...options,
      generator,
      discriminator: buildDiscriminator(preset, { seed }),
      seed,
    });
    await trainGan({ game, data: train, batchSize, steps });
    return sampleGenerator(game.average?.generator ?? generator, {
      count: samples,
      seed: 1000 + seed,
    });
  };
  const play = async (contestant: Contestant, seed: number): Promise<Record<string, number>> => {
    const { features, featureSize, labels } = judgeSamples(await draw(contestant, seed));
    const kinds = classHistogram(labels, 10).filter(
      (count) => count >= 0.02 * labels.length,
    ).length;
    return { frechet: frechetOf(real.features, features, featureSize), kinds };
  };
  const { name, accuracy } = loadJudge();
  await compareContestants("digits", contestants, play, {
    part,
    protocol: { ...protocol, judge: `${name}, ${accuracy} right`, runtime: description },
  });
}
void main(process.argv[2]);
