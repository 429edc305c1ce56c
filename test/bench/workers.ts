// What it costs to share a game out: `npm run bench:workers`. Writes
// test/bench/results/workers.json.
//
// The default game of dcgan on digits, 16 samples a worker and one thread each: one worker alone
// and two workers (with 32 together) in turn, in one run. Then sums of several sizes between two
// workers on the loopback: latency and bandwidth are fitted to them, and what a step costs with
// more workers is predicted, on it and on networks of which only latency and bandwidth are known (a
// ring: 2 (n - 1) messages, 2 (n - 1) / n of the bytes). `tc` could not make links slow where this
// was written: its kernel has no netem.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpus } from "node:os";
import { writeFileAtomically } from "../../src/base/files";
import { findFreePorts } from "../../src/scale/freePorts";
import { share } from "./workersChild";

/** Networks: what they add to a message, in seconds, and how many bytes a second they carry. */
const networks = [
  { name: "1 Gbit/s, 0.1 ms", latency: 1e-4, bandwidth: 125e6 },
  { name: "25 Gbit/s, 0.03 ms", latency: 3e-5, bandwidth: 3125e6 },
];
const turns = 3;
/** Runs so many workers of this machine; the first one's result. */
async function run(count: number, kind: string): Promise<unknown> {
  const addresses = (await findFreePorts(count)).map((port) => `localhost:${port}`).join();
  const env = {
    ...process.env,
    TF_NUM_INTRAOP_THREADS: "1",
    OMP_NUM_THREADS: "1",
    TF_CPP_MIN_LOG_LEVEL: "3",
  };
  const node = ["--import", "tsx", "test/bench/workersChild.ts"];
  const children = Array.from({ length: count }, (_, i) =>
    spawn(process.execPath, [...node, String(i), addresses, kind], {
      env,
      stdio: ["ignore", "pipe", "inherit"],
    }),
  );
  let text = "";
  children[0]!.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  await Promise.all(children.map((child) => once(child, "close")));
  return JSON.parse(text);
}

interface Sum {
  readonly size: number;
  readonly seconds: number;
}

/** Seconds of a message and bytes a second: least squares of relative errors, two workers. */
function fit(sums: readonly Sum[]): { latency: number; bandwidth: number } {
  // seconds = 2 latency + 4 size / bandwidth, each equation divided by its seconds.
  let [aa, ab, bb, ay, by] = [0, 0, 0, 0, 0];
  for (const { size, seconds } of sums) {
    const [a, b] = [2 / seconds, (4 * size) / seconds];
    [aa, ab, bb, ay, by] = [aa + a * a, ab + a * b, bb + b * b, ay + a, by + b];
  }
  const determinant = aa * bb - ab * ab;
  const latency = (ay * bb - by * ab) / determinant;
  return { latency, bandwidth: determinant / (aa * by - ab * ay) };
}

async function main(): Promise<void> {
  type Played = { seconds: number[]; sums: number; weights: number };
  const played: Record<string, number[]> = { alone: [], two: [] };
  let [weights, sumsOfStep] = [0, 0];
  for (let turn = 0; turn < turns; turn++)
    for (const [name, count] of [
      ["alone", 1],
      ["two", 2],
    ] as const) {
      const one = (await run(count, "game")) as Played;
      played[name]!.push(...one.seconds);
      [weights, sumsOfStep] = [one.weights, Math.max(sumsOfStep, one.sums)];
    }
  const [alone, two] = ["alone", "two"].map((name) => Math.min(...played[name]!)) as [
    number,
    number,
  ];
  const sums = (await run(2, "sums")) as Sum[];
  const loopback = { name: "loopback", ...fit(sums) };
  const links = [
    loopback,
    ...networks.map(({ name, latency, bandwidth }) => ({
      name,
      latency: loopback.latency + latency,
      bandwidth: Math.min(loopback.bandwidth, bandwidth),
    })),
  ];
  const found = links.map(({ name, latency, bandwidth }) => {
    const predict = (n: number): object => {
      const messages = sumsOfStep * 2 * (n - 1) * latency;
      const bytes = (((2 * (n - 1)) / n) * 4 * weights) / bandwidth;
      const seconds = alone + messages + bytes;
      return { workers: n, seconds, efficiency: alone / seconds };
    };
    return { name, latency, bandwidth, predicted: [2, 8, 64, 1000].map(predict) };
  });
  const results = {
    protocol: { share, threads: 1, turns, preset: "dcgan", cpu: cpus()[0]?.model },
    step: { alone, two, ratio: two / alone, weights, sums: sumsOfStep },
    sums,
    links: found,
  };
  writeFileAtomically("test/bench/results/workers.json", `${JSON.stringify(results, null, 1)}\n`);
  console.log(JSON.stringify(results, null, 1));
}
void main();
