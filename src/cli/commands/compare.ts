import { printResult } from "../../base/output";
import { compareRuns, type RunComparison } from "../../runs";
import { savePlot } from "../../plot";
import { sortRows } from "../../runs/compareRuns";
import { compareSweep, plotSweep, type SweepRow } from "../../scale";
import { formatSweep } from "../../scale/compareSweep";
import { readPlan } from "../../scale/sweepFile";
import { defineCommand, UsageError } from "../command";
import { formatComparison } from "../compare";

export const compare = defineCommand({
  name: "compare",
  places: "runs/a runs/b … | runs/sweep [--sort column] [--descending] [--plot file] [--json]",
  summary:
    "Prints a row a run: every setting that is not the same in all, and what came of it; of a " +
    "sweep a row a setting, means over seeds with 95 % intervals.",
  options: {
    sort: {
      type: "string",
      value: "column",
      about: 'The column to sort by, lowest first, e.g. "best frechet".',
    },
    descending: { type: "boolean", default: false, about: "Sort with the highest first." },
    plot: {
      type: "string",
      value: "file",
      about: "Of a sweep: writes the column of --sort, or the first one, as .svg or .html.",
    },
    json: { type: "boolean", default: false, about: "Print it as JSON." },
  },
  run: async ({ sort, descending, plot, json }, positionals) => {
    const [only] = positionals;
    if (positionals.length === 1 && readPlan(only!))
      return compareOne(only!, { sort, descending, plot, json });
    if (plot !== undefined)
      throw new UsageError("--plot: expected the folder of a sweep, and nothing else");
    if (positionals.length < 2)
      throw new UsageError("compare: expected two or more folders of runs, or that of a sweep");
    const comparison = compareRuns(positionals);
    const sorted = sort === undefined ? comparison : sortBy(comparison, sort, descending);
    printResult(json ? JSON.stringify(sorted, null, 2) : formatComparison(sorted));
    return 0;
  },
});

interface SweepOptions {
  readonly sort: string | undefined;
  readonly descending: boolean;
  readonly plot: string | undefined;
  readonly json: boolean;
}

/** A sweep: a row a setting. */
function compareOne(folder: string, { sort, descending, plot, json }: SweepOptions): number {
  const comparison = compareSweep(folder);
  const { results, rows } = comparison;
  if (sort !== undefined && !results.includes(sort))
    throw new UsageError(
      `--sort: expected a result, "${results.join('", "')}", received "${sort}"`,
    );
  const sign = descending ? -1 : 1;
  const valueOf = (row: SweepRow): number => (row.results[sort!]?.mean ?? NaN) * sign;
  const ranked = (row: SweepRow): number => (Number.isNaN(valueOf(row)) ? Infinity : valueOf(row));
  const sorted = {
    ...comparison,
    rows: sort === undefined ? rows : [...rows].sort((a, b) => ranked(a) - ranked(b)),
  };
  printResult(json ? JSON.stringify(sorted, null, 2) : formatSweep(sorted));
  if (plot !== undefined) console.error(savePlot(plot, plotSweep(sorted, sort ?? results[0]!)));
  return 0;
}

function sortBy(comparison: RunComparison, column: string, descending: boolean): RunComparison {
  try {
    return sortRows(comparison, column, descending);
  } catch (error) {
    throw new UsageError(`--sort: ${(error as Error).message}`);
  }
}
