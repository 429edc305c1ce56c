// A conditional game on digits, five seeds: does it draw what it is told, and can a classifier learn from its drawings?
// `npm run bench:conditional`. Writes test/bench/results/conditional.json, seed by seed.
//
// Protocol: `buildGenerator("dcgan", { classes: 10 })` and a D with projection and auxiliary classifier, the default game, 4,000
// steps of 64 on the 8,000 training digits, rates down half a cosine, averaged G. Agreement: 10,000 drawings, 1,000 of each digit,
// named by the judge (99.3 % right on held-out digits). Synthetic: `trainOnSynthetic`, tested on the 2,000 held-out digits.
import { takeSamples } from "../../src/data/dataset";
import { loadMnist } from "../../src/data/mnist";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { sampleGenerator } from "../../src/build/sample";
import { labelAgreement, trainOnSynthetic } from "../../src/measure/agreement";
import { frechetOf } from "../../src/measure/frechet";
import { judgeSamples } from "../../src/measure/judge";
import { startRuntime } from "../../src/runtime/start";
import { annealRates } from "../../src/train/annealRates";
import { createGame } from "../../src/train/game";
import { trainGan } from "../../src/train/trainGan";
import { compareContestants } from "./results";

const protocol = { steps: 4000, batchSize: 64, auxiliaryWeight: 0.3, averageDecay: 0.999, rate: { from: 1e-3, to: 5e-5 }, drawn: 10_000, synthetic: 8000 }; // prettier-ignore
const published = { anchor: "agreement 0.9955; trained on synthetic 0.9837 against 0.9934 on real (../shared/reference/gans.md)" }; // prettier-ignore

async function main(): Promise<void> {
  const { description } = await startRuntime();
  const { train, test } = loadMnist({ seed: 0 });
  const real = judgeSamples(train);
  const floor = labelAgreement(test.labels!, judgeSamples(test).labels).mean;
  const play = async (_: object, seed: number): Promise<Record<string, number>> => {
    const { steps, batchSize, auxiliaryWeight, averageDecay, rate } = protocol;
    const generator = buildGenerator("dcgan", { classes: 10, seed });
    const discriminator = buildDiscriminator("dcgan", { classes: 10, conditioning: "projection + auxiliary", seed });
    const game = createGame({ generator, discriminator, auxiliaryWeight, averageDecay, learningRate: rate.from, seed });
    await trainGan({ game, data: train, batchSize, steps, callbacks: [annealRates({ ...rate, steps })] });
    const drawn = await sampleGenerator(game.average!.generator, { count: protocol.drawn, seed: 1000 + seed });
    const seen = judgeSamples(drawn);
    const some = takeSamples(
      drawn,
      Array.from({ length: protocol.synthetic }, (_, i) => i),
    );
    const { synthetic, real: onReal, gap } = trainOnSynthetic(some, train, test, { seed });
    return {
      agreement: labelAgreement(drawn.labels!, seen.labels).mean,
      agreementOfHeldOutDigits: floor,
      frechet: frechetOf(real.features, seen.features, real.featureSize),
      trainedOnSynthetic: synthetic.mean,
      trainedOnReal: onReal.mean,
      gapInPoints: gap,
    };
  };
  await compareContestants("conditional", { "dcgan, projection + auxiliary, default game": published }, play, { protocol: { ...protocol, runtime: description } }); // prettier-ignore
}
void main();
