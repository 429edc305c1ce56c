// How often games collapse, over losses, learning rates, first weights, latent sizes and seeds:
// `npm run bench:sweep [-- part]`. Writes test/bench/results/sweep.json, cell by cell, and goes on
// where it stopped.
//
// Rates are multiples of each game's own: 1e-3, the seed game's 2e-4. Points: ring of 8, MLPs 128 x
// 128, 3,000 steps of 64; collapsed: fewer than 6 of the 8 modes have 1 % or more of 2,500 samples
// within 0.2 of their centre. Digits: 600 steps of 32; collapsed: the judge finds fewer than 8 of
// the ten digits, each at 2 % or more of 1,000 samples. Either: a loss that is no number.
import { cpus } from "node:os";
import type * as tf from "@tensorflow/tfjs";
import { writeFileAtomically } from "../../src/base/files";
import { shareInterval } from "../../src/base/interval";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { sampleGenerator } from "../../src/build/sample";
import type { Initialization } from "../../src/build/weights";
import type { Dataset } from "../../src/data/dataset";
import { mixture2d } from "../../src/data/mixture2d";
import { loadMnist } from "../../src/data/mnist";
import { judgeSamples } from "../../src/measure/judge";
import { classHistogram } from "../../src/measure/scores";
import { startRuntime } from "../../src/runtime/start";
import { classicGame, createGame, defaultLoss, type GameOptions } from "../../src/train/game";
import { lossNames, type LossName } from "../../src/train/losses/named";
import { trainGan } from "../../src/train/trainGan";
import { readResults } from "./results";

const file = "test/bench/results/sweep.json";
const seeds = [1, 2, 3, 4, 5];
/** Adam as in R3GAN, for all losses alike; the seed game keeps its own. */
const adam = { beta1: 0, beta2: 0.99 };

interface Contest {
  readonly data: "points" | "digits";
  readonly preset: "mlp" | "dcgan" | "seed";
  readonly game: Partial<GameOptions>;
  readonly rates: readonly number[];
  readonly initializations: readonly Initialization[];
  readonly latentSizes: readonly number[];
}
const onPoints = {
  data: "points",
  preset: "mlp",
  rates: [5e-4, 2e-3],
  initializations: ["glorotUniform", "heNormal"],
  latentSizes: [2, 16],
} as const;
const onDigits = {
  data: "digits",
  initializations: ["normal0.02", "heNormal"],
  latentSizes: [10, 100],
} as const;
const contests: Record<string, Contest> = {
  [`digits, dcgan, ${defaultLoss}`]: {
    ...onDigits,
    preset: "dcgan",
    rates: [5e-4, 1e-3, 2e-3],
    game: { ...adam, loss: defaultLoss },
  },
  "digits, seed game": {
    ...onDigits,
    preset: "seed",
    rates: [1e-4, 2e-4, 4e-4],
    game: classicGame,
  },
  ...Object.fromEntries(
    ([defaultLoss, "non-saturating + R1(0.1)", ...lossNames] as LossName[]).map((loss) => [
      `points, ${loss}`,
      { ...onPoints, game: { ...adam, loss } },
    ]),
  ),
};

interface Cell {
  rate: number;
  initialization: Initialization;
  latentSize: number;
  seed: number;
  collapsed: boolean;
  /** Samples of each mode or digit. */
  counts: number[];
}
type Result = { protocol: object; notCollapsed?: object; cells: Cell[] };

async function main(part = ""): Promise<void> {
  const { description } = await startRuntime();
  const data = {
    points: mixture2d({ size: 10_000, seed: 1 }),
    digits: loadMnist({ order: 1 }).train,
  };
  const read = (): Record<string, Result> => readResults<Result>(file);
  for (const [name, contest] of Object.entries(contests).filter(([key]) => key.includes(part))) {
    const result = (read()[name] ??= {
      protocol: { ...contest, seeds, runtime: description, cpu: cpus()[0]?.model },
      cells: [],
    });
    const grid = contest.rates.flatMap((rate) =>
      contest.initializations.flatMap((initialization) =>
        contest.latentSizes.flatMap((latentSize) =>
          seeds.map((seed) => ({ rate, initialization, latentSize, seed })),
        ),
      ),
    );
    for (const cell of grid) {
      const isCell = (other: Cell): boolean =>
        Object.entries(cell).every(([key, value]) => other[key as keyof Cell] === value);
      if (result.cells.some(isCell)) continue;
      const { counts, broken } = await play(contest, cell, data[contest.data]);
      const [fewest, least] = contest.data === "points" ? [6, 25] : [8, 20];
      const found = counts.filter((count) => count >= least).length;
      result.cells.push({ ...cell, collapsed: broken || found < fewest, counts });
      const good = result.cells.filter(({ collapsed }) => !collapsed).length;
      result.notCollapsed = {
        cells: result.cells.length,
        ...shareInterval(good, result.cells.length),
      };
      // Another part may have written.
      writeFileAtomically(file, `${JSON.stringify({ ...read(), [name]: result })}\n`);
      if (cell.seed === seeds.at(-1))
        console.log(
          `${name}: ${good} of ${result.cells.length} did not collapse, ${cell.rate} ` +
            `${cell.initialization} z ${cell.latentSize}`,
        );
    }
  }
}

async function play(
  { data: kind, preset, game: options }: Contest,
  { rate, initialization, latentSize, seed }: Omit<Cell, "collapsed" | "counts">,
  data: Dataset,
): Promise<{ counts: number[]; broken: boolean }> {
  const generator: tf.LayersModel = buildGenerator(preset, { seed, initialization, latentSize });
  const discriminator: tf.LayersModel = buildDiscriminator(preset, { seed, initialization });
  const game = createGame({ ...options, generator, discriminator, learningRate: rate, seed });
  const [steps, batchSize] = kind === "points" ? [3000, 64] : [600, 32];
  const { ending } = await trainGan({ game, data, steps, batchSize });
  const broken = ending === "diverged";
  if (broken) return { counts: [], broken };
  const drawn = await sampleGenerator(generator, {
    count: kind === "points" ? 2500 : 1000,
    seed: 1000 + seed,
  });
  const labels = kind === "digits" ? judgeSamples(drawn).labels : nearestModes(drawn);
  for (const model of [generator, discriminator]) model.dispose();
  return { counts: classHistogram(labels, kind === "digits" ? 10 : 8), broken };
}

/** The mode of each point that lies within 0.2 of one; a blob over all of them has none. */
function nearestModes({ samples, size }: Dataset): number[] {
  const { centers } = mixture2d({ size: 1 });
  return Array.from({ length: size }, (_, i) =>
    centers.findIndex(([x, y]) => Math.hypot(samples[2 * i]! - x, samples[2 * i + 1]! - y) < 0.2),
  ).filter((mode) => mode >= 0);
}
void main(process.argv[2]);
