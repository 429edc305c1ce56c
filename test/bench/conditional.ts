// A conditional game on digits, five seeds: does it draw what it is told, and can a classifier learn from its drawings?
// `npm run bench:conditional [-- part] [minutes]`. Writes test/bench/results/conditional.json, seed by seed. A part stops after that many
// minutes (default 115) and the next call goes on from its checkpoint, in test/output/conditional.
//
// Protocol: `buildGenerator("dcgan", { classes: 10 })` and a D with projection and auxiliary classifier, the default game's loss with
// penalties of 0.5, 20,000 steps of 32 on the 8,000 training digits, rates down half a cosine, averaged G. Agreement: 10,000 drawings, 1,000
// of each digit, named by the judge. Synthetic: `trainOnSynthetic` with 32,000 drawings, tested on the 2,000 held-out digits. Both also from
// latent vectors 1.1 times as long, which draw less typical digits.
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { drawLatents } from "../../src/build/latent";
import { latentSizeOf, sampleGenerator } from "../../src/build/sample";
import type { Dataset } from "../../src/data/dataset";
import { loadMnist } from "../../src/data/mnist";
import { labelAgreement, trainOnSynthetic } from "../../src/measure/agreement";
import { frechetOf } from "../../src/measure/frechet";
import { judgeSamples } from "../../src/measure/judge";
import { startRuntime } from "../../src/runtime/start";
import { annealRates } from "../../src/train/annealRates";
import { createGame, type Game } from "../../src/train/game";
import { playInParts } from "./playInParts";
import { compareContestants } from "./results";

const protocol = { steps: 20_000, batchSize: 32, loss: "relativistic-paired + R1(0.5) + R2(0.5)", auxiliaryWeight: 0.2, averageDecay: 0.999, rate: { from: 1e-3, to: 5e-5 }, drawn: 10_000, synthetic: 32_000 } as const; // prettier-ignore
const published = { anchor: "agreement 0.9955; trained on synthetic 0.9837 against 0.9934 on real (../shared/reference/gans.md)" }; // prettier-ignore

async function main(part = "", minutes = "115"): Promise<void> {
  const { description } = await startRuntime();
  const { train, test } = loadMnist({ seed: 0 });
  const real = judgeSamples(train);
  const floor = labelAgreement(test.labels!, judgeSamples(test).labels).mean;
  const signal = AbortSignal.timeout(60_000 * Number(minutes));
  const play = async (_: object, seed: number): Promise<Record<string, number>> => {
    const { steps, batchSize, loss, auxiliaryWeight, averageDecay, rate } = protocol;
    const create = (): Game => {
      const generator = buildGenerator("dcgan", { classes: 10, seed });
      const discriminator = buildDiscriminator("dcgan", { classes: 10, conditioning: "projection + auxiliary", seed });
      return createGame({ generator, discriminator, loss, auxiliaryWeight, averageDecay, learningRate: rate.from, seed }); // prettier-ignore
    };
    const callbacks = [annealRates({ ...rate, steps })];
    const game = await playInParts("conditional", `seed-${seed}`, { create, data: train, steps, batchSize, callbacks, signal }); // prettier-ignore
    const draw = (count: number, spread: number): Promise<Dataset> => {
      const { generator } = game.average!;
      const latents = drawLatents(count, latentSizeOf(generator), 1000 + seed).map((value) => value * spread);
      return sampleGenerator(generator, { latents });
    };
    const measure = async (
      spread: number,
    ): Promise<Record<"agreement" | "frechet" | "synthetic" | "real" | "gap", number>> => {
      // prettier-ignore
      const drawn = await draw(protocol.drawn, spread);
      const seen = judgeSamples(drawn);
      const { synthetic, real: onReal, gap } = trainOnSynthetic(await draw(protocol.synthetic, spread), train, test, { seed }); // prettier-ignore
      const agreement = labelAgreement(drawn.labels!, seen.labels).mean;
      const frechet = frechetOf(real.features, seen.features, real.featureSize);
      return { agreement, frechet, synthetic: synthetic.mean, real: onReal.mean, gap };
    };
    const [usual, wider] = [await measure(1), await measure(1.1)];
    const ofWider = Object.fromEntries(Object.entries(wider).map(([name, value]) => [`${name}Wider`, value]));
    return { agreementOfHeldOutDigits: floor, ...usual, ...ofWider };
  };
  await compareContestants("conditional", { "dcgan, projection + auxiliary": published }, play, { part, protocol: { ...protocol, runtime: description } }); // prettier-ignore
}
void main(process.argv[2], process.argv[3]);
