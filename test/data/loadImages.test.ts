import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import sharp from "sharp";
import { loadImages } from "../../src/data/loadImages";
import type { Pictures } from "../../src/data/pictures";
import { readSamples } from "../../src/data/samples";
import { loadData } from "../../src/data/source";
import { blue, halves, newFolder, plain, red } from "../support/pictures";

/** The bytes that a sample was made of. */
const bytesOf = (samples: Float32Array): number[] =>
  Array.from(samples, (value) => Math.round((value + 1) * 127.5));
const samplesOf = (data: Pictures): Float32Array => readSamples(data, 0, data.size);
const pixels = async (folder: string, more: object = {}): Promise<number[]> =>
  bytesOf(samplesOf(await loadImages(folder, { size: 2, ...more })));

test("every format gives the same pixels: JPEG, PNG, WebP, GIF, TIFF, SVG", async () => {
  const red8 = await plain(red).png().toBuffer();
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8">' +
    '<rect width="8" height="8" fill="red"/></svg>';
  const animated = sharp([red8, await plain(blue).png().toBuffer()], { join: { animated: true } });
  const files: Record<string, Buffer> = {
    "a.jpg": await plain(red).jpeg({ quality: 100, chromaSubsampling: "4:4:4" }).toBuffer(),
    "b.PNG": red8,
    "c.webp": await plain(red).webp({ lossless: true }).toBuffer(),
    "d.gif": await animated.gif().toBuffer(),
    "e.tif": await plain(red).tiff().toBuffer(),
    "f.png": await plain(red).png({ palette: true }).toBuffer(),
    "g.png": await plain(red).toColourspace("rgb16").png().toBuffer(),
    "h.svg": Buffer.from(svg),
  };
  for (const [name, content] of Object.entries(files)) {
    const folder = newFolder();
    writeFileSync(join(folder, name), content);
    const found = await pixels(folder);
    const wanted = Array.from({ length: 4 }, () => red).flat();
    found.forEach((byte, i) =>
      assert.ok(Math.abs(byte - wanted[i]!) <= 2, `${name}: ${found.join(" ")}`),
    );
  }
});

test("EXIF turns, transparency shows the background, CMYK becomes colours", async () => {
  const turned = newFolder();
  // Orientation 6: the top row of what is shown is the left column of what is stored.
  await halves(8, 8, red, blue)
    .withMetadata({ orientation: 6 })
    .png()
    .toFile(join(turned, "a.png"));
  const shown = (await pixels(turned)).map((byte) => 255 * Math.round(byte / 255)); // edges ring
  assert.deepEqual(shown, [...red, ...red, ...blue, ...blue]);
  const clear = newFolder();
  const alpha = { width: 4, height: 4, channels: 4 as const };
  await sharp(Buffer.alloc(64), { raw: alpha }).png().toFile(join(clear, "a.png"));
  assert.deepEqual(await pixels(clear), Array<number>(12).fill(255));
  assert.deepEqual((await pixels(clear, { background: "#0000ff" })).slice(0, 3), blue);
  assert.deepEqual(await pixels(clear, { channels: 1 }), [255, 255, 255, 255]);
  const printed = newFolder();
  await plain([255, 255, 255]).toColourspace("cmyk").jpeg().toFile(join(printed, "a.jpg"));
  (await pixels(printed)).forEach((byte) => assert.ok(byte > 240, `${byte}`));
});

test("pictures that are not square are cut, bordered or stretched, as chosen", async () => {
  const folder = newFolder();
  await halves(8, 4, red, blue).png().toFile(join(folder, "a.png"));
  const row = (bytes: number[], i: number): number[] => bytes.slice(12 * i, 12 * (i + 1));
  const fit = (how: string): Promise<number[]> => pixels(folder, { size: 4, fit: how });
  const contained = await fit("contain");
  assert.deepEqual(row(contained, 0), Array<number>(12).fill(255), "a white border above");
  const stretched = await fit("stretch");
  assert.deepEqual(row(stretched, 0).slice(0, 3), red);
  assert.deepEqual(row(stretched, 3).slice(9), blue);
  const covered = await fit("cover");
  assert.deepEqual([row(covered, 0).slice(0, 3), row(covered, 3).slice(9)], [red, blue]);
});

test("the first folder is the class; the order is the seed's; a limit draws from all", async () => {
  const folder = newFolder();
  for (const [name, colour] of [
    ["warm", red],
    ["cold", blue],
  ] as const) {
    mkdirSync(join(folder, name, "deeper"), { recursive: true });
    for (let i = 0; i < 20; i++)
      await plain(colour)
        .png()
        .toFile(join(folder, name, i % 2 ? "deeper" : "", `${i}.png`));
  }
  mkdirSync(join(folder, ".thumbnails"));
  writeFileSync(join(folder, ".thumbnails", "broken.png"), "no picture");
  const data = await loadImages(folder, { size: 2, seed: 1 });
  assert.deepEqual([data.size, data.shape, data.classNames], [40, [2, 2, 3], ["cold", "warm"]]);
  for (let i = 0; i < 40; i++)
    assert.equal(bytesOf(readSamples(data, i, 1))[0], data.labels![i] === 1 ? 255 : 0);
  const other = await loadImages(folder, { size: 2, seed: 2 });
  assert.notDeepEqual(data.labels, other.labels);
  const some = await loadImages(folder, { size: 2, limit: 10 });
  assert.equal(some.size, 10);
  assert.equal(new Set(some.labels).size, 2, "both classes are among ten");
  assert.equal((await loadImages(folder, { size: 2, classes: "none" })).labels, undefined);
  assert.deepEqual(await loadData(data.source as Parameters<typeof loadData>[0]), data);
});

test("broken files are named and left out, or refused", async (context) => {
  const said = context.mock.method(console, "warn", () => undefined);
  const folder = newFolder();
  const whole = await halves(64, 64, red, blue).png().toBuffer();
  writeFileSync(join(folder, "a.png"), whole);
  writeFileSync(join(folder, "b.png"), whole.subarray(0, whole.length - 20));
  writeFileSync(join(folder, "c.jpg"), "no picture");
  assert.equal((await loadImages(folder, { size: 2 })).size, 1);
  assert.match(
    String(said.mock.calls[0]!.arguments[0]),
    /left out 2 broken pictures: .*[bc]\.(png|jpg) \(/,
  );
  await assert.rejects(
    loadImages(folder, { size: 2, broken: "refuse" }),
    /expected whole pictures below .*broken ones: /,
  );
  await assert.rejects(
    loadImages(join(folder, "a.png"), { size: 2 }),
    /expected a folder of pictures, a \.zip archive .* received ".*a\.png"$/,
  );
  await assert.rejects(
    loadImages(newFolder(), { size: 2 }),
    /expected pictures \(\.jpg .*\) below .*, found none/,
  );
  await assert.rejects(
    loadImages(folder, { size: 2, classes: "folders" }),
    /in the folder of its class, received .*a\.png outside/,
  );
  await assert.rejects(loadImages(folder, { size: 0 }), /option "size": expected a value >= 1/);
  await assert.rejects(
    loadImages(folder, { size: 2, background: "no colour" }),
    /option "background": expected a CSS colour.*no colour/,
  );
});
