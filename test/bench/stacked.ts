// Stacked MNIST's 1,000 modes, five seeds: `npm run bench:stacked [-- part] [minutes]`. Writes
// test/bench/results/stacked.json. A part stops after that many minutes (default 115) and the next
// call goes on from its checkpoint, in test/output/stacked.
//
// Protocol: 50,000 images of three training digits, 20,000 steps of 32; dcgan players for three
// channels; 26,000 samples (of the averaged generator where the game keeps one), digits named by
// the judge, channel by channel; KL of the generated modes to those of the data, and to 1,000 modes
// of one size, which the papers give.
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { sampleGenerator } from "../../src/build/sample";
import { loadMnist } from "../../src/data/mnist";
import { stackedMnist } from "../../src/data/stackedMnist";
import { countStackedModes, reverseKl } from "../../src/measure/modes";
import { classHistogram } from "../../src/measure/scores";
import { startRuntime } from "../../src/runtime/start";
import { annealRates } from "../../src/train/annealRates";
import { classicGame, createGame, type Game, type GameOptions } from "../../src/train/game";
import { playInParts } from "./playInParts";
import { compareContestants } from "./results";

const protocol = { steps: 20_000, batchSize: 32, images: 50_000, drawn: 26_000 };
type Contestant = { name: string; game: Partial<GameOptions>; from: number; to: number };
const averaged = { averageDecay: 0.999 };
const contestants: Record<string, Contestant> = {
  "dcgan, default game, averaged": { name: "default", game: averaged, from: 1e-3, to: 5e-5 },
  "dcgan, classic game": { name: "classic", game: classicGame, from: 2e-4, to: 2e-4 },
  // What averaging and falling rates do by themselves.
  "dcgan, classic game, averaged and annealed": {
    name: "classicAveraged",
    game: { ...classicGame, ...averaged },
    from: 2e-4,
    to: 1e-5,
  },
  "dcgan, default game, as it is": { name: "plain", game: {}, from: 1e-3, to: 1e-3 },
};
const published =
  "modes, reverse KL: DCGAN 99, 3.40; PacDCGAN 1000, 0.06 or 992, 0.28; RpGAN + R1 + R2, " +
  "small ResNet 1000, 0.078; R3GAN 1000, 0.029 (https://arxiv.org/abs/1712.04086, " +
  "https://arxiv.org/abs/2501.05441)";

const klToUniform = (hits: readonly number[]): number =>
  reverseKl(
    hits,
    hits.map(() => 1),
  );

async function main(part = "", minutes = "115"): Promise<void> {
  const { description } = await startRuntime();
  const data = stackedMnist({ size: protocol.images });
  const digits = loadMnist({ order: 1 }).train;
  const shares = classHistogram(digits.labels!, 10).map((count) => count / digits.size);
  const signal = AbortSignal.timeout(60_000 * Number(minutes));
  const play = async (
    { name: kind, game: options, from, to }: Contestant,
    seed: number,
  ): Promise<Record<string, number>> => {
    const { steps, batchSize } = protocol;
    const name = `${kind}-${seed}`;
    const create = (): Game => {
      const generator = buildGenerator("dcgan", { sampleShape: [28, 28, 3], seed });
      const discriminator = buildDiscriminator("dcgan", { sampleShape: [28, 28, 3], seed });
      return createGame({ ...options, generator, discriminator, seed });
    };
    const callbacks = [annealRates({ from, to, steps })];
    const game = await playInParts("stacked", name, {
      create,
      data,
      steps,
      batchSize,
      callbacks,
      signal,
    });
    const drawn = await sampleGenerator(game.average?.generator ?? game.generator, {
      count: protocol.drawn,
      seed: 1000 + seed,
    });
    const { covered, reverseKl: toData, hits } = countStackedModes(drawn, { shares });
    return {
      modes: covered,
      reverseKl: toData,
      reverseKlToUniform: klToUniform(hits),
      secondsOfTraining: game.history.secondsPerStep.reduce((a, b) => a + b),
    };
  };
  const real = countStackedModes(stackedMnist({ size: protocol.drawn, seed: 99 }), { shares });
  const floor = {
    modes: real.covered,
    reverseKl: real.reverseKl,
    reverseKlToUniform: klToUniform(real.hits),
  };
  await compareContestants("stacked", contestants, play, {
    part,
    protocol: { ...protocol, published, realImages: floor, runtime: description },
  });
}
void main(process.argv[2], process.argv[3]);
