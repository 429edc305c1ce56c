import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadImages } from "../../../src/data/loadImages";
import { loadData, type DataSource } from "../../../src/data/source";
import type { Pictures } from "../../../src/data/pictures";
import { blue, newFolder, pixelsOf, plain, red, writeFiles, zipOf } from "../../support/pictures";

const size = 2;
/** What is red (1) and what is blue (0), and the class's name of each. */
const seen = (data: Pictures): string[] =>
  Array.from({ length: data.size }, (_, i) => {
    const colour = pixelsOf(data, i)[0]! > 128 ? "red" : "blue";
    const label = data.labels?.[i];
    return label === undefined ? colour : `${colour} ${data.classNames![label]}`;
  }).sort();

async function colours(): Promise<{ redPng: Buffer; bluePng: Buffer }> {
  return { redPng: await plain(red).png().toBuffer(), bluePng: await plain(blue).png().toBuffer() };
}

test("a zip in StyleGAN's form: labels of dataset.json, which may be null", async () => {
  const { redPng, bluePng } = await colours();
  const path = join(newFolder(), "data.zip");
  const images = { "00000/img0.png": redPng, "00000/img1.png": bluePng, "00001/img2.png": redPng };
  const labels = [
    ["00000/img0.png", 3],
    ["00000/img1.png", 0],
    ["00001/img2.png", 3],
  ];
  const write = (value: unknown): void =>
    writeFileSync(
      path,
      zipOf({ ...images, "dataset.json": Buffer.from(JSON.stringify({ labels: value })) }),
    );
  write(labels);
  const data = await loadImages(path, { size });
  assert.deepEqual(seen(data), ["blue 0", "red 3", "red 3"]);
  assert.deepEqual(data.classNames, ["0", "1", "2", "3"]);
  assert.deepEqual(await loadData(data.source as DataSource), data);
  assert.deepEqual(seen(await loadImages(path, { size, classes: "folders" })), [
    "blue 00000",
    "red 00000",
    "red 00001",
  ]);
  write(null);
  assert.deepEqual(seen(await loadImages(path, { size, classes: "none" })), ["blue", "red", "red"]);
  write(labels.slice(1));
  await assert.rejects(
    loadImages(path, { size }),
    /expected a class for each picture in dataset\.json, found none for 00000\/img0\.png; add it/,
  );
});

test("a zip of class folders in a folder, as people pack it, also by macOS", async () => {
  const { redPng, bluePng } = await colours();
  const path = join(newFolder(), "Änimals.ZIP");
  writeFileSync(
    path,
    zipOf({
      "animals/": Buffer.alloc(0),
      "animals/katze/ünï.PNG": redPng,
      "animals/hund/2.png": bluePng,
      "__MACOSX/animals/hund/._2.png": Buffer.from("no picture"),
      "animals/.DS_Store": Buffer.from("x"),
    }),
  );
  const data = await loadImages(path, { size });
  assert.deepEqual(seen(data), ["blue hund", "red katze"]);
});

test("a Hugging Face imagefolder: metadata.csv or .jsonl, also one in each part", async () => {
  const { redPng, bluePng } = await colours();
  const folder = writeFiles(newFolder(), {
    "metadata.csv": 'file_name,text,label\r\n"a.png","a, b",warm\r\nb/c.png,,cold\r\n',
    "a.png": redPng,
    "b/c.png": bluePng,
  });
  assert.deepEqual(seen(await loadImages(folder, { size })), ["blue cold", "red warm"]);
  const parts = writeFiles(newFolder(), {
    "train/metadata.jsonl": '{"file_name": "1.png", "label": 1}\n\n',
    "train/1.png": redPng,
    "test/metadata.jsonl": '{"file_name": "1.png", "label": 0}\n',
    "test/1.png": bluePng,
  });
  assert.deepEqual(seen(await loadImages(parts, { size })), ["blue 0", "red 1"]);
  // One that says nothing of classes.
  const texts = writeFiles(newFolder(), {
    "metadata.csv": "file_name,text\na/1.png,nice\n",
    "a/1.png": redPng,
    "b/2.png": bluePng,
  });
  assert.deepEqual(seen(await loadImages(texts, { size })), ["blue b", "red a"]);
});

test("a file of one's own says the classes: CSV or JSON, with or without endings", async () => {
  const { redPng, bluePng } = await colours();
  const folder = writeFiles(newFolder(), { "x/a.png": redPng, "y/b.png": bluePng });
  const files = {
    "1.csv": "id,breed,label\na,?,cat\nb,?,dog\n",
    "2.json": '{"a.png": "cat", "y/b.png": "dog"}',
    "3.json": '[["x/a.png", "cat"], ["b.png", "dog"]]',
    "4.jsonl": '{"file": "a.png", "class": "cat"}\n{"file": "b.png", "class": "dog"}',
    "5.csv": "\ufeffFileName;Class\nx/a.png;cat\ny/b.png;dog\n",
  };
  const notes = writeFiles(newFolder(), files);
  for (const name of Object.keys(files)) {
    const data = await loadImages(folder, { size, classes: join(notes, name) });
    assert.deepEqual(seen(data), ["blue dog", "red cat"], name);
    assert.deepEqual(await loadData(data.source as DataSource), data);
  }
  const refused = async (name: string, content: string, message: RegExp): Promise<void> => {
    const classes = join(writeFiles(newFolder(), { [name]: content }), name);
    await assert.rejects(loadImages(folder, { size, classes }), message);
  };
  await refused(
    "a.csv",
    "a,b\n1,2\n",
    /a\.csv: expected a column that names the files .*received a, b/,
  );
  await refused(
    "a.csv",
    "file,b\n1,2\n",
    /expected a column label or class in .*a\.csv, found none/,
  );
  await refused(
    "a.csv",
    "file,label\na.png,cat\n",
    /expected a class for each picture .*y\/b\.png/,
  );
  await refused("a.json", "{", /a\.json: expected JSON, received/);
  await refused("a.json", "3", /a\.json: expected \["file\.png", class\], received/);
  await refused("a.json", '{"a.png": -1}', /expected a class's name, or its number .*received -1/);
  await refused("a.jsonl", "3", /a\.jsonl, line 1: expected \{ "file_name": … \}, received 3/);
  await assert.rejects(
    loadImages(folder, { size, classes: join(notes, "gone.csv") }),
    /expected classes: "folders", "none" or a file that can be read, received ".*gone\.csv"/,
  );
});

test("of two pictures of one name, a bare name says nothing", async () => {
  const { redPng, bluePng } = await colours();
  const folder = writeFiles(newFolder(), { "x/a.png": redPng, "y/a.png": bluePng });
  const classes = join(writeFiles(newFolder(), { "c.csv": "file,label\na.png,1\n" }), "c.csv");
  await assert.rejects(
    loadImages(folder, { size, classes }),
    /expected a class for each picture in .*c\.csv, found none for x\/a\.png/,
  );
});

test("a CSV of pixels, as Kaggle's MNIST: with a header or not, the label anywhere", async () => {
  const grey = (value: number): string => Array<number>(9).fill(value).join(",");
  const names = Array.from({ length: 9 }, (_, i) => `pixel${i}`);
  const files = {
    "header.csv": `label,${names.join(",")}\n7,${grey(255)}\n2,${grey(0)}\n`,
    "bare.csv": `7,${grey(255)}\r\n2,${grey(0)}\r\n`,
    "last.csv": `"${names.join('","')}","Class"\n${grey(255)},7\n${grey(0)},2\n`,
    "words.CSV": `seven,${grey(255)}\ntwo,${grey(0)}\n`,
    "none.csv": `${grey(255)}\n${grey(0)}`,
  };
  const folder = writeFiles(newFolder(), files);
  for (const name of Object.keys(files)) {
    const data = await loadImages(join(folder, name));
    assert.deepEqual(data.shape, [3, 3, 1], name);
    const wanted = {
      "words.CSV": ["blue two", "red seven"],
      "none.csv": ["blue", "red"],
    }[name] ?? ["blue 2", "red 7"];
    assert.deepEqual(seen(data), wanted, name);
    assert.deepEqual(await loadData(data.source as DataSource), data);
  }
  const path = join(folder, "bare.csv");
  assert.equal((await loadImages(path, { classes: "none" })).labels, undefined);
  const larger = await loadImages(path, { size: 4, channels: 3 });
  assert.deepEqual(larger.shape, [4, 4, 3]);
  assert.deepEqual(seen(larger), ["blue 2", "red 7"]);
  assert.equal((await loadImages(path, { limit: 1 })).size, 1);
});

test("pixels keep their places: rows from the top, channels together", async () => {
  const colour = Array.from({ length: 12 }, (_, i) => 20 * i);
  const folder = writeFiles(newFolder(), { "a.csv": `${colour.join(",")}\n` });
  const data = await loadImages(join(folder, "a.csv"));
  assert.deepEqual([data.shape, pixelsOf(data)], [[2, 2, 3], colour]);
});

test("broken lines of a CSV are named and left out, or refused", async (context) => {
  const said = context.mock.method(console, "warn", () => undefined);
  const lines = ["1,0,0,0,0", "2,0,0,0", "3,0,,0,0", "4,0,256,0,0", "5,0,1.5,0,0", "6,0,x,0,0"];
  const path = join(writeFiles(newFolder(), { "a.csv": lines.join("\n") }), "a.csv");
  assert.equal((await loadImages(path)).size, 1);
  const message = String(said.mock.calls[0]!.arguments[0]);
  assert.match(
    message,
    /left out 5 broken lines of .*a\.csv: line 2 \(expected 5 values, received 4/,
  );
  assert.match(message, /line 4 \(expected pixels of 0 to 255, received "256"\)/);
  await assert.rejects(loadImages(path, { broken: "refuse" }), /expected whole lines in .*line 2/);
  for (const [content, wanted] of [
    ["", /expected lines of pixels in .*, found none/],
    ["1,2,3,4,5,6,7\n", /the pixels of a square picture .*received 7 in the first/],
  ] as const) {
    const other = join(writeFiles(newFolder(), { "b.csv": content }), "b.csv");
    await assert.rejects(loadImages(other), wanted);
  }
  await assert.rejects(
    loadImages(path, { classes: "folders" }),
    /option "classes": expected "none", or nothing, .* received "folders"/,
  );
});

test("held-out pictures are a share of each class, and each part is found again", async () => {
  const { redPng, bluePng } = await colours();
  const files: Record<string, Buffer> = {};
  for (let i = 0; i < 10; i++)
    Object.assign(files, { [`r/${i}.png`]: redPng, [`b/${i}.png`]: bluePng });
  const folder = writeFiles(newFolder(), files);
  const { all, train, test: held } = await loadImages(folder, { size, holdOut: 0.2, seed: 3 });
  assert.deepEqual([all.size, train.size, held.size], [20, 16, 4]);
  assert.deepEqual(seen(held), ["blue b", "blue b", "red r", "red r"]);
  const rows = new Set([...train.rows!, ...held.rows!]);
  assert.equal(rows.size, 20, "no picture is in both");
  for (const part of [all, train, held])
    assert.deepEqual(await loadData(part.source as DataSource), part);
  const source = { loader: "images", folder, part: "test", options: { size } } as const;
  await assert.rejects(
    loadData(source),
    /expected options\.holdOut, .* with part "test", received none/,
  );
});

test("four channels keep what is transparent", async () => {
  const { redPng } = await colours();
  const folder = writeFiles(newFolder(), { "a.png": redPng });
  const data = await loadImages(folder, { size, channels: 4 });
  assert.deepEqual(
    [data.shape, pixelsOf(data).slice(0, 4)],
    [
      [2, 2, 4],
      [...red, 255],
    ],
  );
  const clear = writeFiles(newFolder(), {
    "a.png": await plain(red).resize(8, 4, { fit: "fill" }).png().toBuffer(),
  });
  const bordered = await loadImages(clear, { size: 4, channels: 4, fit: "contain" });
  assert.equal(pixelsOf(bordered)[3], 0, "borders are clear");
});
