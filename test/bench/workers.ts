// What it costs to share a game out: `npm run bench:workers`. Writes
// test/bench/results/workers.json.
//
// The default game of dcgan on digits, 16 samples a worker and one thread each: one worker alone
// and two workers (with 32 together) in turn, in one run. Then sums of several sizes between two
// workers, on the loopback and, where this user may make network namespaces, over links that `tc`
// has made slow: latency and bandwidth are fitted to them, and what a step costs with more workers
// is predicted (a ring: 2 (n - 1) messages, 2 (n - 1) / n of the bytes).
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpus } from "node:os";
import { writeFileAtomically } from "../../src/base/files";
import { findFreePorts } from "../../src/scale/freePorts";
import { share } from "./workersChild";

interface Link {
  readonly name: string;
  /** For `tc`; the loopback where there is none. */
  readonly shape?: string;
}
const links: readonly Link[] = [
  { name: "loopback" },
  { name: "1 Gbit/s, 0.2 ms", shape: "delay 0.1ms rate 1gbit" },
  { name: "1 Gbit/s, 2 ms", shape: "delay 1ms rate 1gbit" },
];
const turns = 3;
/** Sums in a step of a game without batch statistics in D: logits and slopes of each player. */
const sumsOfStep = 4;

const sh = (command: string): boolean => spawnSync("sh", ["-c", command]).status === 0;

/** Runs a worker for each host, each in its namespace where there is one; the first one's result. */
async function run(hosts: readonly string[], kind: string, spaces?: string[]): Promise<unknown> {
  const ports = await findFreePorts(hosts.length);
  const addresses = hosts.map((host, i) => `${host}:${ports[i]}`).join();
  const env = {
    ...process.env,
    TF_NUM_INTRAOP_THREADS: "1",
    OMP_NUM_THREADS: "1",
    TF_CPP_MIN_LOG_LEVEL: "3",
  };
  const children = hosts.map((_, i) => {
    const space = spaces ? ["ip", "netns", "exec", spaces[i]!] : [];
    const node = [process.execPath, "--import", "tsx", "test/bench/workersChild.ts"];
    const [program, ...args] = [...space, ...node, String(i), addresses, kind];
    return spawn(program!, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  });
  let text = "";
  children[0]!.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  await Promise.all(children.map((child) => once(child, "close")));
  return JSON.parse(text);
}

const spaces = ["ganbook-a", "ganbook-b"];

/** Two namespaces and a link of that shape between them. */
function makeLink(shape: string): boolean {
  removeLink();
  const [a, b] = spaces as [string, string];
  const commands = [
    `ip netns add ${a}`,
    `ip netns add ${b}`,
    `ip link add va netns ${a} type veth peer name vb netns ${b}`,
    ...[`${a} ip addr add 10.77.0.1/24 dev va`, `${b} ip addr add 10.77.0.2/24 dev vb`].map(
      (command) => `ip netns exec ${command}`,
    ),
    ...["va", "vb"].map((device, i) => `ip netns exec ${spaces[i]} ip link set ${device} up`),
    ...spaces.map((space) => `ip netns exec ${space} ip link set lo up`),
    ...["va", "vb"].map(
      (device, i) => `ip netns exec ${spaces[i]} tc qdisc add dev ${device} root netem ${shape}`,
    ),
  ];
  return commands.every(sh);
}

function removeLink(): void {
  for (const space of spaces) sh(`ip netns del ${space}`);
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
  const local = (count: number): string[] => Array.from({ length: count }, () => "localhost");
  type Played = { seconds: number[]; weights: number };
  const played: Record<string, number[]> = { alone: [], two: [] };
  let weights = 0;
  for (let turn = 0; turn < turns; turn++)
    for (const [name, count] of [
      ["alone", 1],
      ["two", 2],
    ] as const) {
      const one = (await run(local(count), "game")) as Played;
      played[name]!.push(...one.seconds);
      weights = one.weights;
    }
  const [alone, two] = ["alone", "two"].map((name) => Math.min(...played[name]!)) as [
    number,
    number,
  ];
  const found = [];
  for (const { name, shape } of links) {
    if (shape !== undefined && !makeLink(shape)) {
      console.log(`${name}: this user may make no network namespaces; left out`);
      continue;
    }
    const sums = (
      shape === undefined
        ? await run(local(2), "sums")
        : await run(["10.77.0.1", "10.77.0.2"], "sums", spaces)
    ) as Sum[];
    const { latency, bandwidth } = fit(sums);
    const predict = (n: number): object => {
      const messages = sumsOfStep * 2 * (n - 1) * latency;
      const bytes = (((2 * (n - 1)) / n) * 4 * weights) / bandwidth;
      const seconds = alone + messages + bytes;
      return { workers: n, seconds, efficiency: alone / seconds };
    };
    found.push({ name, sums, latency, bandwidth, predicted: [2, 8, 64, 1000].map(predict) });
  }
  removeLink();
  const results = {
    protocol: { share, threads: 1, turns, preset: "dcgan", cpu: cpus()[0]?.model },
    step: { alone, two, ratio: two / alone, weights },
    links: found,
  };
  writeFileAtomically("test/bench/results/workers.json", `${JSON.stringify(results, null, 1)}\n`);
  console.log(JSON.stringify(results, null, 1));
}
void main();
