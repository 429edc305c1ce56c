/**
 * Plays games as one worker of a cluster, and prints what came of each as a line of JSON: `tsx
 * playShared.ts <index> <address,address…> <all|own> <steps> [name…]`. One address is one worker
 * alone.
 */
import { createHash } from "node:crypto";
import { startRuntime } from "../../src/runtime";
import { Cluster } from "../../src/runtime/collectives/cluster";
import { readGameState, trainGan, type History } from "../../src/train";
import { roundOf } from "../../src/train/round";
import { sharedGames } from "./sharedGames";

/** What one worker saw of a game. */
export interface Seen {
  readonly name: string;
  readonly history: History;
  /** Of all weights, moments and averages. */
  readonly hash: string;
  readonly fallback?: string;
}

async function main([index, all, statistics, steps, ...names]: readonly string[]): Promise<void> {
  await startRuntime({ print: false });
  const addresses = all!.split(",");
  const batchStatistics = statistics as "all" | "own";
  const workers =
    addresses.length > 1
      ? Cluster.join({ addresses, index: Number(index) }, batchStatistics)
      : undefined;
  for (const { name, make } of sharedGames) {
    if (names.length && !names.includes(name)) continue;
    const options = { ...make(), steps: Number(steps) };
    const { game, history } = await trainGan(workers ? { ...options, workers } : options);
    const hash = createHash("sha256");
    for (const [title, { values }] of readGameState(game).tensors)
      hash
        .update(title)
        .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    const fallback = roundOf(game, workers).fallback();
    const seen = { name, history, hash: hash.digest("hex"), ...(fallback && { fallback }) };
    console.log(JSON.stringify(seen satisfies Seen));
    game.dispose();
  }
  process.exit(0);
}
void main(process.argv.slice(2));
