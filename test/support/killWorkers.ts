import assert from "node:assert/strict";
import { join } from "node:path";
import { randomStream } from "../../src/base/random";
import { listCheckpoints, loadCheckpoint } from "../../src/runs/checkpoint";
import { loadRun } from "../../src/runs/loadRun";
import { newestState, startCommand, until, writeGame } from "./launched";

/**
 * Launches a game of two workers and kills one of them at random moments, so often; then lets it
 * end, and compares it with a run that nobody has killed.
 */
export async function killWorkers(folder: string, kills: number, steps: number): Promise<void> {
  const launch = (name: string): ReturnType<typeof startCommand> => {
    const config = writeGame(folder, name, { steps });
    const args = ["launch", "--workers", "2", "--config", config, "--runs", folder];
    return startCommand([...args, "--restarts", String(kills)]);
  };
  const whole = launch("whole");
  assert.equal(await whole.ended, 0, whole.text());

  const random = randomStream(kills, "kills");
  const killed = launch("killed");
  const dead = new Set<number>();
  const newest = (): number => listCheckpoints(join(folder, "killed")).at(-1)?.step ?? 0;
  for (let i = 0; i < kills && killed.process.exitCode === null; i++) {
    const fresh = (): Map<number, number> =>
      new Map([...killed.workers()].filter(([, pid]) => !dead.has(pid)));
    await until(() => fresh().size === 2 || killed.process.exitCode !== null, 60, "a new start");
    const both = fresh();
    for (const pid of both.values()) dead.add(pid);
    // Every other time it has played on meanwhile; else it may not have begun.
    const before = newest();
    const isOver = (): boolean => killed.process.exitCode !== null;
    if (i % 2 === 0) await until(() => newest() > before || isOver(), 60, "a checkpoint");
    await new Promise((next) => setTimeout(next, (i % 2 === 0 ? 1000 : 4000) * random.uniform()));
    const victim = both.get(random.integer(2));
    if (victim === undefined) continue; // the game was over
    try {
      process.kill(victim, "SIGKILL");
    } catch {
      continue; // the same
    }
    for (const file of listCheckpoints(join(folder, "killed"))) loadCheckpoint(file); // all whole
  }
  assert.equal(await killed.ended, 0, killed.text());
  assert.match(killed.text(), /was ended by SIGKILL; starting all 2 workers again/);
  assert.match(killed.text(), /going on with /);
  assert.deepEqual(newestState(join(folder, "killed")), newestState(join(folder, "whole")));
  const [one, other] = ["killed", "whole"].map((name) => loadRun(join(folder, name)));
  assert.deepEqual(one!.problems, []);
  assert.deepEqual(one!.history.step, other!.history.step);
  assert.deepEqual(one!.history.generatorLoss, other!.history.generatorLoss);
}
