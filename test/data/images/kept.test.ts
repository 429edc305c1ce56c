import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, test } from "node:test";
import { kernelKey } from "../../../src/base/interrupt";
import { loadImages, type LoadImagesOptions } from "../../../src/data/loadImages";
import { openPixels } from "../../../src/data/images/pixelFile";
import type { Pictures } from "../../../src/data/pictures";
import { blue, halves, newFolder, pixelsOf, plain, red, writeFiles } from "../../support/pictures";

const size = 2;
const four = (colour: readonly number[]): number[] =>
  Array.from({ length: 4 }, () => colour).flat();
const keptIn = (folder: string): string => join(folder, ".ganbook-pixels");
const filesIn = (folder: string): string[] =>
  readdirSync(keptIn(folder)).filter((name) => name !== ".gitignore");
const redPng = (): Promise<Buffer> => plain(red).png().toBuffer();
const bluePng = (): Promise<Buffer> => plain(blue).png().toBuffer();
let home = "";
beforeEach(() => {
  home = process.env.GANBOOK_HOME = newFolder();
});

/** A time that a file can be given again. */
const time = 1_000_000_000; // s
/** A folder of one red picture. */
async function redFolder(): Promise<string> {
  const folder = writeFiles(newFolder(), { "a.png": await redPng() });
  utimesSync(join(folder, "a.png"), time, time);
  return folder;
}
/** Overwrites a file so that its size and time stay: only who reads it sees it. */
function spoil(path: string): void {
  writeFileSync(path, Buffer.alloc(statSync(path).size));
  utimesSync(path, time, time);
}
const load = (
  folder: string,
  more: LoadImagesOptions & { holdOut?: undefined } = {},
): Promise<Pictures> => loadImages(folder, { size, ...more });

test("pictures are decoded once: what is kept is read, also in a folder that moved", async () => {
  const folder = await redFolder();
  await load(folder);
  spoil(join(folder, "a.png"));
  assert.deepEqual(pixelsOf(await load(folder)), four(red));
  const moved = `${folder}-moved`;
  renameSync(folder, moved);
  assert.deepEqual(pixelsOf(await load(moved, { seed: 7 })), four(red));
  assert.equal(filesIn(moved).length, 1);
  assert.deepEqual(readdirSync(home), []);
});

test("a file that changed, came or went is seen, and everything is made anew", async () => {
  const folder = await redFolder();
  const first = await load(folder);
  writeFileSync(join(folder, "a.png"), await bluePng());
  assert.deepEqual(pixelsOf(await load(folder)), four(blue));
  assert.deepEqual(pixelsOf(first), four(red), "who has loaded it before keeps what it was");
  writeFileSync(join(folder, "b.png"), await redPng());
  assert.equal((await load(folder)).size, 2);
  rmSync(join(folder, "a.png"));
  assert.deepEqual(pixelsOf(await load(folder)), four(red));
  assert.equal(filesIn(folder).length, 1, "the old ones are gone");
});

test("another picture of the same size in bytes is seen by its time", async () => {
  const stored = (colour: typeof red): Promise<Buffer> =>
    plain(colour).png({ compressionLevel: 0 }).toBuffer();
  const [one, other] = [await stored(red), await stored(blue)];
  assert.equal(one.length, other.length);
  const folder = writeFiles(newFolder(), { "a.png": one });
  utimesSync(join(folder, "a.png"), time, time);
  assert.deepEqual(pixelsOf(await load(folder)), four(red));
  writeFileSync(join(folder, "a.png"), other);
  assert.deepEqual(pixelsOf(await load(folder)), four(blue));
});

test("each way to decode has its own file; the seed has none", async () => {
  const folder = writeFiles(newFolder(), {
    "a.png": await halves(8, 4, red, blue).png().toBuffer(),
    "b.png": await redPng(),
  });
  const ways = [
    {},
    { size: 3 },
    { channels: 1 },
    { fit: "contain" },
    { fit: "contain", background: "red" },
    { limit: 1, seed: 0 },
    { limit: 1, seed: 1 },
  ] as const;
  const of = async (more: object): Promise<number[]> => pixelsOf(await load(folder, more));
  const wanted = [];
  for (const more of ways) wanted.push(await of(more));
  assert.equal(filesIn(folder).length, ways.length);
  for (const [i, more] of ways.entries()) assert.deepEqual(await of(more), wanted[i]);
  await load(folder, { seed: 5 });
  await load(folder, { limit: 2 });
  assert.equal(filesIn(folder).length, ways.length);
});

test("a damaged file is made anew, wherever it is damaged", async () => {
  const folder = await redFolder();
  await load(folder);
  const path = join(keptIn(folder), filesIn(folder)[0]!);
  const whole = readFileSync(path);
  const flipped = (place: number): Buffer => {
    const copy = Buffer.from(whole);
    copy[place]! ^= 1;
    return copy;
  };
  const damages = [
    ...[0, 16, 20, 24, 28, 31, 32, 64, 75, whole.length - 1].map(flipped),
    whole.subarray(0, whole.length - 1),
    whole.subarray(0, 30),
    Buffer.alloc(0),
    Buffer.concat([whole, Buffer.alloc(1)]),
  ];
  for (const [i, damaged] of damages.entries()) {
    writeFileSync(path, damaged);
    assert.deepEqual(pixelsOf(await load(folder)), four(red), `damage ${i}`);
    assert.deepEqual(readFileSync(path), whole, `damage ${i} is repaired`);
  }
  const { key } = JSON.parse(whole.subarray(64 + 12).toString()) as { key: string };
  assert.ok(await openPixels(path, key));
  assert.equal(await openPixels(path, `${key}0`), undefined);
});

test("broken files stay named when what is kept is read", async (context) => {
  const said = context.mock.method(console, "warn", () => undefined);
  const folder = writeFiles(await redFolder(), { "b.png": "no picture" });
  for (const call of [0, 1]) {
    assert.equal((await load(folder)).size, 1);
    assert.match(String(said.mock.calls[call]!.arguments[0]), /left out 1 .*b\.png/);
  }
  await assert.rejects(load(folder, { broken: "refuse" }), /expected whole pictures .*b\.png/);
});

test("where nothing can be written beside the data it is kept at home, and says so", async (t) => {
  const said = t.mock.method(console, "warn", () => undefined);
  const folder = await redFolder();
  writeFileSync(keptIn(folder), "a file, not a folder");
  assert.deepEqual(pixelsOf(await load(folder)), four(red));
  const message = String(said.mock.calls[0]!.arguments[0]);
  assert.match(message, /could not keep decoded pictures beside the data \(E.*\): they are in /);
  assert.ok(message.includes(join(home, "pixels")));
  spoil(join(folder, "a.png"));
  assert.deepEqual(pixelsOf(await load(folder)), four(red), "and is found there");
  assert.equal(said.mock.callCount(), 1);
});

test("where nothing can be written at all they are in memory", async (context) => {
  const said = context.mock.method(console, "warn", () => undefined);
  const folder = await redFolder();
  writeFileSync(keptIn(folder), "");
  writeFileSync(join(home, "pixels"), "");
  const data = await load(folder);
  assert.deepEqual(pixelsOf(data), four(red));
  assert.ok(data.bytes instanceof Uint8Array);
  assert.match(
    String(said.mock.calls[0]!.arguments[0]),
    /could not keep decoded pictures \(.*\): they are in memory, and will be decoded again/,
  );
});

/** Loads a folder in a process of its own, and prints the sum of all bytes. */
const program = `
  const { loadImages, takeSamples } = require("./dist/data");
  loadImages(process.argv[1], { size: 32 }).then((data) => {
    const { samples } = takeSamples(data, [...Array(data.size).keys()]);
    console.log(data.size, samples.filter((value) => value > 0).length);
  });`;

test("two processes at once do each other no harm", async () => {
  const png = await halves(300, 300, red, blue).png().toBuffer();
  const files = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`${i}.png`, png]));
  const folder = writeFiles(newFolder(), files);
  const run = (): Promise<string> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, ["-e", program, folder], {
        env: { ...process.env, GANBOOK_HOME: home },
      });
      let text = "";
      for (const output of [child.stdout, child.stderr])
        output.on("data", (part) => (text += String(part)));
      child.on("close", () => resolve(text.trim()));
    });
  const wanted = `150 ${150 * 32 * 32}`;
  assert.deepEqual(await Promise.all([run(), run(), run()]), [wanted, wanted, wanted]);
  assert.equal(filesIn(folder).length, 1);
});

test("a disk that is full leaves no half of a file, and the pictures are loaded", async () => {
  const png = await plain(red).png().toBuffer();
  const files = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`${i}.png`, png]));
  const folder = writeFiles(newFolder(), files);
  const quoted = `ulimit -f 100; exec "${process.execPath}" -e '${program}' "${folder}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", quoted], {
    encoding: "utf8",
    env: { ...process.env, GANBOOK_HOME: home },
  });
  assert.equal(stdout.trim(), `60 ${60 * 32 * 32}`, stderr);
  assert.match(stderr, /could not keep decoded pictures \(EFBIG.*\): they are in memory/);
  assert.deepEqual(filesIn(folder), []);
  assert.deepEqual(readdirSync(join(home, "pixels")), []);
});

test("a notebook's stop button ends the decoding, and nothing half stays", async (context) => {
  const png = await redPng();
  const files = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`${i}.png`, png]));
  const folder = writeFiles(newFolder(), files);
  let left = 0;
  const host = {
    onInterrupt: (stop: () => void) => {
      const timer = setImmediate(stop);
      left++;
      return () => (left--, clearImmediate(timer));
    },
  };
  Object.assign(globalThis, { [kernelKey]: host });
  context.after(() => Reflect.deleteProperty(globalThis, kernelKey));
  await assert.rejects(load(folder), /loadImages: stopped; nothing was kept, load them again/);
  assert.deepEqual([filesIn(folder), left], [[], 0]);
  Reflect.deleteProperty(globalThis, kernelKey);
  assert.equal((await load(folder)).size, 200);
});

test("what a killed process has left is removed after an hour, not before", async () => {
  const folder = await redFolder();
  await load(folder);
  const [name] = filesIn(folder);
  const [old, young] = ["1", "2"].map((id) => join(keptIn(folder), `${name}.${id}.tmp`));
  for (const path of [old!, young!]) writeFileSync(path, "half");
  const before = Date.now() / 1000 - 3700;
  utimesSync(old!, before, before);
  writeFileSync(join(folder, "b.png"), await bluePng());
  await load(folder);
  assert.deepEqual([existsSync(old!), existsSync(young!)], [false, true]);
});

test("an archive's and a CSV's pixels lie beside them, and are made anew with them", async () => {
  const folder = newFolder();
  const path = join(folder, "a.csv");
  writeFileSync(path, "1,10,20,30,40\n");
  assert.deepEqual(pixelsOf(await loadImages(path)), [10, 20, 30, 40]);
  assert.match(filesIn(folder).join(), /^a\.csv-2x2x1-cover-[0-9a-f]{8}\.pixels$/);
  writeFileSync(path, "1,10,20,30,50\n2,1,1,1,1\n");
  assert.equal((await loadImages(path)).size, 2);
  mkdirSync(join(folder, "empty"));
  assert.equal(filesIn(folder).length, 1);
});
