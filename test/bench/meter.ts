// What the meter of modes and distance costs in the live view: `npm run bench:meter`. Writes
// test/bench/results/meter.json.
//
// The same game with `liveView`, on data of which the meter knows something and on the same data
// without their origin (no meter), in turn, three times 60 s each; steps done, from the start of a
// run to its end. The default game: dcgan on digits (batches of 32), MLPs on the ring of 8 (batches
// of 256).
import { cpus } from "node:os";
import { writeFileAtomically } from "../../src/base/files";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { createDataset, type Dataset } from "../../src/data/dataset";
import { loadMnist } from "../../src/data/mnist";
import { mixture2d } from "../../src/data/mixture2d";
import { liveView } from "../../src/notebook/liveView";
import { startRuntime } from "../../src/runtime/start";
import { createGame } from "../../src/train/game";
import { trainGan } from "../../src/train/trainGan";

const [turns, seconds] = [3, 60];

async function main(): Promise<void> {
  const { description } = await startRuntime();
  const settings = [
    {
      name: "digits, dcgan, batches of 32",
      preset: "dcgan",
      data: loadMnist({ order: 1 }).train,
      batchSize: 32,
    },
    {
      name: "ring, mlp, batches of 256",
      preset: "mlp",
      data: mixture2d({ size: 10_000 }),
      batchSize: 256,
    },
  ] as const;
  const results = [];
  for (const { name, preset, data, batchSize } of settings) {
    const game = createGame({
      generator: buildGenerator(preset),
      discriminator: buildDiscriminator(preset),
    });
    const stepsOf = async (some: Dataset): Promise<number> => {
      const before = game.step;
      await trainGan({
        game,
        data: some,
        batchSize,
        steps: 1e6,
        signal: AbortSignal.timeout(1000 * seconds),
        callbacks: [liveView()],
      });
      return game.step - before;
    };
    await trainGan({ game, data, batchSize, steps: 20 });
    const nameless = createDataset({ name: data.name, samples: data.samples, shape: data.shape });
    const [withMeter, without]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < turns; turn++) {
      withMeter.push(await stepsOf(data));
      without.push(await stepsOf(nameless));
    }
    const most = Math.max(...without) / Math.max(...withMeter);
    const all = without.reduce((a, b) => a + b) / withMeter.reduce((a, b) => a + b);
    results.push({ name, withMeter, without, costByBestTurns: most - 1, costByAllTurns: all - 1 });
    console.log(results.at(-1));
  }
  const report = {
    runtime: description,
    cpu: `${cpus().length} x ${cpus()[0]!.model}`,
    seconds,
    results,
  };
  writeFileAtomically("test/bench/results/meter.json", `${JSON.stringify(report, null, 1)}\n`);
}
void main();
