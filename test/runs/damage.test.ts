import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { before, test, type TestContext } from "node:test";
import * as tf from "@tensorflow/tfjs";
import {
  createDataset,
  randomStream,
  recordRun,
  resumeRun,
  startRuntime,
  trainGan,
  type Dataset,
  type Game,
  type TrainGanOptions,
} from "../../src/index";
import { loadRun } from "../../src/runs";
import { readGameState } from "../../src/train";
import { temporaryFolder } from "../support/temporary";

before(() => startRuntime({ print: false }));

const [stopped, planned] = [30, 40];
const runs = temporaryFolder();

/** Pictures of 4 x 4 pixels, or points: their samples are kept as PNG, or as numbers. */
const shapes = { pictures: [4, 4, 1], points: [2] };
type Kind = keyof typeof shapes;
const dataOf = (kind: Kind): Dataset => {
  const samples = Float32Array.from({ length: 64 * 16 }, (_, i) => Math.sin(i));
  return createDataset({ name: kind, samples, shape: shapes[kind] });
};
const gameOf = (kind: Kind): TrainGanOptions => {
  const shape = shapes[kind];
  const size = shape.reduce((a, b) => a * b);
  const dense = (units: number, seed: number, more: object = {}): tf.layers.Layer =>
    tf.layers.dense({
      units,
      kernelInitializer: tf.initializers.glorotUniform({ seed }),
      ...more,
    });
  const generator = tf.sequential({
    layers: [dense(size, 1, { inputShape: [3] }), tf.layers.reshape({ targetShape: shape })],
  });
  const discriminator = tf.sequential({
    layers: [
      tf.layers.reshape({ targetShape: [size], inputShape: shape }),
      dense(4, 2),
      dense(1, 3),
    ],
  });
  return { generator, discriminator, data: dataOf(kind), batchSize: 16, seed: 4 };
};
const best = { name: "made up", measure: ({ game }: { game: Game }) => 100 - game.step };
const fingerprint = (game: Game): string => {
  const hash = createHash("sha256");
  for (const { values } of readGameState(game).tensors.values()) hash.update(values);
  return hash.digest("hex");
};

/** Ten ways to damage a file; each returns false where it makes no sense for this one. */
const damages: Record<string, (path: string) => boolean> = {
  "a byte changed": (path) => {
    const bytes = readFileSync(path);
    bytes[Math.floor(bytes.length / 2)]! ^= 2;
    return write(path, bytes);
  },
  "half of it": (path) => {
    const bytes = readFileSync(path);
    return write(path, bytes.subarray(0, Math.floor(bytes.length / 2)));
  },
  "a byte order mark": (path) =>
    write(path, Buffer.concat([Buffer.from("\uFEFF"), readFileSync(path)])),
  CRLF: (path) =>
    write(path, Buffer.from(readFileSync(path, "latin1").replaceAll("\n", "\r\n"), "latin1")),
  empty: (path) => write(path, Buffer.alloc(0)),
  missing: (path) => {
    rmSync(path);
    return true;
  },
  "a value of the wrong type": (path) => {
    if (!isText(path)) return write(path, Buffer.from("a text"));
    return write(path, Buffer.from(readFileSync(path, "utf8").replace(/: ?(\d)/, ': "$1')));
  },
  "an unknown key": (path) => {
    if (!isText(path)) return false;
    return write(path, Buffer.from(readFileSync(path, "utf8").replace("{", '{"colour": 1, ')));
  },
  "a folder in its place": (path) => {
    rmSync(path);
    mkdirSync(path);
    return true;
  },
  unreadable: (path) => {
    chmodSync(path, 0);
    return true;
  },
};
const isText = (path: string): boolean => /\.jsonl?$/.test(path);
const write = (path: string, bytes: Uint8Array): boolean => {
  writeFileSync(path, bytes);
  return true;
};

/** Every file below a folder, with the hash of its content. */
function contentOf(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)));
  const hashOf = (path: string): string =>
    statSync(path).isFile()
      ? createHash("sha256").update(readFileSync(path)).digest("hex")
      : "folder";
  return new Map(files.map((path) => [path, hashOf(path)]));
}

/** Runs as a user that file modes mean something to. */
async function asNobody<T>(folder: string, work: () => Promise<T> | T): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  for (const path of [folder, ...contentOf(folder).keys()]) chownSync(path, 65534, 65534);
  process.seteuid!(65534);
  try {
    return await work();
  } finally {
    process.seteuid!(0);
  }
}

/** What a run's folder says, to compare: nothing that depends on the clock. */
function told(folder: string): Record<string, unknown> {
  const { history, checkpoints, frames, best, result } = loadRun(folder);
  const { secondsPerStep, ...numbers } = history;
  assert.equal(secondsPerStep.length, history.step.length);
  return { ...numbers, checkpoints, frames: frames.map(({ step }) => step), best, result };
}

const outcomes = {
  tried: 0,
  readWhole: 0,
  readInPart: 0,
  refusedToRead: 0,
  wentOn: 0,
  refusedToGoOn: 0,
  silent: 0,
};

for (const kind of ["pictures", "points"] as const)
  test(`a run of ${kind} with any file damaged in any way`, async (context) => {
    mkdirSync(runs, { recursive: true });
    chmodSync(runs, 0o777);
    const recorder = recordRun(kind, { runs, checkpointEvery: 10, samples: 4, best });
    const stopper = {
      onStep: ({ stepsDone, stop }: { stepsDone: number; stop: () => void }) =>
        void (stepsDone === stopped && stop()),
    };
    await trainGan({ ...gameOf(kind), steps: planned, callbacks: [recorder, stopper] });
    const source = recorder.folder;
    const before = told(source);
    const whole = join(runs, `${kind}-whole`);
    cpSync(source, whole, { recursive: true });
    const { game } = await resumeRun(whole, { data: dataOf(kind), best });
    const [end, after] = [fingerprint(game), told(whole)];
    const files = [...contentOf(source)]
      .filter(([, hash]) => hash !== "folder")
      .map(([path]) => path.slice(source.length + 1));
    assert.equal(files.length, 12, files.join());
    for (const file of files)
      for (const [name, damage] of Object.entries(damages))
        await tryOne({ context, kind, source, file, name, damage, before, after, end });
    assert.equal(outcomes.silent, 0);
    console.log(JSON.stringify(outcomes));
  });

test("a changed byte anywhere in settings, numbers, best and result is noticed", (context) => {
  context.mock.method(console, "warn", () => undefined);
  const folder = join(runs, "points");
  const before = told(folder);
  const random = randomStream(7, "bytes");
  for (const file of ["config.json", "metrics.jsonl", "best.json", "result.json"]) {
    const path = join(folder, file);
    const sound = readFileSync(path);
    for (let i = 0; i < 50; i++) {
      const bytes = Buffer.from(sound);
      const place = random.integer(bytes.length);
      bytes[place]! ^= 1 << random.integer(7);
      writeFileSync(path, bytes);
      const { problems } = loadRun(folder);
      assert.ok(problems.length || sameOrMore(told(folder), before), `${file}, byte ${place}`);
    }
    writeFileSync(path, sound);
  }
});

interface Attempt {
  context: TestContext;
  kind: Kind;
  source: string;
  file: string;
  name: string;
  damage: (path: string) => boolean;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  end: string;
}

async function tryOne({
  context,
  kind,
  source,
  file,
  name,
  damage,
  before,
  after,
  end,
}: Attempt): Promise<void> {
  const folder = join(runs, "damaged");
  rmSync(folder, { recursive: true, force: true });
  cpSync(source, folder, { recursive: true });
  const path = join(folder, file);
  if (!damage(path)) return;
  outcomes.tried++;
  const what = `${kind}, ${file}: ${name}`;
  const said: string[] = [];
  const listen = (text: unknown): void => void said.push(String(text));
  const mocks = (["warn", "error"] as const).map((level) =>
    context.mock.method(console, level, listen),
  );
  try {
    await asNobody(folder, async () => {
      const untouched = name === "unreadable" ? undefined : contentOf(folder);
      let read: Record<string, unknown> | undefined;
      try {
        read = told(folder);
      } catch (error) {
        said.push((error as Error).message);
        outcomes.refusedToRead++;
      }
      if (untouched)
        assert.deepEqual(contentOf(folder), untouched, `${what}: reading changes nothing`);
      const isNamed = said.some((text) => text.includes(basename(file)));
      const isWhole = read && sameOrMore(read, before);
      if (read) outcomes[isWhole ? "readWhole" : "readInPart"]++;
      // A file that is not there cannot be told from one that never was, except for settings and
      // numbers.
      const mayBeQuiet = isWhole || (name === "missing" && !/config|metrics/.test(file));
      if (!isNamed && !mayBeQuiet) complain(`${what}: read in part, without a word`);

      said.length = 0;
      try {
        const { game } = await resumeRun(folder, { data: dataOf(kind), best });
        assert.equal(fingerprint(game), end, `${what}: another game`);
        outcomes.wentOn++;
      } catch (error) {
        if (error instanceof assert.AssertionError) throw error;
        outcomes.refusedToGoOn++;
        if (!(error as Error).message.includes(basename(file)))
          complain(`${what}: ${(error as Error).message}`);
        return;
      }
      const now = told(folder);
      const wasNamed = said.some((text) => text.includes(basename(file)));
      const isBack = sameOrMore(now, { ...after, best: undefined });
      if (!isBack && !wasNamed && name !== "missing") complain(`${what}: gone on without a word`);
      // No line that could be read before is gone.
      if (file === "metrics.jsonl" && name !== "missing" && existsSync(path)) {
        const everything = readdirSync(folder)
          .filter((entry) => entry.startsWith("metrics") && statSync(join(folder, entry)).isFile())
          .map((entry) => {
            if (name === "unreadable") chmodSync(join(folder, entry), 0o600);
            return readFileSync(join(folder, entry), "utf8");
          })
          .join("\n");
        const lines = readFileSync(join(source, file), "utf8").trim().split("\n");
        const kept = lines.filter((line) => everything.includes(line)).length;
        const least = { "half of it": 14, empty: 0, "a folder in its place": 0 }[name] ?? 29;
        if (kept < least) complain(`${what}: ${kept} lines are left of ${lines.length}`);
      }
    });
  } finally {
    mocks.forEach((mock) => mock.mock.restore());
  }
}

function complain(text: string): void {
  outcomes.silent++;
  console.log(`SILENT LOSS ${text}`);
}

/** Whether a run says all that another one says. */
function sameOrMore(run: Record<string, unknown>, other: Record<string, unknown>): boolean {
  return Object.entries(other).every(([key, value]) => {
    if (value === undefined) return true;
    if (key === "result") return run[key] !== undefined;
    if (key !== "checkpoints") return JSON.stringify(run[key]) === JSON.stringify(value);
    return (value as number[]).every((step) => (run[key] as number[]).includes(step));
  });
}
