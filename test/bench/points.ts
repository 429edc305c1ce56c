// Ring of 8 and grid of 25, five seeds each, for several losses: `npm run bench:points [-- loss part]`. Writes
// test/bench/results/points.json. Protocol: 2,500 samples of the averaged generator; a sample is of high quality within three
// standard deviations of a centre; a mode is covered with 20 such samples or more.
import { cpus } from "node:os";
import { existsSync, readFileSync } from "node:fs";
import { writeFileAtomically } from "../../src/base/files";
import { meanInterval } from "../../src/base/interval";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { sampleGenerator } from "../../src/build/sample";
import { mixture2d } from "../../src/data/mixture2d";
import { countModes, type ModeCoverage } from "../../src/measure/modes";
import { startRuntime } from "../../src/runtime/start";
import { annealRates } from "../../src/train/annealRates";
import { createGame } from "../../src/train/game";
import type { LossName } from "../../src/train/losses/named";
import { trainGan } from "../../src/train/trainGan";

const seeds = [1, 2, 3, 4, 5];
const file = "test/bench/results/points.json";
// One protocol for both: Adam as in R3GAN, learning rates down half a cosine to a hundredth.
const settings = { steps: 20_000, rate: 2e-3, beta1: 0, beta2: 0.99, batchSize: 256, latentSize: 2, hiddenUnits: [128, 128, 128] }; // prettier-ignore
const losses: LossName[] = ["relativistic-paired + R1(0.01) + R2(0.01)", "non-saturating"];
// The anchors, as published: modes of 8 or 25, high quality, reverse KL. VEEGAN (https://arxiv.org/abs/1705.07761, table 1) has 2,500
// samples, PacGAN (https://arxiv.org/abs/1712.04086, table 1) the means of ten runs.
const published = {
  ring8: { "GAN (PacGAN)": [6.3, 0.982, 0.45], VEEGAN: [8, 0.529], PacGAN2: [7.9, 0.956, 0.07], PacGAN3: [7.8, 0.977, 0.1], PacGAN4: [7.8, 0.959, 0.07] },
  grid25: { "GAN (PacGAN)": [17.3, 0.948, 0.7], VEEGAN: [24.6, 0.4], PacGAN2: [23.8, 0.913, 0.13], PacGAN3: [24.6, 0.942, 0.06], PacGAN4: [24.8, 0.936, 0.04] },
}; // prettier-ignore

async function main(part = ""): Promise<void> {
  const { description } = await startRuntime();
  const results = (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {}) as Record<string, object>;
  for (const loss of losses.filter((name) => name.includes(part)))
    for (const kind of ["grid25", "ring8"] as const) {
      const { steps, rate, beta1, beta2, batchSize, latentSize, hiddenUnits } = settings;
      const data = mixture2d({ kind, size: 20_000, seed: 1 });
      const runs: ({ seed: number; seconds: number } & ModeCoverage)[] = [];
      for (const seed of seeds) {
        const build = { seed, hiddenUnits };
        const game = createGame({ generator: buildGenerator("mlp", { ...build, latentSize }), discriminator: buildDiscriminator("mlp", build), loss, learningRate: rate, beta1, beta2, averageDecay: 0.999, seed }); // prettier-ignore
        const begun = performance.now();
        await trainGan({
          game,
          data,
          batchSize,
          steps,
          callbacks: [annealRates({ from: rate, to: rate / 100, steps })],
        });
        const modes = countModes(await sampleGenerator(game.average!.generator, { count: 2500, seed: 1000 + seed }), data, 20); // prettier-ignore
        runs.push({ seed, seconds: Math.round((performance.now() - begun) / 1000), ...modes });
        console.log(`${kind}, ${loss}, seed ${seed}: ${modes.covered}/${modes.modes}, high quality ${modes.highQuality}, reverse KL ${modes.reverseKl.toFixed(4)}`); // prettier-ignore
      }
      const real = countModes(mixture2d({ kind, size: 2500, seed: 99 }), data, 20);
      const interval = (of: (run: (typeof runs)[number]) => number): object => meanInterval(runs.map(of));
      results[`${kind}, ${loss}`] = {
        protocol: { ...settings, data: "20,000 points, seed 1", seeds, samples: 2500, runtime: description, cpu: cpus()[0]?.model }, // prettier-ignore
        highQuality: interval(({ highQuality }) => highQuality),
        reverseKl: interval((run) => run.reverseKl),
        published: published[kind],
        covered: runs.map(({ covered }) => covered),
        realPoints: { highQuality: real.highQuality, reverseKl: real.reverseKl },
        runs,
      };
      writeFileAtomically(file, `${JSON.stringify(results, null, 1)}\n`);
    }
}
void main(process.argv[2]);
