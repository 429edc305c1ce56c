import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { loadData, loadEmoji, type DataSource } from "../../src/data";
import { blue, newFolder, pixelsOf, plain, red, writeFiles } from "../support/pictures";

const home = process.env.GANBOOK_HOME;
after(() => {
  if (home === undefined) delete process.env.GANBOOK_HOME;
  else process.env.GANBOOK_HOME = home;
});

test("the real package: 3,786 colour pictures in ten categories", async () => {
  const { all, train, test: held } = await loadEmoji({ size: 16, holdOut: 0.1, seed: 1 });
  assert.deepEqual([all.size, all.shape], [3786, [16, 16, 3]]);
  assert.deepEqual(all.classNames, [
    ...["Activities", "Animals & Nature", "Component", "Flags", "Food & Drink", "Objects"],
    ...["People & Body", "Smileys & Emotion", "Symbols", "Travel & Places"],
  ]);
  assert.equal(train.size + held.size, 3786);
  const counts = new Map<number, number>();
  for (const label of all.labels!) counts.set(label, (counts.get(label) ?? 0) + 1);
  assert.equal(counts.get(3), 270, "flags");
  const drawn = Array.from({ length: 50 }, (_, i) => new Set(pixelsOf(all, i)).size);
  assert.ok(
    drawn.every((colours) => colours > 5),
    "each is a picture",
  );
  assert.deepEqual(await loadData(held.source as DataSource), held);
});

test("a package that is there is not installed again; skin tones have their class", async () => {
  process.env.GANBOOK_HOME = newFolder();
  const folder = join(process.env.GANBOOK_HOME, "emoji/node_modules/emoji-datasource-google");
  mkdirSync(folder, { recursive: true });
  const [one, two] = [await plain(red).png().toBuffer(), await plain(blue).png().toBuffer()];
  const list = [
    { image: "1.png", category: "B", skin_variations: { x: { image: "3.png" } } },
    { image: "2.png", category: "A" },
  ];
  writeFiles(folder, {
    "emoji.json": JSON.stringify(list),
    ...{ "img/google/64/1.png": one, "img/google/64/2.png": two, "img/google/64/3.png": one },
  });
  writeFileSync(join(process.env.GANBOOK_HOME, "steps.json"), '{ "Emoji": "16.0.0" }');
  const data = await loadEmoji({ size: 2 });
  assert.equal(data.size, 3);
  for (let i = 0; i < 3; i++)
    assert.equal(data.classNames![data.labels![i]!], pixelsOf(data, i)[0] === 255 ? "B" : "A");
  assert.equal((await loadEmoji()).shape[0], 64);
  writeFileSync(join(folder, "emoji.json"), '[{ "image": 3 }]');
  await assert.rejects(loadEmoji(), /emoji\.json: option "0\.image": expected string, received 3/);
});
