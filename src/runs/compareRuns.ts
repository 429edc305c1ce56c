import { meanOfLast } from "../base/mean";
import { loadRun, type Run } from "./loadRun";

/** Two or more runs side by side. */
export interface RunComparison {
  readonly runs: readonly string[];
  /** Settings that are not the same in all runs: their name, and each run's value. */
  readonly settings: readonly ComparisonRow[];
  /** How far the runs got, and their numbers: means of the last 100 steps. */
  readonly numbers: readonly ComparisonRow[];
}

export interface ComparisonRow {
  readonly name: string;
  readonly values: readonly (string | number)[];
}

const window = 100;

/**
 * Compares recorded runs: what was set differently, and what came of it.
 *
 * @throws Error where there is no run
 */
export function compareRuns(...folders: readonly string[]): RunComparison {
  const runs = folders.map(loadRun);
  const settings = runs.map(settingsOf);
  const names = [...new Set(settings.flatMap((values) => Object.keys(values)))];
  const rows = names.map((name) => ({
    name,
    values: settings.map((values) => values[name] ?? "–"),
  }));
  const numbers = runs.map(numbersOf);
  return {
    runs: folders,
    settings: rows.filter(({ values }) => new Set(values).size > 1),
    numbers: Object.keys(numbers[0] ?? {}).map((name) => ({
      name,
      values: numbers.map((values) => values[name]!),
    })),
  };
}

function settingsOf({ config }: Run): Record<string, string | number> {
  const { learningRate, augmentation, ...game } = config.game;
  return {
    ...game,
    augmentation: augmentation.join(", ") || "none",
    "generator's learning rate": learningRate.generator,
    "discriminator's learning rate": learningRate.discriminator,
    batchSize: config.batchSize,
    data: `${config.data.name} (${config.data.size})`,
    generator: weightsOf(config.generator),
    discriminator: weightsOf(config.discriminator),
    runtime: config.environment.runtime,
    parent: config.parent ? `${config.parent.folder}, step ${config.parent.step}` : "–",
  };
}

/** A model's layers in one line. */
function weightsOf(topology: Run["config"]["generator"]): string {
  const { layers = [] } = (topology.config ?? {}) as {
    layers?: { class_name: string; config: { units?: number; filters?: number } }[];
  };
  return layers
    .map(({ class_name, config }) => `${class_name}${config.units ?? config.filters ?? ""}`)
    .join(" ");
}

function numbersOf({ history, result, best }: Run): Record<string, string | number> {
  const mean = (values: readonly number[]): number =>
    Number(meanOfLast(values, window).toPrecision(4));
  const sorted = history.secondsPerStep.slice().sort((a, b) => a - b);
  return {
    ending: result?.ending ?? "not over",
    step: history.step.at(-1) ?? 0,
    discriminatorLoss: mean(history.discriminatorLoss),
    generatorLoss: mean(history.generatorLoss),
    "D(x)": mean(history.realScore),
    "D(G(z))": mean(history.fakeScore),
    "ms a step (median)": Number(
      (1000 * (sorted[Math.floor(sorted.length / 2)] ?? NaN)).toPrecision(3),
    ),
    best: best ? `${best.name} ${best.value.toPrecision(4)} at ${best.step}` : "–",
  };
}
