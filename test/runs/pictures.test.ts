import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { loadImages, type Pictures } from "../../src/data";
import { buildDiscriminator, buildGenerator, startRuntime, trainGan } from "../../src/index";
import type { TrainGanOptions } from "../../src/index";
import { loadGame, recordRun, resumeRun } from "../../src/runs";
import { blue, halves, newFolder, plain, red, writeFiles } from "../support/pictures";
import { tensorsOf } from "../support/smallGame";

before(() => startRuntime({ print: false }));

const small = { hiddenUnits: [6], sampleShape: [6, 6, 3], classes: 2, seed: 2 };
const game = (data: Pictures, more: object): TrainGanOptions => ({
  generator: buildGenerator("mlp", small),
  discriminator: buildDiscriminator("mlp", small),
  data,
  batchSize: 10,
  seed: 3,
  ...more,
});

async function pictures(): Promise<string> {
  const files: Record<string, Buffer> = {};
  for (let i = 0; i < 50; i++) {
    const [name, colour] = i % 2 ? (["warm", red] as const) : (["cold", blue] as const);
    files[`${name}/${i}.png`] = await halves(8, 8, colour, [5 * i, i, 99])
      .png()
      .toBuffer();
  }
  return writeFiles(newFolder(), files);
}

test("a run on a part of a folder finds its pictures again, and goes on bit for bit", async () => {
  const folder = await pictures();
  const { train } = await loadImages(folder, { size: 6, holdOut: 0.2, seed: 1 });
  const runs = newFolder();
  const whole = (await trainGan(game(train, { steps: 9 }))).game;
  await trainGan(game(train, { steps: 5, callbacks: [recordRun("r", { runs })] }));
  await resumeRun(join(runs, "r"), { steps: 2 });
  rmSync(join(folder, ".ganbook-pixels"), { recursive: true }); // they are decoded again
  await resumeRun(join(runs, "r"), { steps: 2 });
  const { game: found, data } = await loadGame(join(runs, "r"));
  assert.deepEqual(tensorsOf(found), tensorsOf(whole));
  assert.deepEqual(data, train);
});

test("a run whose pictures have changed is refused, with what it was played with", async () => {
  const folder = await pictures();
  const data = await loadImages(folder, { size: 6 });
  const runs = newFolder();
  await trainGan(game(data, { steps: 2, callbacks: [recordRun("r", { runs })] }));
  writeFileSync(join(folder, "warm", "1.png"), await plain(blue).png().toBuffer());
  await assert.rejects(
    resumeRun(join(runs, "r"), { steps: 2 }),
    /expected the data that the run was played with, .*50 samples .*SHA-256.* received .*50/,
  );
});
