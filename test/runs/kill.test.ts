import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { randomStream } from "../../src/base/random";
import { listCheckpoints, loadCheckpoint } from "../../src/runs/checkpoint";
import { readMetrics } from "../../src/runs/readMetrics";
import { temporaryFolder } from "../support/temporary";

const kills = 100; // in each of two runs
const interval = 2;
const runs = temporaryFolder();

/**
 * When a run is killed: so many ms after its start, or in the middle of its n-th access to the
 * disk.
 */
interface Kill {
  after?: number;
  access?: number;
}

/** Plays until it is killed, or to the end. Returns the last step it said was over. */
async function play(
  name: string,
  steps: number,
  { after, access = 0 }: Kill = {},
): Promise<{ last: number; code: number | null; errors: string }> {
  const child = spawn(
    process.execPath,
    ["test/support/killable.cjs", runs, name, String(steps), String(access)],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let [last, errors] = [0, ""];
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => {
    if (line === "go") {
      if (after !== undefined) setTimeout(() => child.kill("SIGKILL"), after);
    } else last = Number(line);
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { last, code, errors };
}

async function killAgainAndAgain(
  name: string,
): Promise<{ halfWritten: number; lost: number[]; steps: number }> {
  const random = randomStream(1, name);
  const lost: number[] = [];
  let [halfWritten, steps] = [0, 0];
  for (let i = 0; i < kills; i++) {
    const kill = i % 2 ? { after: 120 * random.uniform() } : { access: 1 + random.integer(80) };
    const { last, code, errors } = await play(name, 1_000_000, kill);
    assert.equal(code, null, `it ended by the signal alone; it said ${errors}`);
    const folder = join(runs, name);
    const halves = readdirSync(folder, { recursive: true })
      .map(String)
      .filter((file) => file.endsWith(".tmp"));
    if (halves.length) halfWritten++;
    // Every file with a checkpoint's name is whole.
    for (const file of listCheckpoints(folder)) loadCheckpoint(file);
    const newest = listCheckpoints(folder).at(-1)?.step ?? 0;
    if (last) {
      lost.push(last - newest);
      assert.ok(
        last - newest <= interval,
        `kill ${i}: step ${last} was over, the checkpoint is of ${newest}`,
      );
      assert.ok(
        readMetrics(join(folder, "metrics.jsonl")).steps.size >= last,
        "every finished step has its line",
      );
    }
    steps = Math.max(steps, newest);
  }
  return { halfWritten, lost, steps };
}

test("kill -9 at 200 random moments loses at most one interval", async () => {
  const results = await Promise.all(["a", "b"].map(killAgainAndAgain));
  const [halfWritten, lost] = [
    results.reduce((sum, result) => sum + result.halfWritten, 0),
    results.flatMap((result) => result.lost),
  ];
  console.log(
    `${2 * kills} kills, ${kills} of them inside an access to the disk, ${halfWritten} ` +
      `left half a file; steps lost: at most ${Math.max(...lost)} of an interval of ${interval}`,
  );
  assert.ok(halfWritten > 0, "some kills fell into writes");
  const { steps } = results[0]!;
  assert.ok(steps > kills / 2, `${steps} steps were made`);
  assert.equal((await play("whole", steps)).code, 0);
  const [killed, whole] = ["a", "whole"].map((name) =>
    listCheckpoints(join(runs, name)).find(({ step }) => step === steps)!,
  );
  assert.deepEqual(loadCheckpoint(killed!).state, loadCheckpoint(whole!).state);
});
