import { parseObject } from "../base/jsonObject";
import { decodeTensors, encodeTensors } from "../base/tensorFile";
import type { Cluster } from "../runtime/collectives/cluster";
import type { TrainingCallback, TrainingState } from "../train";
import { readGameState, type GameState } from "../train/gameState";
import { findOthers, gatherHashes, shareBytes } from "./exchange";

/** What the first worker says to the others before a game is played. */
export interface Beginning {
  readonly state: GameState;
  /** To make. */
  readonly steps: number;
}

/** Tells the other workers where the game stands; nothing, where there is nothing to play. */
export function tellBeginning(cluster: Cluster, beginning: Beginning | undefined): void {
  if (!beginning) return void shareBytes(cluster, new Uint8Array());
  const { tensors, ...rest } = beginning.state;
  const metadata = { state: JSON.stringify(rest), steps: String(beginning.steps) };
  shareBytes(cluster, encodeTensors({ metadata, tensors }));
}

/** Hears from the first worker where the game stands; nothing, where there is nothing to play. */
export function hearBeginning(cluster: Cluster): Beginning | undefined {
  const bytes = shareBytes(cluster);
  if (!bytes.length) return undefined;
  const { metadata, tensors } = decodeTensors(Buffer.from(bytes));
  const state = parseObject(metadata.state!) as Omit<GameState, "tensors">;
  return { state: { ...state, tensors }, steps: Number(metadata.steps) };
}

/** The first worker's callback that tells the others, when its game is loaded and recorded. */
export const telling = (cluster: Cluster): TrainingCallback => ({
  onStart: ({ game, stepsTotal }) =>
    tellBeginning(cluster, { state: readGameState(game), steps: stepsTotal }),
});

/**
 * A callback that makes sure that all workers have the same game, to the last bit, at every `every`
 * steps and at the end.
 */
export function agreeing(cluster: Cluster, every: number): TrainingCallback {
  const agree = ({ game }: TrainingState): void => {
    const { tensors, ...rest } = readGameState(game);
    const parts = [...tensors].flatMap(([name, { values }]) => [
      Buffer.from(name),
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    ]);
    const others = findOthers(gatherHashes(cluster, [Buffer.from(JSON.stringify(rest)), ...parts]));
    if (others.length)
      throw new Error(
        `expected all workers to have the same game after step ${game.step}, but worker ` +
          `${others.join(", ")} has another one than worker 0: something of it draws random ` +
          "numbers of its own, or changes weights beside the training",
      );
  };
  return {
    onStep: (state) => (state.game.step % every === 0 ? agree(state) : undefined),
    onEnd: (state, ending) => (ending === "failed" ? undefined : agree(state)),
  };
}

/** The end: nobody goes before all have heard what they wait for. */
export function farewell(cluster: Cluster): void {
  try {
    gatherHashes(cluster, "farewell");
  } catch {
    // Who has gone has heard all.
  }
  cluster.unwatch();
}
