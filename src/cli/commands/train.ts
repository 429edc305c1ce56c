import { defineCommand, noArguments, savingCodes, UsageError } from "../command";
import { train as play } from "../train";

export const train = defineCommand({
  name: "train",
  places: "--config c.json [--runs folder] [--continue] [--worker i --cluster host:port,…]",
  summary:
    "Plays a game and records it into runs/<name>; Ctrl-C saves it and stops. As one of many " +
    "workers (--worker, TF_CONFIG, Slurm's srun) it goes on with the run of that name.",
  options: {
    config: { type: "string", value: "c.json", about: "The game, as README.md shows it." },
    runs: {
      type: "string",
      value: "folder",
      about: "The folder of all runs. Default: the configuration's record.runs, else runs.",
    },
    continue: {
      type: "boolean",
      default: false,
      about: "Go on with the run of that name, where there is one of the same configuration.",
    },
    worker: {
      type: "string",
      value: "i",
      about: "Which worker this is, from 0. Default: TF_CONFIG's or srun's, else it plays alone.",
    },
    cluster: {
      type: "string",
      value: "host:port,…",
      about: "The addresses of all workers, the same in each one's command.",
    },
    "own-batch-statistics": {
      type: "boolean",
      default: false,
      about: "Batch normalisation by each worker's own samples: fewer messages, another game.",
    },
  },
  moreCodes: [...savingCodes, "138: another worker died, hangs or was stopped; start all again"],
  run: async ({ config, runs, "own-batch-statistics": own, ...more }, positionals) => {
    noArguments("train", positionals);
    if (config === undefined) throw new UsageError("train: expected --config c.json");
    if (runs === "") throw new UsageError('train: --runs: expected a folder, received ""');
    const { continue: goOn, ...flags } = more;
    return play({ config, runs, goOn, batchStatistics: own ? "own" : "all", ...flags });
  },
});
