import assert from "node:assert/strict";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { listCheckpoints } from "../../src/runs/checkpoint";
import { loadRun } from "../../src/runs/loadRun";
import { killWorkers } from "../support/killWorkers";
import { newestState, startCommand, until, writeGame } from "../support/launched";
import { temporaryFolder } from "../support/temporary";

const folder = temporaryFolder();

test("a run whose workers are killed at random moments ends as one that nobody has killed", () =>
  killWorkers(temporaryFolder(), 2, 300));

test("a worker that hangs is found, and the other ends with 138 within ten seconds", async () => {
  const config = writeGame(folder, "hangs", { steps: 1_000_000 });
  const addresses = "localhost:23911,localhost:23912";
  const worker = (i: number): ReturnType<typeof startCommand> =>
    startCommand([
      ...["train", "--config", config, "--runs", folder],
      ...["--worker", String(i), "--cluster", addresses],
    ]);
  const [one, other] = [worker(0), worker(1)];
  const newest = (): number => listCheckpoints(join(folder, "hangs")).at(-1)?.step ?? 0;
  await until(() => newest() >= 25, 90, "the first checkpoints");
  other.process.kill("SIGSTOP");
  const stopped = performance.now();
  assert.equal(await one.ended, 138, one.text());
  const seconds = (performance.now() - stopped) / 1000;
  assert.ok(seconds < 10, `${seconds} s`);
  assert.match(one.text(), /worker 1 \(localhost:23912\) does not answer/);
  other.process.kill("SIGKILL");
  await other.ended;
  const { step } = newestState(join(folder, "hangs"));
  assert.equal(step % 25, 0, "what was torn is not saved");
});

test("a worker that comes late is waited for, one of another game is refused", async () => {
  const addresses = "localhost:23921,localhost:23922";
  const config = writeGame(folder, "late", { steps: 10 });
  const another = writeGame(folder, "another", { steps: 11 });
  const play = (i: number, path: string): ReturnType<typeof startCommand> =>
    startCommand([
      ...["train", "--config", path, "--runs", folder],
      ...["--worker", String(i), "--cluster", addresses],
    ]);
  const early = play(1, config);
  await until(() => /Waiting for worker 0/.test(early.text()), 60, "its wait");
  const late = play(0, config);
  assert.deepEqual([await early.ended, await late.ended], [0, 0], early.text() + late.text());
  assert.equal(loadRun(join(folder, "late")).history.step.length, 10);

  const [first, second] = [play(0, config), play(1, another)];
  assert.deepEqual([await first.ended, await second.ended], [1, 1]);
  for (const refused of [first, second])
    assert.match(
      refused.text(),
      /one configuration, received another from worker 1 than from worker 0/,
    );
});

test("a port that is taken is said by its number, before anything is built", async () => {
  const server = createServer().listen(0);
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const config = writeGame(folder, "taken");
  const taken = startCommand([
    ...["train", "--config", config, "--runs", folder],
    ...["--worker", "0", "--cluster", `localhost:${port},localhost:1`],
  ]);
  assert.equal(await taken.ended, 1);
  assert.match(taken.text(), new RegExp(`expected port ${port} to be free for worker 0 `));
  server.close();
});

test("Ctrl-C stops all workers after the same step, and launch goes on from there", async () => {
  const config = writeGame(folder, "stopped", { steps: 2000 });
  const args = ["launch", "--workers", "2", "--config", config, "--runs", folder];
  const first = startCommand(args);
  const newest = (): number => listCheckpoints(join(folder, "stopped")).at(-1)?.step ?? 0;
  await until(() => newest() >= 25, 60, "the first checkpoints");
  first.process.kill("SIGINT");
  assert.equal(await first.ended, 130, first.text());
  const { step } = newestState(join(folder, "stopped"));
  assert.ok(step > 0 && step < 2000, `${step}`);
  assert.equal(loadRun(join(folder, "stopped")).result?.ending, "stopped");
  const second = startCommand(args);
  assert.equal(await second.ended, 0, second.text());
  assert.equal(loadRun(join(folder, "stopped")).history.step.length, 2000);
  assert.match(second.text(), /^worker 0 \| finished: /m);
});

test("SIGTERM to one worker stops all after the same step, saved", async () => {
  const config = writeGame(folder, "one", { steps: 1_000_000 });
  const addresses = "localhost:23931,localhost:23932";
  const [first, second] = [0, 1].map((i) =>
    startCommand([
      ...["train", "--config", config, "--runs", folder],
      ...["--worker", String(i), "--cluster", addresses],
    ]),
  );
  const newest = (): number => listCheckpoints(join(folder, "one")).at(-1)?.step ?? 0;
  await until(() => newest() >= 25, 60, "the first checkpoints");
  second!.process.kill("SIGTERM");
  assert.deepEqual([await first!.ended, await second!.ended], [138, 143], first!.text());
  const { result } = loadRun(join(folder, "one"));
  assert.equal(result?.ending, "stopped");
  assert.equal(newest(), result.step);
});

test("launch says what cannot be shared out, before it starts anything", async () => {
  const config = writeGame(folder, "odd", { game: { packing: 2 } });
  const odd = startCommand(["launch", "--workers", "4", "--config", config, "--runs", folder]);
  assert.equal(await odd.ended, 2);
  assert.match(odd.text(), /has to be a multiple of 8/);
});
