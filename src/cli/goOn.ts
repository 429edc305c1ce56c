import type { ResumeRunOptions } from "../runs";
import { readConfig } from "../runs/config";
import { findRun } from "../scale/findRun";
import type { TrainingCallback } from "../train";
import { bestMeasure } from "./bestMeasure";
import type { TrainConfig } from "./configTypes";
import { loadConfiguredData } from "./makeGame";
import { layersOf, notesIn } from "./notes";
import { jobOf, recordedCallbacks, type TrainParts } from "./trainParts";

/**
 * How far the run of a configuration is.
 *
 * @throws Error where a run of that name was begun with another configuration
 */
export function standingOf(
  { folder }: Pick<TrainParts, "folder">,
  config: TrainConfig,
): ReturnType<typeof findRun> {
  const standing = findRun(folder);
  if (standing === "none") return standing;
  const { job } = notesIn(readConfig(folder).config);
  if (job === jobOf(config)) return standing;
  throw new Error(
    `${folder}: expected a run of this configuration to go on with, found one of another; give ` +
      "the configuration another name, or take the folder away",
  );
}

/** There is nothing to play. */
export function sayFinished({ folder }: Pick<TrainParts, "folder">): number {
  console.log(`finished already: ${folder}`);
  return 0;
}

/** What a run needs to go on with, beside its folder. */
export async function resumeOptions(
  folder: string,
): Promise<ResumeRunOptions & { callbacks: TrainingCallback[] }> {
  const { config } = readConfig(folder);
  const { best, ...notes } = notesIn(config);
  const source = notes.data ?? config.data.source;
  const data = source && (await loadConfiguredData(source, "/"));
  const layers = await layersOf(notes);
  return {
    ...(best && data && { best: bestMeasure(best, data) }),
    layers,
    data,
    callbacks: recordedCallbacks(notes),
  };
}
