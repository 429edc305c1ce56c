import { defineCommand, noArguments, savingCodes, UsageError } from "../command";
import { train as play } from "../train";

export const train = defineCommand({
  name: "train",
  places: "--config c.json [--runs folder]",
  summary: "Plays a game and records it into runs/<name>; Ctrl-C saves it and stops.",
  options: {
    config: { type: "string", value: "c.json", about: "The game, as README.md shows it." },
    runs: {
      type: "string",
      value: "folder",
      about: "The folder of all runs. Default: the configuration's record.runs, else runs.",
    },
  },
  moreCodes: savingCodes,
  run: async ({ config, runs }, positionals) => {
    noArguments("train", positionals);
    if (config === undefined) throw new UsageError("train: expected --config c.json");
    if (runs === "") throw new UsageError('train: --runs: expected a folder, received ""');
    return play(config, runs);
  },
});
