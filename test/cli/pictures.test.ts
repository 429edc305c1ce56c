import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfiguredData } from "../../src/cli/makeGame";
import { newFolder, plain, red, writeFiles } from "../support/pictures";

test("pictures of a configuration, and their classes, are found from its folder", async () => {
  const folder = writeFiles(newFolder(), {
    "pics/a.png": await plain(red).png().toBuffer(),
    "labels.csv": "file,label\na.png,cat\n",
    "pixels.csv": "3,0,0,0,0\n",
  });
  const options = { size: 2, classes: "labels.csv" };
  const data = await loadConfiguredData({ loader: "images", folder: "pics", options }, folder);
  assert.deepEqual(data.classNames, ["cat"]);
  const none = { loader: "images", folder: "pics", options: { size: 2, classes: "none" } } as const;
  assert.equal((await loadConfiguredData(none, folder)).labels, undefined);
  const pixels = await loadConfiguredData({ loader: "images", folder: "pixels.csv" }, folder);
  assert.deepEqual(pixels.shape, [2, 2, 1]);
});
