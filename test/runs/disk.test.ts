import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test, type TestContext } from "node:test";
import { homeFolder } from "../../src/base/paths";
import { listCheckpoints, loadCheckpoint } from "../../src/runs/checkpoint";
import { loadRun } from "../../src/runs/loadRun";
import { temporaryFolder } from "../support/temporary";

const runs = temporaryFolder();
/**
 * Plays in a process whose files may not grow beyond so many KiB: writes fail in their middle, as
 * on a full disk.
 */
const play = (name: string, kibibytes: number): string => {
  const play = `"${process.execPath}" test/support/killable.cjs "${runs}" ${name} 600 0`;
  const command = `ulimit -f ${kibibytes}; exec ${play}`;
  const { status, stderr } = spawnSync("bash", ["-c", command], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return stderr;
};

test("when metrics.jsonl cannot grow, training goes on, checkpoints are kept", () => {
  const said = play("metrics", 160);
  assert.match(
    said,
    /could not write .*metrics\.jsonl: .*goes on; it is tried again\. What was saved is whole/,
  );
  const { result, history, checkpoints } = loadRun(join(runs, "metrics"));
  assert.deepEqual([result?.ending, result?.step], ["finished", 600]);
  assert.ok(
    history.step.length > 100 && history.step.length < 600,
    `${history.step.length} lines fit`,
  );
  assert.ok(readFileSync(join(runs, "metrics", "metrics.jsonl"), "utf8").endsWith("}\n"));
  assert.equal(checkpoints.at(-1), 600);
});

test("when no checkpoint fits, training goes on and no half of one stays", () => {
  const said = play("checkpoints", 60);
  assert.match(said, /could not write .*step-\d+\.safetensors: .*Training goes on/);
  const folder = join(runs, "checkpoints");
  listCheckpoints(folder).forEach((file) => loadCheckpoint(file));
  assert.equal(loadRun(folder).result?.ending, "finished");
});

/**
 * A disk that holds so many KiB, where this user may mount one; else files that may not grow
 * larger.
 */
function smallDisk(context: TestContext, kibibytes: number): { place: string; shell: string } {
  const place = join(runs, "disk");
  mkdirSync(place, { recursive: true });
  const args = ["-t", "tmpfs", "-o", `size=${kibibytes}k`, "tmpfs", place];
  if (spawnSync("mount", args).status !== 0) return { place, shell: `ulimit -f ${kibibytes / 4};` };
  context.after(() => spawnSync("umount", [place]));
  return { place, shell: "" };
}

test("ganbook train onto a full disk ends with 3 and says what was lost", (context) => {
  const { place, shell } = smallDisk(context, 400);
  const player = { preset: "mlp", options: { hiddenUnits: [64, 64] } };
  const config = {
    name: "full",
    data: { loader: "mixture2d", options: { size: 100 } },
    ...{ generator: player, discriminator: player, game: { seed: 1 }, steps: 600, batchSize: 4 },
    record: { checkpointEvery: 50, keepEvery: 50, samples: 4 },
  };
  const file = join(runs, "full.json");
  writeFileSync(file, JSON.stringify(config));
  const ganbook = `"${process.execPath}" "${resolve("dist/cli/main.js")}"`;
  const command = `${shell} exec ${ganbook} train --config "${file}" --runs "${place}"`;
  const env = { ...process.env, GANBOOK_HOME: homeFolder() };
  const { status, stdout, stderr } = spawnSync("bash", ["-c", command], { encoding: "utf8", env });
  assert.equal(status, 3, stderr);
  assert.match(stdout, /finished: .*full/, "the game itself was played to its end");
  const { checkpoints, history, result } = loadRun(join(place, "full"));
  const last = checkpoints.at(-1)!;
  assert.ok(last < 600, `${last}`);
  assert.match(
    stderr,
    new RegExp(`NOT SAVED: the state of step 600 .*can be had until step ${last}`),
  );
  for (const checkpoint of listCheckpoints(join(place, "full"))) loadCheckpoint(checkpoint);
  assert.ok(history.step.length >= last, `${history.step.length} lines`);
  assert.ok(
    result === undefined || result.writeProblem !== undefined,
    "it does not call itself saved",
  );
});
