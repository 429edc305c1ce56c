import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { resumeRun, sampleGenerator, startRuntime } from "../../src/index";
import { loadGenerator, loadRun } from "../../src/runs";
import { decodeTable, tableRows } from "../../src/tables";
import { temporaryFolder } from "../support/temporary";

before(() => startRuntime({ print: false }));

test("a run of a table from before modes held every number goes on", async () => {
  const folder = join(temporaryFolder(), "old");
  cpSync("test/runs/oldTable", folder, { recursive: true }); // by ganbook at commit be82ff2
  const path = join(folder, "config.json");
  const config = JSON.parse(readFileSync(path, "utf8")) as {
    crc32?: string;
    data: { source: { options: { file: string } } };
  };
  config.data.source.options.file = join(folder, "people.csv");
  delete config.crc32;
  writeFileSync(path, JSON.stringify(config));
  const { codes } = loadRun(folder).config.data;
  const { generator } = await loadGenerator(folder);
  const drawn = await sampleGenerator(generator, { count: 5, seed: 1 });
  const rows = tableRows(decodeTable(drawn, { codes: codes!, shape: drawn.shape }));
  assert.deepEqual(Object.keys(rows[4]!), ["age", "job", "children"]);
  const { game } = await resumeRun(folder, { steps: 1 });
  assert.equal(game.step, 3);
});
