import assert from "node:assert/strict";
import { before, test } from "node:test";
import { doctor } from "../../src/doctor/doctor";
import { startRuntime } from "../../src/runtime/start";
import { trainGan } from "../../src/train/trainGan";
import { broken, healthy, type Exhibit } from "./gallery";

before(() => startRuntime({ print: false }));

/** The names of what the doctor finds in a whole run, in the order of causes. */
async function examine({ game, data, steps, batchSize, holdout }: Exhibit): Promise<string[]> {
  const watcher = doctor({ every: 250, print: false, ...(holdout && { holdout }) });
  await trainGan({ game: game(), data, steps, batchSize, callbacks: [watcher] });
  const found = new Set(watcher.findings.map(({ name }) => name));
  for (const { says, cause, fix, evidence, lesson } of watcher.findings) {
    assert.ok(says && cause && fix && lesson);
    assert.ok(Object.keys(evidence).length > 0, "every finding has its evidence");
  }
  return [...found];
}

test("20 healthy games: no alarm", async () => {
  assert.equal(healthy.length, 20);
  const alarms: string[] = [];
  for (const exhibit of healthy) {
    const found = await examine(exhibit);
    if (found.length) alarms.push(`${exhibit.name}: ${found.join(", ")}`);
  }
  console.log(`${healthy.length} healthy games, ${alarms.length} false alarms`);
  assert.deepEqual(alarms, []);
});

test("every broken game in the gallery is named", async () => {
  const wrong: string[] = [];
  for (const exhibit of broken) {
    const found = await examine(exhibit);
    console.log(`${exhibit.name}: ${found.join(", ")}`);
    if (found[0] !== exhibit.finding) wrong.push(`${exhibit.name}: expected ${exhibit.finding}, received ${found.join(", ")}`); // prettier-ignore
  }
  console.log(`${broken.length - wrong.length} of ${broken.length} broken games named`);
  assert.deepEqual(wrong, []);
});
