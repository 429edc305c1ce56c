import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import sharp from "sharp";
import { loadImages } from "../../../src/data/loadImages";
import {
  blue,
  halves,
  newFolder,
  pixelsOf,
  plain,
  red,
  writeFiles,
  zipOf,
  type ZipEntry,
} from "../../support/pictures";

const size = 2;
const four = (colour: readonly number[]): number[] =>
  Array.from({ length: 4 }, () => colour).flat();

test("names in any language and case are found, hidden ones are not", async () => {
  const png = await plain(red).png().toBuffer();
  const names = ["ça/日本.PNG", "e\u0301/б б.Png", "😀/a.b.png", "x/#?%20&.png"];
  const hidden = [".hidden/a.png", "x/.a.png", "notes.txt", "a.png.bak"];
  const all = Object.fromEntries([...names, ...hidden].map((name) => [name, png]));
  const data = await loadImages(writeFiles(newFolder(), all), { size });
  assert.equal(data.size, 4);
  assert.deepEqual(data.classNames, names.map((name) => name.split("/")[0]).sort());
});

test("links to folders are followed, but not round; a link to nothing is broken", async (t) => {
  const said = t.mock.method(console, "warn", () => undefined);
  const png = await plain(red).png().toBuffer();
  const other = writeFiles(newFolder(), { "1.png": png, "2.png": png });
  const folder = writeFiles(newFolder(), { "a/1.png": png });
  symlinkSync(other, join(folder, "b"));
  symlinkSync(folder, join(folder, "a", "up"));
  symlinkSync(join(folder, "a"), join(folder, "a", "self"));
  symlinkSync(join(folder, "gone.png"), join(folder, "a", "dead.png"));
  symlinkSync("loop.png", join(folder, "a", "loop.png"));
  const data = await loadImages(folder, { size });
  assert.deepEqual([data.size, data.classNames], [3, ["a", "b"]]);
  assert.match(String(said.mock.calls[0]!.arguments[0]), /left out 2 .*a\/dead\.png.*a\/loop\.png/);
});

test("each kind of broken file is named, and the whole ones are loaded", async (context) => {
  const said = context.mock.method(console, "warn", () => undefined);
  const jpeg = await halves(64, 64, red, blue).jpeg().toBuffer();
  const whole = await plain(red).png().toBuffer();
  const folder = writeFiles(newFolder(), {
    "empty.png": "",
    "text.jpg": "this is no picture",
    "cut.jpg": jpeg.subarray(0, jpeg.length / 2),
    "cut.png": whole.subarray(0, whole.length - 16),
    "page.svg": "<html></html>",
    "huge.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="300000" height="300000"/>',
    "good.png": whole,
  });
  mkdirSync(join(folder, "folder.png"));
  const data = await loadImages(folder, { size });
  assert.deepEqual([data.size, pixelsOf(data)], [1, four(red)]);
  const message = String(said.mock.calls[0]!.arguments[0]);
  assert.match(message, /left out 6 broken pictures: cut\.jpg \(.*; cut\.png \(.*empty\.png/s);
  assert.match(message, / and 1 more$/);
  await assert.rejects(
    loadImages(folder, { size, broken: "refuse" }),
    /expected whole pictures below .*received broken ones: .*empty\.png.*; repair or remove them/s,
  );
});

test("one broken file in many does not keep the others from their labels", async (context) => {
  context.mock.method(console, "warn", () => undefined);
  const [redPng, bluePng] = [await plain(red).png().toBuffer(), await plain(blue).png().toBuffer()];
  const files: Record<string, string | Buffer> = { "b/17.5.png": "broken" };
  for (let i = 0; i < 40; i++) files[`${i % 2 ? "b" : "r"}/${i}.png`] = i % 2 ? bluePng : redPng;
  const folder = writeFiles(newFolder(), files);
  for (const limit of [undefined, 41, 30]) {
    const data = await loadImages(folder, { size, limit, seed: 1 });
    assert.ok(data.size >= 29 && data.size <= 40);
    for (let i = 0; i < data.size; i++)
      assert.equal(pixelsOf(data, i)[0], data.classNames![data.labels![i]!] === "r" ? 255 : 0);
  }
});

test("pictures of any form: one pixel, a line, 16 bits, palettes, alpha, animations", async () => {
  const grey = { create: { width: 4, height: 4, channels: 3, background: "#808080" } } as const;
  const redPng = await plain(red).png().toBuffer();
  const bluePng = await plain(blue).png().toBuffer();
  const frames = sharp([redPng, bluePng], { join: { animated: true } });
  const clear = { create: { width: 4, height: 4, channels: 4, background: "#00f8" } } as const;
  const cases: [string, Buffer, readonly number[]][] = [
    ["pixel.png", await halves(1, 1, red, red).png().toBuffer(), red],
    ["line.png", await halves(1, 5000, blue, blue).png().toBuffer(), blue],
    ["row.jpg", await halves(5000, 1, blue, blue).jpeg({ quality: 100 }).toBuffer(), [0, 0, 254]],
    ["deep.png", await sharp(grey).toColourspace("rgb16").png().toBuffer(), [128, 128, 128]],
    ["deepGrey.png", await sharp(grey).toColourspace("grey16").png().toBuffer(), [128, 128, 128]],
    ["palette.png", await plain(red).png({ palette: true, colours: 2 }).toBuffer(), red],
    ["gif.gif", await frames.clone().gif().toBuffer(), red],
    ["webp.webp", await frames.clone().webp({ lossless: true }).toBuffer(), red],
    ["half.png", await sharp(clear).png().toBuffer(), [119, 119, 255]],
    ["grey.png", await sharp(grey).greyscale().png().toBuffer(), [128, 128, 128]],
  ];
  for (const [name, content, colour] of cases) {
    const data = await loadImages(writeFiles(newFolder(), { [name]: content }), { size });
    pixelsOf(data).forEach((byte, i) =>
      assert.ok(Math.abs(byte - colour[i % 3]!) <= 2, `${name}: ${pixelsOf(data).join(" ")}`),
    );
  }
});

test("archives that are damaged or traps are refused or their files named", async (context) => {
  const said = context.mock.method(console, "warn", () => undefined);
  const content = await plain(red).png().toBuffer();
  const path = join(newFolder(), "a.zip");
  const load = (files: Record<string, Buffer | ZipEntry>): Promise<unknown> => {
    writeFileSync(path, zipOf({ "good.png": content, ...files }));
    return loadImages(path, { size });
  };
  const named = async (entry: ZipEntry, why: RegExp): Promise<void> => {
    await load({ "bad.png": entry });
    const message = String(said.mock.calls.at(-1)!.arguments[0]);
    assert.match(message, /left out 1 broken pictures: bad\.png/);
    assert.match(message, why);
  };
  await named({ content, sum: 1 }, /its checksum is not that of the archive/);
  await named({ content, isEncrypted: true }, /it is encrypted; unpack the archive yourself/);
  await named({ content, size: 2 ** 31 }, /expected 1 GiB at most, received 2147483648 bytes/);
  // A bomb: it says that it is small.
  await named({ content: Buffer.alloc(2 ** 24), size: 100 }, /too many bytes in the stream/);
  const whole = zipOf({ "good.png": content });
  for (const broken of [Buffer.from("no archive"), whole.subarray(0, 40), Buffer.alloc(0)]) {
    writeFileSync(path, broken);
    await assert.rejects(
      loadImages(path, { size }),
      /expected a sound zip archive, received .*a\.zip \(.*\); download or pack it again/,
    );
  }
  writeFileSync(path, zipOf({ "../../evil.png": content }));
  await assert.rejects(loadImages(path, { size }), /expected a sound zip archive, received .*\.\./);
  writeFileSync(path, zipOf({ "a.txt": content }));
  await assert.rejects(loadImages(path, { size }), /expected pictures \(.*found none/);
});

test("what is no folder, archive or CSV, and a size that is none, is refused", async () => {
  const folder = writeFiles(newFolder(), { "a.png": await plain(red).png().toBuffer() });
  await assert.rejects(
    loadImages(join(folder, "gone"), { size }),
    /expected a folder of pictures, .* received ".*gone", which is not there/,
  );
  await assert.rejects(
    loadImages(folder),
    /option "size": expected the height and width that pictures are to get, .*received undefined/,
  );
  await assert.rejects(loadImages(folder, { size: 20_000 }), /"size": expected a value <= 16384/);
});
