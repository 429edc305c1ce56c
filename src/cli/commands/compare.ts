import { printResult } from "../../base/output";
import { compareRuns, type RunComparison } from "../../runs";
import { sortRows } from "../../runs/compareRuns";
import { defineCommand, UsageError } from "../command";
import { formatComparison } from "../compare";

export const compare = defineCommand({
  name: "compare",
  places: "runs/a runs/b … [--sort column] [--descending] [--json]",
  summary: "Prints a row a run: every setting that is not the same in all, and what came of it.",
  options: {
    sort: {
      type: "string",
      value: "column",
      about: 'The column to sort by, lowest first, e.g. "best frechet".',
    },
    descending: { type: "boolean", default: false, about: "Sort with the highest first." },
    json: { type: "boolean", default: false, about: "Print it as JSON." },
  },
  run: async ({ sort, descending, json }, positionals) => {
    if (positionals.length < 2)
      throw new UsageError("compare: expected two or more folders of runs");
    const comparison = compareRuns(positionals);
    const sorted = sort === undefined ? comparison : sortBy(comparison, sort, descending);
    printResult(json ? JSON.stringify(sorted, null, 2) : formatComparison(sorted));
    return 0;
  },
});

function sortBy(comparison: RunComparison, column: string, descending: boolean): RunComparison {
  try {
    return sortRows(comparison, column, descending);
  } catch (error) {
    throw new UsageError(`--sort: ${(error as Error).message}`);
  }
}
