/** What a stranger's attack found in readers of pictures, each with what it showed. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadImages } from "../../../src/data/loadImages";
import { blue, newFolder, pixelsOf, plain, red, writeFiles, zipOf } from "../../support/pictures";

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i % 256);
function csv(...lines: readonly (string | readonly number[])[]): string {
  const path = join(newFolder(), "a.csv");
  writeFileSync(
    path,
    lines.map((line) => (typeof line === "string" ? line : line.join())).join("\n"),
  );
  return path;
}

test("four channels of a CSV file are four where they are asked for", async () => {
  const path = csv([1, ...range(16)], [0, ...range(16)]);
  const grey = await loadImages(path);
  assert.deepEqual(grey.shape, [4, 4, 1]);
  for (const options of [{ channels: 4 }, { size: 2, channels: 4 }] as const) {
    const clear = await loadImages(path, options);
    assert.deepEqual(clear.shape, [2, 2, 4]);
    assert.deepEqual(pixelsOf(clear, 0), range(16));
  }
});

test("lines to be read in two ways are refused, or read as they are said to be", async () => {
  const path = csv([3, ...range(9408)], [4, ...range(9408)]);
  await assert.rejects(
    loadImages(path),
    /received 9409 values .*: 97 x 97 x 1, or a label and 56 x 56 x 3; say size and channels/,
  );
  const colour = await loadImages(path, { channels: 3 });
  assert.deepEqual([colour.shape, colour.classNames?.length], [[56, 56, 3], 5]);
  const grey = await loadImages(path, { size: 97, channels: 1 });
  assert.deepEqual([grey.shape, grey.labels], [[97, 97, 1], undefined]);
  const named = csv(["label", ...range(9408)].join(), [3, ...range(9408)]);
  assert.deepEqual((await loadImages(named)).shape, [56, 56, 3]);
});

test("a header of numbers is a header; one without a label is named", async () => {
  const path = csv(["label", ...range(64)].join(), [1, ...range(64)], [0, ...range(64)]);
  const data = await loadImages(path);
  assert.deepEqual([data.size, data.classNames], [2, ["0", "1"]]);
  await assert.rejects(
    loadImages(csv("a,b,c,d,digit", "10,20,30,40,1")),
    /received 5 in the first, and no column called label, labels, class, target/,
  );
});

test("an empty cell is a broken line, first or later; so are blank pixels and labels", async () => {
  const path = csv("1,1,,3,4", "0,5,6,7,8", "1, ,9,9,9", ",9,9,9,9", "1,9,9,9,9");
  assert.equal((await loadImages(path)).size, 2);
  await assert.rejects(loadImages(path, { broken: "refuse" }), /line 1 .*line 3 .*line 4 /);
  await assert.rejects(loadImages(csv("label,a,b,c,d")), /found none below the header/);
});

test("a byte order mark is no part of a label, and 01 is another class than 1", async () => {
  const marked = await loadImages(csv("\ufeff7,1,2,3,4", "7,1,2,3,5"));
  assert.equal(marked.classNames?.at(-1), "7");
  const padded = await loadImages(csv("01,1,2,3,4", "1,1,2,3,5"));
  assert.deepEqual(padded.classNames, ["01", "1"]);
});

test("what is no picture beside the folder in a zip does not change the classes", async () => {
  const [one, two] = [await plain(red).png().toBuffer(), await plain(blue).png().toBuffer()];
  const path = join(newFolder(), "a.zip");
  const text = Buffer.from("x");
  const pictures = { "top/cats/1.png": one, "top/dogs/2.png": two };
  writeFileSync(path, zipOf({ ...pictures, ".DS_Store": text, "README.txt": text }));
  assert.deepEqual((await loadImages(path, { size: 2 })).classNames, ["cats", "dogs"]);
});

test("labels that are null are none, whatever the folders are called", async () => {
  const picture = await plain(red).png().toBuffer();
  const path = join(newFolder(), "a.zip");
  const note = Buffer.from('{"labels": null}');
  writeFileSync(path, zipOf({ "00000/img0.png": picture, "dataset.json": note }));
  assert.equal((await loadImages(path, { size: 2 })).labels, undefined);
});

test("files of classes may begin paths with ./, and say what is missing", async () => {
  const picture = await plain(red).png().toBuffer();
  const folder = writeFiles(newFolder(), { "a/0.png": picture });
  const classes = join(newFolder(), "classes.csv");
  writeFileSync(classes, "file_name,label\n./a/0.png,cat\n");
  assert.deepEqual((await loadImages(folder, { size: 2, classes })).classNames, ["cat"]);
  writeFileSync(classes, "file_name,label\n");
  await assert.rejects(
    loadImages(folder, { size: 2, classes }),
    /expected a row for each picture below the header, received none/,
  );
});

test("a colour or a path that is none is named before anything is read", async () => {
  const folder = writeFiles(newFolder(), { "a.png": await plain(red).png().toBuffer() });
  for (const channels of [3, 4] as const)
    await assert.rejects(loadImages(folder, { size: 2, channels, background: "notacolour" }), {
      name: "TypeError",
      message:
        'loadImages: option "background": expected a CSS colour, such as "white" or "#336699", ' +
        'received "notacolour"',
    });
  for (const path of [undefined, 7])
    await assert.rejects(loadImages(path as unknown as string, { size: 2 }), {
      name: "TypeError",
      message: /loadImages: expected a path, received/,
    });
});
