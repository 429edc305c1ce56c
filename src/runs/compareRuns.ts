import { z } from "zod";
import { describeError } from "../base/describeError";
import { meanOfLast } from "../base/mean";
import { defineOptions } from "../base/options";
import { printMessage } from "../base/output";
import { loadRun, type Run } from "./loadRun";
import { settingsOf, type Setting } from "./settingsOf";

/** Runs side by side, a row each. */
export interface RunComparison {
  /** Settings that are not the same in all runs. */
  readonly settings: readonly string[];
  /** How far the runs got, their numbers (means of the last 100 steps) and their best values. */
  readonly results: readonly string[];
  readonly rows: readonly ComparisonRow[];
}

export interface ComparisonRow {
  readonly run: string;
  /** By the names in `settings` and `results`; a run that has none of that name lacks it. */
  readonly values: Readonly<Record<string, Setting>>;
}

export interface CompareRunsOptions {
  /**
   * The name of a setting or result to sort the rows by, lowest first. Default: in the order given.
   */
  sortBy?: string | undefined;
  /** Sort with the highest first. Default false. */
  descending?: boolean;
}

const schema = z.strictObject({
  sortBy: z.string().optional(),
  descending: z.boolean().default(false),
});
const readOptions = defineOptions("compareRuns", schema);
const window = 100;

/**
 * Compares recorded runs: what was set differently, and what came of it.
 *
 * @throws Error where none of them is a run (others are named and left out); TypeError on a wrong
 *   option, or for a name to sort by that is not a column
 */
export function compareRuns(
  folders: readonly string[],
  options: CompareRunsOptions = {},
): RunComparison {
  const { sortBy, descending } = readOptions(options);
  const runs = readRuns(folders);
  const set = runs.map(settingsOf);
  const found = runs.map(resultsOf);
  const settings = namesOf(set).filter((name) => new Set(set.map((all) => all[name])).size > 1);
  const results = namesOf(found);
  const known = [...settings, ...results];
  const rows = runs.map(({ folder: run }, i) => ({
    run,
    values: pick({ ...set[i], ...found[i] }, known),
  }));
  const comparison = { settings, results, rows };
  return sortBy === undefined ? comparison : sortRows(comparison, sortBy, descending);
}

/**
 * A comparison with its rows sorted by a column.
 *
 * @throws TypeError where there is no such column
 */
export function sortRows(
  { settings, results, rows }: RunComparison,
  by: string,
  descending: boolean,
): RunComparison {
  const known = [...settings, ...results];
  if (!known.includes(by))
    throw new TypeError(
      `compareRuns: expected a column to sort by, "${known.join('", "')}", received "${by}"`,
    );
  const sorted = [...rows].sort((a, b) => order(a.values[by], b.values[by], descending));
  return { settings, results, rows: sorted };
}

/** The runs that can be read; others are named. */
function readRuns(folders: readonly string[]): Run[] {
  const problems: unknown[] = [];
  const runs = folders.flatMap((folder) => {
    try {
      return loadRun(folder);
    } catch (error) {
      problems.push(error);
      return [];
    }
  });
  if (!runs.length && problems.length) throw problems[0];
  for (const problem of problems) printMessage(describeError(problem), "warn");
  return runs;
}

const namesOf = (all: readonly object[]): string[] => [...new Set(all.flatMap(Object.keys))];

const pick = (values: Record<string, Setting>, names: readonly string[]): Record<string, Setting> =>
  Object.fromEntries(names.flatMap((name) => (name in values ? [[name, values[name]!]] : [])));

/** Numbers before words, what is missing or no number last, whatever the direction. */
function order(a: Setting | undefined, b: Setting | undefined, descending: boolean): number {
  const isMissing = (value: Setting | undefined): boolean =>
    value === undefined || Number.isNaN(value);
  if (isMissing(a) || isMissing(b)) return Number(isMissing(a)) - Number(isMissing(b));
  const sign = descending ? -1 : 1;
  if (typeof a === "number" && typeof b === "number") return sign * (a - b);
  return sign * String(a).localeCompare(String(b), "en", { numeric: true });
}

function resultsOf({ history, result, best }: Run): Record<string, Setting> {
  const mean = (values: readonly number[]): number =>
    Number(meanOfLast(values, window).toPrecision(4));
  const sorted = history.secondsPerStep.slice().sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  return {
    ending: result?.ending ?? "not over",
    step: history.step.at(-1) ?? 0,
    ...(best && {
      [`best ${best.name}`]: Number(best.value.toPrecision(4)),
      "best at step": best.step,
    }),
    discriminatorLoss: mean(history.discriminatorLoss),
    generatorLoss: mean(history.generatorLoss),
    "D(x)": mean(history.realScore),
    "D(G(z))": mean(history.fakeScore),
    "ms a step (median)": Number((1000 * median).toPrecision(3)),
  };
}
