import { resumeRun } from "../runs";
import type { ClusterPlace } from "../runtime/collectives/serverDef";
import { joinCluster } from "../scale";
import { agreeing, farewell, hearBeginning, telling, tellBeginning } from "../scale/agree";
import { explainLoss, lostCode } from "../scale/workerLost";
import { createGame, trainGan } from "../train";
import { writeGameState } from "../train/gameState";
import type { Cluster } from "../runtime/collectives/cluster";
import type { TrainConfig } from "./configTypes";
import { resumeOptions, sayFinished, standingOf } from "./goOn";
import { callbacksOf, jobOf, loadParts, recordedCallbacks } from "./trainParts";
import type { TrainParts, TrainPlaces } from "./trainParts";
import { untilSignal } from "./untilSignal";

/** Steps between checkpoints where the configuration names none: as `recordRun` has it. */
const usualInterval = 500;

interface Together extends TrainPlaces {
  readonly batchStatistics: "all" | "own";
}

/**
 * Plays a configuration's game as one of many workers. The first one records it, and goes on with
 * the run of that name where there is one, so that the same command can be given again.
 *
 * @returns the process' exit code
 */
export async function playTogether(
  place: ClusterPlace,
  config: TrainConfig,
  { batchStatistics, ...places }: Together,
): Promise<number> {
  const cluster = await joinCluster({ ...place, batchStatistics, job: jobOf(config) });
  try {
    const parts = await loadParts(config, places);
    const code = await (place.index === 0 ? lead : follow)(cluster, config, parts);
    farewell(cluster);
    return code;
  } catch (error) {
    throw explainLoss(error, cluster.addresses);
  }
}

const agreementOf = (cluster: Cluster, { record }: TrainConfig): ReturnType<typeof agreeing> =>
  agreeing(cluster, record?.checkpointEvery ?? usualInterval);

async function lead(workers: Cluster, config: TrainConfig, parts: TrainParts): Promise<number> {
  const standing = standingOf(parts, config);
  const together = [telling(workers), agreementOf(workers, config)];
  if (standing === "finished") {
    tellBeginning(workers, undefined);
    return sayFinished(parts);
  }
  if (standing === "unfinished") {
    console.log(`going on with ${parts.folder}`);
    const options = await resumeOptions(parts.folder);
    const callbacks = [...options.callbacks, ...together];
    return untilSignal(
      (signal) => resumeRun(parts.folder, { ...options, callbacks, workers, signal }),
      lostCode,
    );
  }
  const recorder = parts.record();
  const callbacks = [...recordedCallbacks(parts.notes, recorder), ...together];
  const game = await parts.game();
  return untilSignal(async (signal) => {
    const { data, options } = parts;
    const { ending } = await trainGan({ ...game, ...options, data, callbacks, workers, signal });
    const { folder, unsaved } = recorder;
    return { ending, folder, ...(unsaved && { unsaved }) };
  }, lostCode);
}

async function follow(workers: Cluster, config: TrainConfig, parts: TrainParts): Promise<number> {
  const { data, notes, options } = parts;
  const game = createGame(await parts.game());
  const beginning = hearBeginning(workers);
  if (!beginning) return 0;
  writeGameState(game, beginning.state);
  const { doctor, annealing } = callbacksOf(notes, false);
  const callbacks = [doctor, ...annealing, agreementOf(workers, config)];
  const { batchSize } = options;
  return untilSignal(async (signal) => {
    const { ending } = await trainGan({
      game,
      data,
      steps: beginning.steps,
      ...(batchSize !== undefined && { batchSize }),
      callbacks,
      workers,
      signal,
    });
    return { ending, folder: undefined };
  }, lostCode);
}

/** Ends this process when the one that has launched it is no more: their pipe is closed then. */
export function endWithLauncher(): void {
  if (process.connected) process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
}
