import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import type { Data } from "../data";
import { doctor } from "../doctor";
import { progressBar } from "../notebook";
import { recordRun, type RunRecorder } from "../runs";
import { type AnnealRatesOptions, annealRates, type GameOptions } from "../train";
import type { TrainingCallback } from "../train";
import type { TrainingOptions } from "../train/trainGan";
import { bestMeasure } from "./bestMeasure";
import type { Notes, OwnModule, TrainConfig } from "./configTypes";
import { buildConfigured, loadConfiguredData } from "./makeGame";

/** What a configuration is made into. */
export interface TrainParts {
  readonly data: Data;
  readonly options: Pick<TrainingOptions, "epochs" | "steps" | "batchSize">;
  readonly notes: Notes;
  /** Where the run will be, if nobody has that name. */
  readonly folder: string;
  readonly record: () => RunRecorder;
  /** Builds the players. */
  readonly game: () => Promise<GameOptions>;
}

/** Where a configuration's files are, and where its run goes. */
export interface TrainPlaces {
  /** What paths in the configuration are relative to. */
  readonly folder: string;
  /** The folder of all runs. Default: `"runs"`. */
  readonly runs: string | undefined;
}

/** Loads the data of a configuration, and gets everything else ready. */
export async function loadParts(
  config: TrainConfig,
  { folder, runs }: TrainPlaces,
): Promise<TrainParts> {
  const data = await loadConfiguredData(config.data, folder);
  const { best, epochs, steps, batchSize } = config;
  const notes = notesOf(config, annealAll(config, data), folder);
  const record = (): RunRecorder =>
    recordRun(config.name, {
      ...given(config.record ?? {}),
      ...(runs !== undefined && { runs }),
      ...(best && { best: bestMeasure(best, data) }),
      notes: { train: notes },
    });
  const build = async (): Promise<GameOptions> => ({
    ...given(config.game ?? {}),
    generator: await buildConfigured("generator", config.generator, data, folder),
    discriminator: await buildConfigured("discriminator", config.discriminator, data, folder),
  });
  const place = join(runs ?? "runs", config.name);
  return {
    data,
    options: given({ epochs, steps, batchSize }),
    notes,
    folder: place,
    record,
    game: build,
  };
}

/** What is not undefined. */
export const given = (options: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/** A configuration's hash: two that ask for the same run have the same. */
export function jobOf(config: TrainConfig): string {
  const text = JSON.stringify({ ...config, $schema: undefined });
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** What a run has to know to go on; modules by their absolute paths. */
function notesOf(config: TrainConfig, annealed: Pick<Notes, "anneal">, folder: string): Notes {
  const { best, doctor: watched, data, generator, discriminator } = config;
  const absolute = <M extends OwnModule>(part: M): M => ({
    ...part,
    path: resolve(folder, part.path),
  });
  return given({
    job: jobOf(config),
    best,
    ...annealed,
    doctor: watched,
    data: data.loader === "module" ? absolute(data) : undefined,
    generator: generator.preset === "module" ? absolute(generator) : undefined,
    discriminator: discriminator.preset === "module" ? absolute(discriminator) : undefined,
  });
}

/**
 * The doctor and annealed rates, as notes ask for them.
 *
 * @param print whether the doctor says what it finds
 */
export function callbacksOf(
  { anneal, doctor: watched = {} }: Pick<Notes, "anneal" | "doctor">,
  print = true,
): { doctor: TrainingCallback; annealing: TrainingCallback[] } {
  return {
    doctor: doctor({ ...given(watched), ...(!print && { print }) }),
    annealing: anneal ? [annealRates(anneal as AnnealRatesOptions)] : [],
  };
}

/** Annealing over all steps of the run, where the configuration names no step. */
function annealAll(
  { anneal, epochs = 100, steps, batchSize = 100, game }: TrainConfig,
  { size }: Data,
): Pick<Notes, "anneal"> {
  const batches = epochs * Math.floor(size / batchSize);
  const all = steps ?? Math.ceil(batches / (game?.discriminatorSteps ?? 1));
  return anneal ? { anneal: { steps: all, ...anneal } } : {};
}

/** The doctor, the recorder, annealed rates and the bar. */
export function recordedCallbacks(
  notes: Pick<Notes, "anneal" | "doctor">,
  recorder?: TrainingCallback,
): TrainingCallback[] {
  const { doctor, annealing } = callbacksOf(notes);
  return [doctor, ...(recorder ? [recorder] : []), ...annealing, progressBar()];
}
