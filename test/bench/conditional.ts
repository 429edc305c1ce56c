// A conditional game on digits, five seeds: does it draw what it is told, and can a classifier
// learn from its drawings? `npm run bench:conditional [-- part] [minutes]`. Writes
// test/bench/results/conditional.json, seed by seed. A part stops after that many minutes (default
// 115) and the next call goes on from its checkpoint, in test/output/conditional.
//
// Protocol: `buildGenerator("dcgan", { classes: 10 })` and a D with projection and auxiliary
// classifier, the default game's loss with penalties of 0.5, 20,000 steps of 32 on the 8,000
// training digits, rates down half a cosine, averaged G. Each G draws in three ways: from z as it
// is, and from z 1.1 and 1.3 times as long, which draws less typical digits, without those that D
// names otherwise. Agreement: 10,000 drawings, named by the judge. Synthetic: `trainOnSynthetic`
// with 32,000 drawings, tested on the 2,000 held-out digits, the mean of three classifiers (one
// varies by half a point with its seed).
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { drawLatents } from "../../src/build/latent";
import { latentSizeOf, sampleGenerator } from "../../src/build/sample";
import { takeSamples } from "../../src/data/samples";
import { loadMnist } from "../../src/data/mnist";
import {
  labelAgreement,
  rejectMislabelled,
  trainOnSynthetic,
  type SyntheticTraining,
} from "../../src/measure/agreement";
import { frechetOf } from "../../src/measure/frechet";
import { judgeSamples } from "../../src/measure/judge";
import { startRuntime } from "../../src/runtime/start";
import { annealRates } from "../../src/train/annealRates";
import { createGame, type Game } from "../../src/train/game";
import { playInParts } from "./playInParts";
import { compareContestants } from "./results";

const protocol = {
  steps: 20_000,
  batchSize: 32,
  loss: "relativistic-paired + R1(0.5) + R2(0.5)",
  auxiliaryWeight: 0.2,
  averageDecay: 0.999,
  rate: { from: 1e-3, to: 5e-5 },
  drawn: 10_000,
  synthetic: 32_000,
  classifiers: 3,
} as const;
const published = {
  anchor:
    "agreement 0.9955; trained on synthetic 0.9837 against 0.9934 on real " +
    "(../shared/reference/gans.md)",
};

async function main(part = "", minutes = "115"): Promise<void> {
  const { description } = await startRuntime();
  const { train, test } = loadMnist({ seed: 0, order: 1 });
  const real = judgeSamples(train);
  const floor = labelAgreement(test.labels!, judgeSamples(test).labels).mean;
  const signal = AbortSignal.timeout(60_000 * Number(minutes));
  const play = async (_: object, seed: number): Promise<Record<string, number>> => {
    const { steps, batchSize, loss, auxiliaryWeight, averageDecay, rate } = protocol;
    const create = (): Game => {
      const generator = buildGenerator("dcgan", { classes: 10, seed });
      const discriminator = buildDiscriminator("dcgan", {
        classes: 10,
        conditioning: "projection + auxiliary",
        seed,
      });
      return createGame({
        generator,
        discriminator,
        loss,
        auxiliaryWeight,
        averageDecay,
        learningRate: rate.from,
        seed,
      });
    };
    const callbacks = [annealRates({ ...rate, steps })];
    const game = await playInParts("conditional", `seed-${seed}`, {
      create,
      data: train,
      steps,
      batchSize,
      callbacks,
      signal,
    });
    const { generator } = game.average!;
    const measure = async (spread: number): Promise<[string, number][]> => {
      const latents = drawLatents(protocol.synthetic, latentSizeOf(generator), 1000 + seed).map(
        (value) => value * spread,
      );
      const all = await sampleGenerator(generator, { latents });
      const drawn = spread === 1 ? all : rejectMislabelled(game.discriminator, all);
      const some = takeSamples(drawn, [...Array(protocol.drawn).keys()]);
      const seen = judgeSamples(some);
      const trained = Array.from({ length: protocol.classifiers }, (_, i) =>
        trainOnSynthetic(drawn, train, test, { seed: seed + 100 * i }),
      );
      const mean = (of: (one: SyntheticTraining) => number): number =>
        trained.reduce((sum, one) => sum + of(one), 0) / trained.length;
      const numbers = {
        kept: drawn.size / all.size,
        agreement: labelAgreement(some.labels!, seen.labels).mean,
        frechet: frechetOf(real.features, seen.features, real.featureSize),
        synthetic: mean((one) => one.synthetic.mean),
        real: mean((one) => one.real.mean),
        gap: mean((one) => one.gap),
      };
      return Object.entries(numbers).map(([name, value]) => [`${name}, z x ${spread}`, value]);
    };
    const secondsOfTraining = game.history.secondsPerStep.reduce((a, b) => a + b);
    const ways = [...(await measure(1)), ...(await measure(1.1)), ...(await measure(1.3))];
    return { agreementOfHeldOutDigits: floor, secondsOfTraining, ...Object.fromEntries(ways) };
  };
  await compareContestants("conditional", { "dcgan, projection + auxiliary": published }, play, {
    part,
    protocol: { ...protocol, runtime: description },
  });
}
void main(process.argv[2], process.argv[3]);
