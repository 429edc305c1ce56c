// The Fréchet distance of games on digits after the same number of steps, five seeds each: `npm run bench:digits [-- part]`.
// Writes test/bench/results/digits.json. Protocol: 2,000 samples (of the averaged generator where the game keeps one) against
// the judge's features of the 8,000 training digits.
import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import type * as tf from "@tensorflow/tfjs";
import { writeFileAtomically } from "../../src/base/files";
import { meanInterval } from "../../src/base/interval";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { sampleGenerator } from "../../src/build/sample";
import { takeSamples, type Dataset } from "../../src/data/dataset";
import { loadMnist } from "../../src/data/mnist";
import { frechetOf } from "../../src/measure/frechet";
import { judgeSamples, loadJudge } from "../../src/measure/judge";
import { classHistogram } from "../../src/measure/scores";
import { startRuntime } from "../../src/runtime/start";
import { classicGame, createGame, type GameOptions } from "../../src/train/game";
import { trainGan } from "../../src/train/trainGan";

const seeds = [1, 2, 3, 4, 5];
const [steps, batchSize, samples] = [1000, 32, 2000];
const file = "test/bench/results/digits.json";
type Contestant = { preset: "seed" | "dcgan" } & Partial<GameOptions>;
const contestants: Record<string, Contestant> = {
  "seed game": { preset: "seed", ...classicGame },
  "dcgan, non-saturating": { preset: "dcgan", ...classicGame },
  "dcgan, default game": { preset: "dcgan" },
  "dcgan, default game, averaged": { preset: "dcgan", averageDecay: 0.99 },
};

async function main(part = ""): Promise<void> {
  const { description } = await startRuntime();
  const { train, test } = loadMnist({ seed: 0 });
  const real = judgeSamples(train);
  const judged = (drawn: Dataset): { distance: number; digits: number[] } => {
    const { features, labels } = judgeSamples(drawn);
    return { distance: frechetOf(real.features, features, real.featureSize), digits: classHistogram(labels, 10) };
  };
  const results = (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {}) as Record<string, object>;
  for (const [name, { preset, ...options }] of Object.entries(contestants).filter(([key]) => key.includes(part))) {
    const runs: ({ seed: number; seconds: number } & ReturnType<typeof judged>)[] = [];
    for (const seed of seeds) {
      const players: { generator: tf.LayersModel; discriminator: tf.LayersModel } = { generator: buildGenerator(preset, { seed }), discriminator: buildDiscriminator(preset, { seed }) }; // prettier-ignore
      const game = createGame({ ...options, ...players, seed });
      const begun = performance.now();
      await trainGan({ game, data: train, batchSize, steps });
      const drawn = await sampleGenerator(game.average?.generator ?? game.generator, {
        count: samples,
        seed: 1000 + seed,
      });
      runs.push({ seed, seconds: Math.round((performance.now() - begun) / 1000), ...judged(drawn) });
      console.log(
        `${name}, seed ${seed}: ${runs.at(-1)!.distance.toFixed(2)}, digits ${runs.at(-1)!.digits.join(" ")}`,
      );
    }
    results[name] = {
      protocol: { preset, ...options, steps, batchSize, samples, seeds, data: "8,000 digits of loadMnist({ seed: 0 }).train", judge: `${loadJudge().name}, ${loadJudge().accuracy} right`, runtime: description, cpu: cpus()[0]?.model }, // prettier-ignore
      frechetDistance: meanInterval(runs.map(({ distance }) => distance)),
      // The floor: as many real digits that were not trained on.
      heldOutDigits: judged(takeSamples(test, Array.from({ length: samples }, (_, i) => i))).distance, // prettier-ignore
      runs,
    };
    writeFileAtomically(file, `${JSON.stringify(results, null, 1)}\n`);
  }
}
void main(process.argv[2]);
