import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { listCheckpoints, loadCheckpoint } from "../../src/runs/checkpoint";
import { loadRun } from "../../src/runs/loadRun";
import { temporaryFolder } from "../support/temporary";

const runs = temporaryFolder();
/** Plays in a process whose files may not grow beyond so many KiB: writes fail in their middle, as on a full disk. */
const play = (name: string, kibibytes: number): string => {
  const command = `ulimit -f ${kibibytes}; exec "${process.execPath}" test/support/killable.cjs "${runs}" ${name} 600 0`;
  const { status, stderr } = spawnSync("bash", ["-c", command], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return stderr;
};

test("when metrics.jsonl cannot grow, training goes on, checkpoints are kept, and the lines that fit stay whole", () => {
  const said = play("metrics", 160);
  assert.match(
    said,
    /metrics: could not write .*metrics\.jsonl: .*Training goes on; it is tried again\. What was saved is whole/,
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
  listCheckpoints(folder).forEach(({ path }) => loadCheckpoint(path));
  assert.equal(loadRun(folder).result?.ending, "finished");
});
