import { defineCommand, UsageError } from "../command";
import { compare as printComparison } from "../runs";

export const compare = defineCommand({
  name: "compare",
  places: "runs/a runs/b … [--json]",
  summary: "Prints what was set differently in runs, and what came of it.",
  options: { json: { type: "boolean", default: false, about: "Print it as JSON." } },
  run: async ({ json }, positionals) => {
    if (positionals.length < 2)
      throw new UsageError("compare: expected two or more folders of runs");
    printComparison(positionals, json);
    return 0;
  },
});
