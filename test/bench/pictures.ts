// What pictures cost in memory and in waiting: `npm run bench:pictures`. Writes
// test/bench/results/pictures.json. `-- "28 x 28"` plays the cases with these words in their names.
//
// Each case is a process of its own that plays 40 steps of 64 with a small pair of convolutional
// players and reports its peak of resident memory (VmHWM), less that of the same game on 64 such
// pictures in memory: the empty run. Of the steps after the first ten: the share in which the main
// thread waits for a batch that is not there, and in which it takes batches over (waits, copies,
// asks for the next). The last case may not have more than half as much memory of its own as its
// data are large (`ulimit -d`). The files are made by this script, in .tmp/bench-pictures, and stay
// there: delete them to begin anew.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import sharp from "sharp";
import { writeFileAtomically } from "../../src/base/files";
import { randomStream } from "../../src/base/random";
import { keyOf, makePixels, openPixels } from "../../src/data/images/pixelFile";
import { createPictures, viewPictures, type Pictures } from "../../src/data/pictures";
import { loadImages } from "../../src/data/loadImages";
import { ReadAhead, type GatheredBatch } from "../../src/data/readAhead";
import { startRuntime } from "../../src/runtime/start";
import { trainGan } from "../../src/train/trainGan";

const folder = ".tmp/bench-pictures";
const [batchSize, steps, warm] = [64, 40, 10];

/** A picture of soft stripes and noise, so that files are as large as photographs'. */
function draw(i: number, size: number, channels: number): Buffer {
  const random = randomStream(i, "bench");
  const [a, b, c] = [random.uniform(), random.uniform(), random.uniform()];
  const bytes = Buffer.alloc(size * size * channels);
  for (let p = 0; p < bytes.length; p++) {
    const [x, y] = [Math.floor(p / channels) % size, Math.floor(p / channels / size)];
    const wave = Math.sin((a * x + b * y) / 4 + (p % channels) * c * 3);
    bytes[p] = 128 + 90 * wave + ((p * 7919 + i) % 23);
  }
  return bytes;
}

async function jpegs(count: number, size: number): Promise<string> {
  const path = join(folder, `${count}-jpegs`);
  for (let start = 0; start < count; start += 100) {
    const part = join(path, `class-${start % 10_00}`);
    if (existsSync(join(part, `${start + 99}.jpg`))) continue;
    mkdirSync(part, { recursive: true });
    for (let i = start; i < start + 100; i++)
      await sharp(draw(i, size, 3), { raw: { width: size, height: size, channels: 3 } })
        .jpeg()
        .toFile(join(part, `${i}.jpg`));
  }
  return path;
}

/** Pictures in a file as `loadImages` keeps them, without the files that they would be made of. */
async function pixelFile(count: number, size: number, channels: number): Promise<Pictures> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${count}x${size}x${size}x${channels}.pixels`);
  const key = keyOf(count, size, channels);
  const some = Array.from({ length: 256 }, (_, i) => draw(i, size, channels));
  const { bytes } =
    (await openPixels(path, key)) ??
    (await makePixels(path, key, async (write) => {
      for (let i = 0; i < count; i++) write(some[i % some.length]!);
    }));
  const shape = [size, size, channels];
  return viewPictures(
    { name: path, bytes, shape, size: count },
    randomStream(1, "order").permutation(count),
  );
}

/** As many pictures as a batch has. */
const few = (size: number, channels: number): Pictures => {
  const all = Array.from({ length: batchSize }, (_, i) => draw(i, size, channels));
  return createPictures({ name: "few", bytes: Buffer.concat(all), shape: [size, size, channels] });
};

interface Case {
  readonly data: () => Promise<Pictures>;
  readonly empty: string;
  /** Memory of its own that it may have. */
  readonly mostKb?: number;
}
const cases: Record<string, Case> = {
  "empty, 28 x 28 x 1": { data: async () => few(28, 1), empty: "" },
  "300,000 of 28 x 28 x 1, 235 MB": {
    data: () => pixelFile(300_000, 28, 1),
    empty: "empty, 28 x 28 x 1",
  },
  "empty, 64 x 64 x 3": { data: async () => few(64, 3), empty: "" },
  "20,000 JPEGs to 64 x 64 x 3, first time": {
    data: async () => {
      const path = join(folder, "20000-jpegs");
      rmSync(join(path, ".ganbook-pixels"), { recursive: true, force: true });
      return loadImages(path, { size: 64 });
    },
    empty: "empty, 64 x 64 x 3",
  },
  "20,000 JPEGs to 64 x 64 x 3, second time": {
    data: () => loadImages(join(folder, "20000-jpegs"), { size: 64 }),
    empty: "empty, 64 x 64 x 3",
  },
  "200,000 of 64 x 64 x 3, 2.5 GB": {
    data: () => pixelFile(200_000, 64, 3),
    empty: "empty, 64 x 64 x 3",
    mostKb: 1_200_000,
  },
};

function players(
  size: number,
  channels: number,
): { generator: tf.LayersModel; discriminator: tf.LayersModel } {
  const side = size / 4;
  const up = { kernelSize: 4, strides: 2, padding: "same", activation: "relu" } as const;
  const down = { kernelSize: 3, strides: 2, padding: "same", activation: "relu" } as const;
  return {
    generator: tf.sequential({
      layers: [
        tf.layers.dense({ units: side * side * 16, activation: "relu", inputShape: [32] }),
        tf.layers.reshape({ targetShape: [side, side, 16] }),
        tf.layers.conv2dTranspose({ ...up, filters: 16 }),
        tf.layers.conv2dTranspose({ ...up, filters: channels, activation: "tanh" }),
      ],
    }),
    discriminator: tf.sequential({
      layers: [
        tf.layers.conv2d({ ...down, filters: 16, inputShape: [size, size, channels] }),
        tf.layers.conv2d({ ...down, filters: 16 }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 1 }),
      ],
    }),
  };
}

interface Result {
  readonly peakMb: number;
  readonly loadSeconds: number;
  readonly stepMs: number;
  readonly waiting: number;
  readonly takingOver: number;
}

/** Plays one case in this process. */
async function play(name: string): Promise<Result> {
  await startRuntime({ print: false });
  const begun = performance.now();
  const data = await cases[name]!.data();
  const loadSeconds = (performance.now() - begun) / 1000;
  const drawBatch: (this: ReadAhead, step: number) => GatheredBatch = Reflect.get<
    ReadAhead,
    "draw"
  >(ReadAhead.prototype, "draw");
  const wait = Atomics.wait.bind(Atomics);
  let [waited, taken, from] = [0, 0, 0];
  Object.assign(Atomics, {
    wait: (...given: Parameters<typeof wait>) => {
      const start = performance.now();
      const outcome = wait(...given);
      waited += performance.now() - start;
      return outcome;
    },
  });
  ReadAhead.prototype.draw = function (step) {
    const start = performance.now();
    const batch = drawBatch.call(this, step);
    taken += performance.now() - start;
    return batch;
  };
  const clock = {
    onStep: ({ stepsDone }: { stepsDone: number }): void => {
      if (stepsDone === warm) [waited, taken, from] = [0, 0, performance.now()];
    },
  };
  const [size, , channels] = data.shape as [number, number, number];
  await trainGan({ ...players(size, channels), data, steps, batchSize, callbacks: [clock] });
  const spent = performance.now() - from;
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"));
  const stepMs = spent / (steps - warm);
  return {
    peakMb: Number(peak![1]) / 1024,
    loadSeconds,
    stepMs,
    waiting: waited / spent,
    takingOver: taken / spent,
  };
}

async function main(part = ""): Promise<void> {
  await jpegs(20_000, 96);
  const results: Record<string, Result & { overEmptyMb?: number }> = {};
  const node = [process.execPath, ...process.execArgv, "test/bench/pictures.ts"];
  const played = (name: string): Result => {
    const limit = cases[name]!.mostKb ?? "unlimited";
    const command = `ulimit -d ${limit}; exec "$@"`;
    const text = execFileSync("bash", ["-c", command, "bash", ...node, "--case", name], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    return JSON.parse(text.slice(text.lastIndexOf("\n{"))) as Result;
  };
  const wanted = Object.keys(cases).filter((name) => name.includes(part));
  for (const [name, { empty }] of Object.entries(cases)) {
    if (!wanted.some((other) => other === name || cases[other]!.empty === name)) continue;
    const result = played(name);
    const over = results[empty] && { overEmptyMb: result.peakMb - results[empty].peakMb };
    results[name] = { ...result, ...over };
    console.log(
      `${name}: peak ${result.peakMb.toFixed(0)} MB` +
        (over ? ` (${over.overEmptyMb.toFixed(0)} over an empty run)` : "") +
        `, loaded in ${result.loadSeconds.toFixed(1)} s, ${result.stepMs.toFixed(0)} ms a step, ` +
        `waiting ${(100 * result.waiting).toFixed(2)} %, ` +
        `taking over ${(100 * result.takingOver).toFixed(2)} %`,
    );
  }
  if (part) return;
  const machine = { cpu: cpus()[0]!.model, cores: cpus().length, node: process.version };
  const text = JSON.stringify({ ...machine, results }, null, 2);
  writeFileAtomically("test/bench/results/pictures.json", `${text}\n`);
}

const [flag, name] = process.argv.slice(2);
if (flag === "--case")
  void play(name!).then((result) => console.log(`\n${JSON.stringify(result)}`));
else void main(flag);
