import { defineCommand, onlyFolder, positiveNumber, savingCodes } from "../command";
import { resume as goOn } from "../train";

export const resume = defineCommand({
  name: "resume",
  places: "runs/a [--steps n]",
  summary: "Goes on with a run, to its end or n steps more; Ctrl-C saves it and stops.",
  options: {
    steps: {
      type: "string",
      value: "n",
      about: "So many steps more. Default: those that the run has not made yet.",
    },
  },
  moreCodes: savingCodes,
  run: async ({ steps }, positionals) =>
    goOn(
      onlyFolder("resume", positionals),
      steps === undefined ? undefined : positiveNumber("steps", steps),
    ),
});
