import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { truncateSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { loadIdx } from "../../src/data/idx";
import { temporaryFolder } from "../support/temporary";

const folder = temporaryFolder();
let written = 0;

function idx(
  magic: number,
  sides: number[],
  bytes: number[],
  pack: (content: Buffer) => Uint8Array = (b) => b,
): string {
  const header = Buffer.alloc(4 + 4 * sides.length);
  header.writeUInt32BE(magic, 0);
  sides.forEach((side, i) => header.writeUInt32BE(side, 4 + 4 * i));
  const path = join(folder, `file-${written++}`);
  writeFileSync(path, pack(Buffer.concat([header, Buffer.from(bytes)])));
  return path;
}

const pixels = [0, 255, 51, 102, 153, 204];
const images = (pack?: (content: Buffer) => Uint8Array): string =>
  idx(0x803, [3, 1, 2], pixels, pack);
const labels = (count = 3): string => idx(0x801, [count], [4, 5, 6].slice(0, count));

test("images and labels are read, gzipped or not, with bytes scaled to -1 … 1", () => {
  for (const path of [images(), images(gzipSync)]) {
    const data = loadIdx({ images: path, labels: labels() });
    assert.deepEqual(data.shape, [1, 2, 1]);
    assert.deepEqual([...data.labels!], [4, 5, 6]);
    assert.deepEqual([...data.samples], [...Float32Array.from(pixels, (byte) => byte / 127.5 - 1)]);
  }
});

test("a missing file is named", () => {
  assert.throws(
    () => loadIdx({ images: join(folder, "absent") }),
    /expected an IDX file at .*absent, received "ENOENT/,
  );
});

test("a file of another kind is recognised by its magic number", () => {
  assert.throws(
    () => loadIdx({ images: labels() }),
    /expected (magic number 0x00000803 \(images|an IDX header of 16 bytes)/,
  );
  assert.throws(
    () => loadIdx({ images: images(), labels: images() }),
    /expected magic number 0x00000801 \(labels, unsigned bytes\), received 0x00000803/,
  );
});

test("a cut file is recognised by its length", () => {
  assert.throws(
    () => loadIdx({ images: idx(0x803, [3, 1, 2], pixels.slice(0, 4)) }),
    /expected 6 bytes of data \(3 x 1 x 2\), received 4; the file is cut or damaged/,
  );
  assert.throws(
    () => loadIdx({ images: images((b) => b.subarray(0, 6)) }),
    /expected an IDX header of 16 bytes, received 6 bytes/,
  );
});

test("a damaged gzip file is recognised", () => {
  const damaged = images((content) => gzipSync(content).subarray(0, 20));
  assert.throws(
    () => loadIdx({ images: damaged }),
    /expected a whole gzip file, received a damaged one/,
  );
});

test("labels that belong to other images are refused", () => {
  assert.throws(
    () => loadIdx({ images: images(), labels: labels(2) }),
    /expected 3 labels in .* received 2/,
  );
});

test("a file that is not the published one is refused by its checksum", () => {
  assert.throws(
    () => loadIdx({ images: images(gzipSync), published: "fashion-mnist" }),
    /the published fashion-mnist file \(MD5 8d4fb7e6.* or bef4ecab.*\), .* MD5 [0-9a-f]{32}/,
  );
  assert.throws(
    () => loadIdx({ images: images(), published: "mnist" }),
    /expected the gzipped file .* received an unpacked one/,
  );
});

test("an unknown option is refused", () => {
  assert.throws(
    () => loadIdx({ image: "x" } as never),
    /option "images": expected string, received undefined; unknown option "image"/,
  );
});

/**
 * A gzip of 600 MB of zeros after `content`: members may follow one another, so one of 30 MB is
 * enough to make it.
 */
function bomb(content: Buffer): string {
  const zeros = gzipSync(Buffer.alloc(30 << 20));
  const path = join(folder, `bomb-${written++}`);
  writeFileSync(path, Buffer.concat([gzipSync(content), ...Array<Buffer>(20).fill(zeros)]));
  return path;
}

/**
 * Tries to load a file in a process of its own. Returns its message and the memory that this took,
 * in MB.
 */
function refusal(path: string): { message: string; megabytes: number } {
  const script = `
    const { loadIdx } = require("./src/data/idx.ts");
    const before = process.resourceUsage().maxRSS;
    let message = "";
    try { loadIdx({ images: ${JSON.stringify(path)} }); } catch (error) { message = error.message; }
    const megabytes = (process.resourceUsage().maxRSS - before) / 1024;
    console.log(JSON.stringify({ message, megabytes }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "-e", script], {
    encoding: "utf8",
  });
  assert.notEqual(stdout, "", stderr);
  return JSON.parse(stdout) as { message: string; megabytes: number };
}

const headed = (magic: number, ...sides: number[]): Buffer => {
  const header = Buffer.alloc(4 + 4 * sides.length);
  [magic, ...sides].forEach((word, i) => header.writeUInt32BE(word, 4 * i));
  return header;
};

test("a gzip that holds more than its header announces is refused without unpacking it", () => {
  for (const [sides, expected] of [
    [[3, 1, 2], /expected 6 bytes of data \(3 x 1 x 2\), received a gzip of \d+ bytes, more than/],
    [[100, 100, 100], /expected 1000000 bytes of data \(100 x 100 x 100\), received more/],
  ] as const) {
    const { message, megabytes } = refusal(bomb(headed(0x803, ...sides)));
    assert.match(message, expected);
    assert.ok(megabytes < 60, `${megabytes} MB`);
  }
});

test("a gzip of another kind is refused by its first bytes", () => {
  const { message, megabytes } = refusal(bomb(headed(0x50415246, 1, 1, 1)));
  assert.match(message, /expected magic number 0x00000803 .*, received 0x50415246/);
  assert.ok(megabytes < 60, `${megabytes} MB`);
});

test("a header that announces more than its file can hold is refused at once", () => {
  const announced = headed(0x803, 60_000, 2800, 2800);
  const packed = join(folder, "announced.gz");
  writeFileSync(packed, gzipSync(Buffer.concat([announced, Buffer.alloc(1000)])));
  for (const path of [packed, idx(0x803, [60_000, 2800, 2800], [0])]) {
    const { message, megabytes } = refusal(path);
    assert.match(message, /expected 470400000000 bytes of data .*the file is cut or damaged/);
    assert.ok(megabytes < 60, `${megabytes} MB`);
  }
});

test("a long file of another kind is refused by its first bytes, gzipped or not", () => {
  const path = join(folder, "long");
  writeFileSync(path, "%PDF-1.7 and so on");
  truncateSync(path, 3 * 2 ** 30); // sparse: it takes no room
  const { message, megabytes } = refusal(path);
  assert.match(message, /expected magic number 0x00000803 .*, received 0x25504446/);
  assert.ok(megabytes < 60, `${megabytes} MB`);
});

test("headers that contradict each other are found before the images are unpacked", () => {
  const count = 2_000_000;
  const header = Buffer.from([0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 4]);
  header.writeUInt32BE(count, 4);
  const path = join(folder, "many.gz");
  writeFileSync(path, gzipSync(Buffer.concat([header, Buffer.alloc(16 * count)])));
  const script = `const { loadIdx } = require(${JSON.stringify(resolve("dist/data/idx.js"))});
const before = process.memoryUsage().rss;
const files = { images: ${JSON.stringify(path)}, labels: ${JSON.stringify(labels())} };
try { loadIdx(files); } catch (error) { console.log(error.message); }
console.log((process.memoryUsage().rss - before) / 2 ** 20);`;
  const { stdout } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  const [message, megabytes] = stdout.trim().split("\n");
  assert.match(message!, /expected 2000000 labels in .*, received 3/);
  assert.ok(Number(megabytes) < 20, `${megabytes} MB; unpacked it has 30`);
});
