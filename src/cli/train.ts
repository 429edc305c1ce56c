import { dirname, resolve } from "node:path";
import type { Data } from "../data";
import { doctor } from "../doctor";
import { progressBar } from "../notebook";
import { recordRun, resumeRun } from "../runs";
import { startRuntime } from "../runtime";
import {
  type AnnealRatesOptions,
  type GameOptions,
  type TrainingCallback,
  annealRates,
  trainGan,
} from "../train";
import { readConfig } from "../runs/config";
import { bestMeasure } from "./bestMeasure";
import { buildConfigured, loadConfiguredData } from "./makeGame";
import { readTrainConfig } from "./readConfig";
import { layersOf, notesIn } from "./notes";
import type { Notes, OwnModule, TrainConfig } from "./configTypes";
import { untilSignal } from "./untilSignal";

type Callbacks = readonly TrainingCallback[];

/** `ganbook train`: a game from a configuration file, recorded. */
export async function train(path: string, runs: string | undefined): Promise<number> {
  const config = readTrainConfig(path);
  const folder = dirname(resolve(path));
  await startRuntime();
  const data = await loadConfiguredData(config.data, folder);
  const { best, doctor, epochs, steps, batchSize } = config;
  const annealed = annealAll(config, data);
  const recorder = recordRun(config.name, {
    ...given(config.record ?? {}),
    ...(runs !== undefined && { runs }),
    ...(best && { best: bestMeasure(best, data) }),
    notes: { train: notesOf({ ...config, ...annealed }, folder) },
  });
  const options = given({ epochs, steps, batchSize });
  const callbacks = callbacksOf({ ...annealed, ...(doctor && { doctor }) }, recorder);
  const game = {
    ...given(config.game ?? {}),
    generator: await buildConfigured("generator", config.generator, data, folder),
    discriminator: await buildConfigured("discriminator", config.discriminator, data, folder),
  } as GameOptions;
  return untilSignal(async (signal) => {
    const { ending } = await trainGan({ ...game, ...options, data, callbacks, signal });
    const { folder: place, unsaved } = recorder;
    return { ending, folder: place, ...(unsaved && { unsaved }) };
  });
}

/** `ganbook resume`: goes on with a recorded run, with what its configuration asked for. */
export async function resume(folder: string, steps: number | undefined): Promise<number> {
  const { config } = readConfig(folder);
  const { best, ...notes } = notesIn(config);
  await startRuntime();
  const source = notes.data ?? config.data.source;
  const data = source && (await loadConfiguredData(source, "/"));
  const layers = await layersOf(notes);
  return untilSignal((signal) =>
    resumeRun(folder, {
      ...(steps !== undefined && { steps }),
      ...(best && data && { best: bestMeasure(best, data) }),
      layers,
      data,
      callbacks: callbacksOf(notes),
      signal,
    }),
  );
}

/** What is not undefined. */
const given = (options: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/** What a run has to know to go on; modules by their absolute paths. */
function notesOf({ best, anneal, doctor, ...config }: TrainConfig, folder: string): Notes {
  const { data, generator, discriminator } = config;
  const absolute = <M extends OwnModule>(part: M): M => ({
    ...part,
    path: resolve(folder, part.path),
  });
  return given({
    best,
    anneal,
    doctor,
    data: data.loader === "module" ? absolute(data) : undefined,
    generator: generator.preset === "module" ? absolute(generator) : undefined,
    discriminator: discriminator.preset === "module" ? absolute(discriminator) : undefined,
  });
}

/** The doctor, the recorder, annealed rates and the bar. */
function callbacksOf(
  { anneal, doctor: watched = {} }: Pick<Notes, "anneal" | "doctor">,
  recorder?: TrainingCallback,
): Callbacks {
  return [
    doctor(given(watched)),
    ...(recorder ? [recorder] : []),
    ...(anneal ? [annealRates(anneal as AnnealRatesOptions)] : []),
    progressBar(),
  ];
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
