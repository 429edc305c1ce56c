import { existsSync } from "node:fs";
import { join } from "node:path";
import { meanInterval, type Interval } from "../base/interval";
import { plotIntervals, type Figure } from "../plot";
import { compareRuns, type ComparisonRow } from "../runs";
import { configFile } from "../runs/config";
import { readPlan, type SweepList } from "./sweepFile";
import type { JsonObject } from "./sweepPlan";

/** A result over the seeds of a setting. */
export interface SweepResult extends Interval {
  /** How many runs have it. */
  readonly runs: number;
}

/** The settings of a sweep side by side, a row each. */
export interface SweepComparison {
  /** What was set, by the paths of the sweep. */
  readonly settings: readonly string[];
  /** The names of the results. */
  readonly results: readonly string[];
  readonly rows: readonly SweepRow[];
}

export interface SweepRow {
  readonly values: JsonObject;
  /** Runs that are over, and all that were planned. */
  readonly done: number;
  readonly planned: number;
  /** Means over seeds with their 95 % intervals, by the names in `results`. */
  readonly results: Readonly<Record<string, SweepResult>>;
}

/**
 * Compares the settings of a sweep, each over its seeds, with 95 % intervals. Runs that are not
 * there yet are counted, and left out.
 *
 * @param folder of the sweep's runs: `runs/<the sweep's name>`
 * @throws Error where there is no sweep, or none of its runs
 */
export function compareSweep(folder: string): SweepComparison {
  const plan = readPlan(folder);
  if (!plan)
    throw new Error(
      `expected the folder of a sweep's runs, with the sweep.json that ganbook sweep writes, ` +
        `received ${folder}`,
    );
  const place = (name: string): string => join(folder, name);
  const there = plan.filter(({ name }) => existsSync(configFile(place(name))));
  if (!there.length) throw new Error(`${folder}: expected runs, found none of ${plan.length} yet`);
  const { results, rows } = compareRuns(there.map(({ name }) => place(name)));
  const found = new Map(rows.map(({ run, values }) => [run, values]));
  const groups = new Map<string, SweepList>();
  for (const game of plan) {
    const key = JSON.stringify(game.values);
    groups.set(key, [...(groups.get(key) ?? []), game]);
  }
  const numeric = results.filter((name) =>
    rows.some(({ values }) => typeof values[name] === "number"),
  );
  return {
    settings: [...new Set(plan.flatMap(({ values }) => Object.keys(values)))],
    results: numeric,
    rows: [...groups.values()].map((games) => {
      const known = games.flatMap(({ name }) => {
        const values = found.get(place(name));
        return values && isOver(values) ? [values] : [];
      });
      return {
        values: games[0]!.values,
        done: known.length,
        planned: games.length,
        results: meansOf(known, numeric),
      };
    }),
  };
}

type Values = ComparisonRow["values"];

const isOver = ({ ending }: Values): boolean => ending === "finished" || ending === "diverged";

function meansOf(runs: readonly Values[], names: readonly string[]): SweepRow["results"] {
  const means = names.flatMap((name) => {
    const numbers = runs.flatMap((values) => {
      const value = values[name];
      return typeof value === "number" && Number.isFinite(value) ? [value] : [];
    });
    return numbers.length
      ? [[name, { ...meanInterval(numbers), runs: numbers.length }] as const]
      : [];
  });
  return Object.fromEntries(means);
}

/** A setting in words: "learningRate 0.001, loss hinge". */
const describeValues = (values: JsonObject): string =>
  Object.entries(values)
    .map(([path, value]) => `${path.split(".").at(-1)} ${textOf(value)}`)
    .join(", ") || "as configured";

const textOf = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);

/** A result of all settings as a figure: means with their intervals over seeds. */
export function plotSweep({ rows }: SweepComparison, result: string): Figure {
  const shown = rows.flatMap(({ values, results }) => {
    const found = results[result];
    return found ? [{ ...found, name: describeValues(values) }] : [];
  });
  return plotIntervals(shown, { title: result });
}

/** The comparison as a table for a terminal. */
export function formatSweep({ settings, results, rows }: SweepComparison): string {
  const cells = [
    [...settings, "runs", ...results],
    ...rows.map(({ values, done, planned, results: found }) => [
      ...settings.map((name) => (values[name] === undefined ? "–" : textOf(values[name]))),
      `${done} of ${planned}`,
      ...results.map((name) => formatResult(found[name])),
    ]),
  ];
  const widths = cells[0]!.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
  return cells
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function formatResult(result: SweepResult | undefined): string {
  if (!result) return "–";
  const { mean, low, high, runs } = result;
  const text = (value: number): string => String(Number(value.toPrecision(3)));
  return runs > 1 ? `${text(mean)} (${text(low)} … ${text(high)})` : text(mean);
}
