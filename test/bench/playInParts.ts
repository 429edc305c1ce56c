import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Data } from "../../src/data/pictures";
import { loadGame } from "../../src/runs/loadGame";
import { loadRun } from "../../src/runs/loadRun";
import { recordRun } from "../../src/runs/recordRun";
import { resumeRun } from "../../src/runs/resumeRun";
import type { Game } from "../../src/train/game";
import { trainGan, type TrainingCallback } from "../../src/train/trainGan";

interface LongGame {
  create: () => Game;
  data: Data;
  steps: number;
  batchSize: number;
  callbacks: TrainingCallback[];
  /** Ends the part. */
  signal: AbortSignal;
}

/**
 * Plays a long game in as many parts as it takes, recorded in `test/output/<bench>/<name>`. A part
 * that ends before the game does says so and ends the process; the same command goes on from its
 * last checkpoint.
 */
export async function playInParts(
  bench: string,
  name: string,
  { create, ...options }: LongGame,
): Promise<Game> {
  const runs = join("test/output", bench);
  const folder = join(runs, name);
  const { data, steps, callbacks, signal } = options;
  if (!existsSync(join(folder, "config.json"))) {
    const recorder = recordRun(name, {
      runs,
      checkpointEvery: 500,
      sampleEvery: 500,
      samples: 36,
      keep: 1,
    });
    await trainGan({ ...options, game: create(), callbacks: [recorder, ...callbacks] });
  } else if (loadRun(folder).result?.ending !== "finished")
    await resumeRun(folder, { data, signal, callbacks });
  const { ending, step } = loadRun(folder).result!;
  if (ending === "finished") return (await loadGame(folder, { data })).game;
  console.log(`${name}: ${ending} at step ${step} of ${steps}; run the same command to go on`);
  process.exit(0);
}
