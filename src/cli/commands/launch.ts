import { outputOf } from "../../base/install/process";
import { printMessage } from "../../base/output";
import { launch as start } from "../../scale/launch";
import { chooseVariant } from "../../runtime/install/tensorflow";
import { defineCommand, noArguments, positiveNumber, savingCodes } from "../command";
import { UsageError, wholeNumber } from "../command";
import { readTrainConfig } from "../readConfig";

export const launch = defineCommand({
  name: "launch",
  places: "--workers n --config c.json [--runs folder] [--restarts n]",
  summary:
    "Plays one game by n processes of this machine, each with its share of every batch; " +
    "goes on with the run of that name. With GPUs, one each.",
  options: {
    workers: { type: "string", value: "n", about: "How many; the batch size is a multiple." },
    config: { type: "string", value: "c.json", about: "As for ganbook train." },
    runs: { type: "string", value: "folder", default: "runs", about: "The folder of all runs." },
    restarts: {
      type: "string",
      value: "n",
      default: "3",
      about: "So often, when one has died, all are started again from the last checkpoint.",
    },
    "own-batch-statistics": {
      type: "boolean",
      default: false,
      about: "Batch normalisation by each worker's own samples: fewer messages, another game.",
    },
  },
  moreCodes: [...savingCodes, "138: a worker died or hung, more often than --restarts allows"],
  run: async ({ workers, config, runs, restarts, ...more }, positionals) => {
    noArguments("launch", positionals);
    if (workers === undefined) throw new UsageError("launch: expected --workers n");
    if (config === undefined) throw new UsageError("launch: expected --config c.json");
    const count = positiveNumber("workers", workers);
    const { batchSize = 100, game } = readTrainConfig(config);
    const together = count * (game?.packing ?? 1);
    if (batchSize % together !== 0)
      throw new UsageError(
        `--workers: expected a number that shares a batch of ${batchSize} out evenly, ` +
          `received ${workers}; batchSize of ${config} has to be a multiple of ${together}`,
      );
    const own = more["own-batch-statistics"] ? ["--own-batch-statistics"] : [];
    const train = ["train", "--config", config, "--runs", runs, "--continue", ...own];
    return start({
      workers: count,
      command: [process.execPath, ...process.execArgv, process.argv[1]!, ...train],
      restarts: wholeNumber("restarts", restarts),
      gpus: findGpus(count),
    });
  },
});

/** The GPUs that workers get, where there are as many. */
function findGpus(workers: number): string[] {
  if (chooseVariant() === "cpu") return [];
  const { CUDA_VISIBLE_DEVICES: chosen } = process.env;
  const listed = outputOf("nvidia-smi", ["-L"])?.match(/^GPU \d+/gm) ?? [];
  const gpus = chosen === undefined ? listed.map((_, i) => String(i)) : chosen.split(",");
  if (gpus.length >= workers) return gpus.slice(0, workers);
  printMessage(`${workers} workers and ${gpus.length} GPUs: they play on the CPU`, "warn");
  return Array.from({ length: workers }, () => "-1");
}
