// Colour pictures: the Fréchet distance of games on 3,786 emoji at 32 x 32, five seeds: `npm run
// bench:emoji [-- part] [minutes]`. Writes test/bench/results/emoji.json. A part stops after that
// many minutes (default 115) and the next call goes on from its checkpoint, in test/output/emoji.
//
// Protocol: 3,000 steps of 32 on a random four fifths of the emoji, the default game, averaged G;
// 2,000 samples against those emoji in the features of one judge, trained on their categories
// (`trainJudge`, seed 0), whose accuracy on the last fifth is written down. `kinds`: categories
// that the judge gives 2 % of the samples or more. The floor is the same of as many emoji.
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { sampleGenerator } from "../../src/build/sample";
import { loadEmoji } from "../../src/data/loadEmoji";
import { frechetFloor, frechetOf } from "../../src/measure/frechet";
import { judgeSamples } from "../../src/measure/judge";
import { classHistogram } from "../../src/measure/scores";
import { trainJudge } from "../../src/measure/trainJudge";
import { plotSamples } from "../../src/plot/samples";
import { savePlot } from "../../src/plot/save";
import { startRuntime } from "../../src/runtime/start";
import { createGame, type Game } from "../../src/train/game";
import { playInParts } from "./playInParts";
import { compareContestants } from "./results";

const protocol = { steps: 3000, batchSize: 32, averageDecay: 0.999, samples: 2000, size: 32 };
type Contestant = { preset: "dcgan" | "resnet" | "r3gan" };
const contestants: Record<string, Contestant> = {
  dcgan: { preset: "dcgan" },
  resnet: { preset: "resnet" },
  r3gan: { preset: "r3gan" },
};

async function main(part = "", minutes = "115"): Promise<void> {
  const { description } = await startRuntime();
  const { train, test } = await loadEmoji({ size: protocol.size, holdOut: 0.2 });
  const judge = trainJudge(train, { heldOut: test });
  const { features, featureSize } = judgeSamples(train, { judge });
  const counts = { samples: protocol.samples, reals: train.size };
  const floor = frechetFloor(features, featureSize, counts);
  const signal = AbortSignal.timeout(60_000 * Number(minutes));
  const play = async ({ preset }: Contestant, seed: number): Promise<Record<string, number>> => {
    const { steps, batchSize, averageDecay } = protocol;
    const create = (): Game =>
      createGame({
        generator: buildGenerator(preset, { sampleShape: train.shape, seed }),
        discriminator: buildDiscriminator(preset, { sampleShape: train.shape, seed }),
        averageDecay,
        seed,
      });
    const given = { create, data: train, steps, batchSize, callbacks: [], signal };
    const game = await playInParts("emoji", `${preset}-${seed}`, given);
    const { generator } = game.average!;
    const drawn = await sampleGenerator(generator, { count: protocol.samples, seed: 1000 + seed });
    // Chosen by nobody: the first seed's first 64.
    if (seed === 1) savePlot(`test/output/emoji/${preset}.png`, plotSamples(drawn, { count: 64 }));
    const seen = judgeSamples(drawn, { judge });
    const hits = classHistogram(seen.labels, judge.model.outputs[0]!.shape[1]!);
    return {
      frechet: frechetOf(features, seen.features, featureSize),
      kinds: hits.filter((count) => count >= 0.02 * drawn.size).length,
      secondsOfTraining: game.history.secondsPerStep.reduce((a, b) => a + b, 0),
    };
  };
  await compareContestants("emoji", contestants, play, {
    part,
    protocol: { ...protocol, floor, judge: judge.accuracy, runtime: description },
  });
}
void main(process.argv[2], process.argv[3]);
