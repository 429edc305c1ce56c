/**
 * npm run bench:scaling: how much of a compiled step is spent outside TensorFlow, and how the cost
 * per image grows with the batch (16 to 1,024) and with the data (1,000 to 60,000 images). Minimum
 * and median of interleaved repetitions.
 */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import {
  buildDiscriminator,
  buildGenerator,
  createDataset,
  classicGame,
  createGame,
  mixture2d,
  randomStream,
  startRuntime,
  tf,
  trainGan,
  type Dataset,
  type Game,
} from "../../src/index";
import { nodeBackend, type Binding } from "../../src/runtime/compile/nodeBackend";

const images = (size: number): Dataset =>
  createDataset({
    name: "noise",
    samples: randomStream(0, "bench").normals(size * 784),
    shape: [28, 28, 1],
  });
const newGame = (preset: "seed" | "mlp"): Game =>
  createGame({
    ...classicGame,
    generator: buildGenerator(preset),
    discriminator: buildDiscriminator(preset),
  });
const summary = (values: number[]): { least: number; median: number } => {
  const sorted = [...values].sort((a, b) => a - b);
  return { least: sorted[0]!, median: sorted[Math.floor(sorted.length / 2)]! };
};

/** Milliseconds per step, whole and inside calls to TensorFlow. */
async function outside(
  preset: "seed" | "mlp",
  data: Dataset,
): Promise<Record<string, { least: number; median: number }>> {
  const game = newGame(preset);
  await trainGan({ game, data, steps: 10 });
  const backend = nodeBackend()!;
  const real = backend.binding;
  let inside = 0;
  // Each function of the addon with a stopwatch, made once: the stopwatch must not cost what it
  // measures.
  const timed = Object.fromEntries(
    Object.getOwnPropertyNames(real).map((name) => {
      const value = (real as unknown as Record<string, unknown>)[name];
      if (typeof value !== "function") return [name, value];
      const call = value as (...args: unknown[]) => unknown;
      const measured = (...args: unknown[]): unknown => {
        const begun = performance.now();
        const result = call(...args);
        inside += performance.now() - begun;
        return result;
      };
      return [name, measured];
    }),
  );
  backend.binding = timed as unknown as Binding;
  const whole: number[] = [];
  const rest: number[] = [];
  let begun = performance.now();
  const onStep = (): void => {
    whole.push(performance.now() - begun);
    rest.push(whole.at(-1)! - inside);
    inside = 0;
    begun = performance.now();
  };
  await trainGan({ game, data, steps: preset === "mlp" ? 1000 : 100, callbacks: [{ onStep }] });
  backend.binding = real;
  return { whole: summary(whole), outside: summary(rest) };
}

/** Microseconds per image for each setting, interleaved. */
async function perImage(
  settings: readonly { data: Dataset; batchSize: number }[],
): Promise<{ least: number; median: number }[]> {
  const players = settings.map((setting) => ({
    ...setting,
    game: newGame("seed"),
    times: [] as number[],
  }));
  for (const { game, data, batchSize } of players)
    await trainGan({ game, data, batchSize, steps: 5 });
  for (let turn = 0; turn < 8; turn++)
    for (const { game, data, batchSize, times } of players) {
      const { history } = await trainGan({ game, data, batchSize, steps: 3 });
      times.push(...history.secondsPerStep.slice(-3).map((seconds) => (seconds * 1e6) / batchSize));
    }
  return players.map(({ times }) => summary(times));
}

async function main(): Promise<void> {
  const { description } = await startRuntime();
  const digits = images(10_000);
  const overhead = { seed: await outside("seed", digits), mlp: await outside("mlp", mixture2d()) };
  const batches = [16, 64, 256, 1024];
  const byBatch = await perImage(batches.map((batchSize) => ({ data: digits, batchSize })));
  const sizes = [1000, 10_000, 60_000];
  const bySize = await perImage(sizes.map((size) => ({ data: images(size), batchSize: 100 })));
  const report = {
    date: new Date().toISOString(),
    cpu: `${cpus().length} x ${cpus()[0]!.model}`,
    runtime: description,
    overheadMs: overhead,
    microsecondsPerImageByBatch: batches.map((batch, i) => ({ batch, ...byBatch[i]! })),
    microsecondsPerImageBySize: sizes.map((size, i) => ({ size, ...bySize[i]! })),
    tensors: tf.memory().numTensors,
  };
  writeFileSync("test/bench/results/scaling.json", JSON.stringify(report, null, 1) + "\n");
  console.log(JSON.stringify(report, null, 1));
}

void main();
