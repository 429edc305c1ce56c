// Ring of 8 and grid of 25, five seeds: `npm run bench:points [-- part]`. Writes
// test/bench/results/points.json, seed by seed.
//
// Protocol: 20,000 points, MLPs 128 x 128 x 128, Adam as in R3GAN, 20,000 steps of 256, rates down
// half a cosine to a hundredth; 2,500 samples of the averaged generator. A sample is of high
// quality within three standard deviations of a centre; a mode is covered with 20 such samples or
// more.
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { sampleGenerator } from "../../src/build/sample";
import { mixture2d } from "../../src/data/mixture2d";
import { countModes } from "../../src/measure/modes";
import { startRuntime } from "../../src/runtime/start";
import { annealRates } from "../../src/train/annealRates";
import { createGame } from "../../src/train/game";
import type { LossName } from "../../src/train/losses/named";
import { trainGan } from "../../src/train/trainGan";
import { compareContestants } from "./results";

const protocol = {
  steps: 20_000,
  rate: 2e-3,
  beta1: 0,
  beta2: 0.99,
  batchSize: 256,
  latentSize: 2,
  hiddenUnits: [128, 128, 128],
  averageDecay: 0.999,
  drawn: 2500,
};
type Contestant = { kind: "ring8" | "grid25"; loss?: LossName; published: object };
// Modes, high quality, reverse KL. VEEGAN: https://arxiv.org/abs/1705.07761, table 1, 2,500
// samples; PacGAN: https://arxiv.org/abs/1712.04086, table 1, means of ten runs.
const published = {
  ring8: {
    "GAN (PacGAN)": [6.3, 0.982, 0.45],
    VEEGAN: [8, 0.529],
    PacGAN2: [7.9, 0.956, 0.07],
    PacGAN3: [7.8, 0.977, 0.1],
    PacGAN4: [7.8, 0.959, 0.07],
  },
  grid25: {
    "GAN (PacGAN)": [17.3, 0.948, 0.7],
    VEEGAN: [24.6, 0.4],
    PacGAN2: [23.8, 0.913, 0.13],
    PacGAN3: [24.6, 0.942, 0.06],
    PacGAN4: [24.8, 0.936, 0.04],
  },
};
const losses: LossName[] = ["relativistic-paired + R1(0.01) + R2(0.01)", "non-saturating"];
const kinds = ["ring8", "grid25"] as const;
const contestants: Record<string, Contestant> = {
  ...Object.fromEntries(
    kinds.map((kind) => [`${kind}, real points`, { kind, published: published[kind] }]),
  ),
  ...Object.fromEntries(
    losses.flatMap((loss) =>
      kinds.map((kind) => [`${kind}, ${loss}`, { kind, loss, published: published[kind] }]),
    ),
  ),
};

async function main(part = ""): Promise<void> {
  const { description } = await startRuntime();
  const play = async (
    { kind, loss }: Contestant,
    seed: number,
  ): Promise<Record<string, number>> => {
    const data = mixture2d({ kind, size: 20_000, seed: 1 });
    const { steps, rate, beta1, beta2, batchSize, latentSize, hiddenUnits, averageDecay, drawn } =
      protocol;
    const draw = async (): Promise<Parameters<typeof countModes>[0]> => {
      if (!loss) return mixture2d({ kind, size: drawn, seed: 1000 + seed });
      const generator = buildGenerator("mlp", { seed, hiddenUnits, latentSize });
      const discriminator = buildDiscriminator("mlp", { seed, hiddenUnits });
      const game = createGame({
        generator,
        discriminator,
        loss,
        learningRate: rate,
        beta1,
        beta2,
        averageDecay,
        seed,
      });
      await trainGan({
        game,
        data,
        batchSize,
        steps,
        callbacks: [annealRates({ from: rate, to: rate / 100, steps })],
      });
      return sampleGenerator(game.average!.generator, { count: drawn, seed: 1000 + seed });
    };
    const { covered, highQuality, reverseKl } = countModes(await draw(), data, { leastHits: 20 });
    return { covered, highQuality, reverseKl };
  };
  await compareContestants("points", contestants, play, {
    part,
    protocol: { ...protocol, runtime: description },
  });
}
void main(process.argv[2]);
