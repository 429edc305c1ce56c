import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { measurements } from "../../src/train/history";
import { assertClose } from "./numbers";
import type { Seen } from "./playShared";
import { sharedGames } from "./sharedGames";

interface Comparison {
  readonly counts: readonly number[];
  readonly steps: number;
  readonly port: number;
}

/** Plays all games by so many workers, and compares them with one who plays alone. */
export async function compareWorkers({ counts, steps, port }: Comparison): Promise<void> {
  const play = (count: number, from: number): Promise<Seen[][]> => {
    const addresses = Array.from({ length: count }, (_, i) => `localhost:${from + i}`);
    return Promise.all(addresses.map((_, i) => playOne(i, addresses, steps)));
  };
  const [alone] = await play(1, 0);
  assert.deepEqual(
    alone!.map(({ name }) => name),
    sharedGames.map(({ name }) => name),
  );
  for (const [i, count] of counts.entries()) {
    const workers = await play(count, port + 10 * i);
    alone!.forEach((expected, game) => {
      const { name, history } = expected;
      for (const worker of workers) {
        const seen = worker[game]!;
        assert.equal(seen.name, name);
        assert.equal(seen.fallback, undefined, `${name}: it stays compiled`);
        assert.equal(seen.hash, workers[0]![game]!.hash, `${name}: all have the same weights`);
        assert.equal(seen.history.step.length, steps);
        for (const key of measurements)
          if (key !== "secondsPerStep") assertClose(seen.history[key], history[key], 1e-5);
      }
    });
  }
}

async function playOne(index: number, addresses: string[], steps: number): Promise<Seen[]> {
  const args = ["--import", "tsx", "test/support/playShared.ts"];
  const child = spawn(
    process.execPath,
    [...args, String(index), addresses.join(), "all", String(steps)],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let [text, errors] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  assert.equal(code, 0, errors);
  const lines = text.split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Seen);
}
