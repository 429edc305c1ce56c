/** Every experiment of "Try it", done as a reader would type it, in the real kernel. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { startRuntime } from "../src/runtime/start";
import { allClaims } from "./claims/all";
import type { Cell } from "./claims/sentences";
import { allTries } from "./claims/tries/all";
import { playTries } from "./claims/tries/play";
import { temporaryFolder } from "./support/temporary";

before(() => startRuntime({ print: false })); // the judge names digits in pictures

const isFull = process.env.GANBOOK_TRIES === "full";

/** The numbered experiments at a notebook's end. */
function experimentsOf(file: string): string[] {
  const { cells } = JSON.parse(readFileSync(`notebooks/${file}`, "utf8")) as { cells: Cell[] };
  const text = cells.map(({ source }) => source.join("")).join("\n");
  const [, list] = text.split("\n## Try it\n");
  return [...list!.matchAll(/^(\d+)\. (.*)$/gm)].map(([line]) => line);
}

for (const { file } of allClaims)
  test(`${file}: every experiment is in test/claims/tries, in the notebook's words`, () => {
    const entry = allTries.find((one) => one.file === file);
    assert.ok(entry, "expected a list of its experiments");
    const experiments = experimentsOf(file);
    assert.deepEqual(
      entry.tries.map(({ number }) => number),
      experiments.map((_, i) => i + 1),
    );
    for (const [i, { number, says }] of entry.tries.entries())
      assert.ok(experiments[i]!.startsWith(`${number}. `) && experiments[i]!.includes(says), says);
  });

for (const entry of allTries.filter(({ file }) => file.includes(process.env.GANBOOK_PART ?? "")))
  test(`${entry.file}: what its experiments foretell comes`, async (context) => {
    const asFull = isFull || (entry.isShort ?? false);
    for await (const played of playTries(entry, temporaryFolder(), asFull)) {
      const { experiment, found, error, seconds } = played;
      await context.test(`${experiment.number}. ${experiment.says}`, () => {
        console.log(`${found} (${seconds.toFixed(1)} s)`);
        if (error) throw error;
      });
    }
  });
