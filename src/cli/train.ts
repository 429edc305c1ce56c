import { dirname, resolve } from "node:path";
import { resumeRun } from "../runs";
import { startRuntime } from "../runtime";
import { type ClusterFlags, findCluster } from "../scale/findCluster";
import { trainGan } from "../train";
import { resumeOptions, sayFinished, standingOf } from "./goOn";
import type { TrainConfig } from "./configTypes";
import { readTrainConfig } from "./readConfig";
import { loadParts, recordedCallbacks, type TrainPlaces } from "./trainParts";
import { endWithLauncher, playTogether } from "./trainTogether";
import { untilSignal } from "./untilSignal";

export interface TrainArguments extends ClusterFlags {
  /** The configuration's path. */
  readonly config: string;
  /** The folder of all runs. */
  readonly runs: string | undefined;
  /** Go on with the run of that name, where there is one. */
  readonly goOn: boolean;
  readonly batchStatistics: "all" | "own";
}

/** `ganbook train`: a game from a configuration file, recorded; alone, or as one of workers. */
export async function train(args: TrainArguments): Promise<number> {
  const { config: path, runs, goOn, batchStatistics, ...flags } = args;
  const config = readTrainConfig(path);
  const places = { folder: dirname(resolve(path)), runs };
  const place = findCluster(flags);
  if (!place) return playAlone(config, places, goOn);
  endWithLauncher();
  await startRuntime({ print: place.index === 0 });
  return playTogether(place, config, { ...places, batchStatistics });
}

/** Plays a configuration's game in this process. Returns its exit code. */
export async function playAlone(
  config: TrainConfig,
  places: TrainPlaces,
  goOn: boolean,
): Promise<number> {
  endWithLauncher();
  await startRuntime();
  const parts = await loadParts(config, places);
  if (goOn && standingOf(parts, config) === "finished") return sayFinished(parts);
  if (goOn && standingOf(parts, config) === "unfinished") return resume(parts.folder, undefined);
  const { record, data, options, notes } = parts;
  const recorder = record();
  const callbacks = recordedCallbacks(notes, recorder);
  const game = await parts.game();
  return untilSignal(async (signal) => {
    const { ending } = await trainGan({ ...game, ...options, data, callbacks, signal });
    const { folder, unsaved } = recorder;
    return { ending, folder, ...(unsaved && { unsaved }) };
  });
}

/** `ganbook resume`: goes on with a recorded run, with what its configuration asked for. */
export async function resume(folder: string, steps: number | undefined): Promise<number> {
  await startRuntime();
  const options = await resumeOptions(folder);
  return untilSignal((signal) =>
    resumeRun(folder, { ...(steps !== undefined && { steps }), ...options, signal }),
  );
}
