import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { printResult } from "../../base/output";
import { findRun } from "../../scale/findRun";
import { runSweep, type SweepEntry } from "../../scale/runSweep";
import { readSweep, writePlan, type PlannedSweep } from "../../scale/sweepFile";
import { defineCommand, positiveNumber, UsageError, wholeNumber } from "../command";
import type { TrainConfig } from "../configTypes";
import { checkTrainConfig } from "../readConfig";
import { playAlone } from "../train";

export const sweep = defineCommand({
  name: "sweep",
  places: "sweep.json --list | --index i | --local n [--runs folder]",
  summary:
    "Plays many games, a grid or a random search over a configuration's values, with seeds: into " +
    "runs/<sweep>/; finished ones are skipped, broken ones resumed.",
  options: {
    list: { type: "boolean", default: false, about: "Print the games, a line each, as JSON." },
    index: {
      type: "string",
      value: "i",
      about: "Play one of them, from 0: $SLURM_ARRAY_TASK_ID, $JOB_COMPLETION_INDEX.",
    },
    local: { type: "string", value: "n", about: "Play all on this machine, n at once." },
    runs: { type: "string", value: "folder", default: "runs", about: "The folder of all runs." },
  },
  moreCodes: ["129, 130, 143: ended by a signal, with the games that were played saved"],
  run: async ({ list, index, local, runs }, [path, ...others]) => {
    if (path === undefined || others.length) throw new UsageError("sweep: expected one file");
    if ([list || undefined, index, local].filter((way) => way !== undefined).length !== 1)
      throw new UsageError("sweep: expected one of --list, --index i and --local n");
    const planned = readSweep(path);
    const configs = planned.games.map(({ name, config }) =>
      checkTrainConfig(`${path}: ${name}`, config),
    );
    const folder = join(runs, planned.name);
    if (list) return printList(planned);
    mkdirSync(folder, { recursive: true });
    writePlan(folder, planned);
    if (local !== undefined)
      return playLocally(path, planned, { runs, folder, atOnce: positiveNumber("local", local) });
    return playOne(planned, configs, folder, wholeNumber("index", index!));
  },
});

function printList({ games }: PlannedSweep): number {
  const lines = games.map(({ name, values, seed }, index) =>
    JSON.stringify({ index, name, seed, ...values }),
  );
  printResult(lines.join("\n"));
  return 0;
}

async function playOne(
  { games, folder }: PlannedSweep,
  configs: readonly TrainConfig[],
  runs: string,
  index: number,
): Promise<number> {
  const config = configs[index];
  if (!config)
    throw new UsageError(`--index: expected 0 to ${games.length - 1}, received ${index}`);
  return playAlone(config, { folder, runs }, true);
}

async function playLocally(
  path: string,
  { games }: PlannedSweep,
  { runs, folder, atOnce }: { runs: string; folder: string; atOnce: number },
): Promise<number> {
  const isDone = ({ name }: { name: string }): boolean =>
    findRun(join(folder, name)) === "finished";
  const entries = games.map(({ name }, index): SweepEntry => {
    const state = isDone({ name }) ? "done" : "waits";
    return { index, name, standing: state, state };
  });
  mkdirSync(join(folder, "logs"), { recursive: true });
  return runSweep({
    entries,
    atOnce,
    commandOf: (index) =>
      [
        ...[process.execPath, ...process.execArgv, process.argv[1]!],
        ...["sweep", path, "--index", String(index), "--runs", runs],
      ] as [string, ...string[]],
    isDone,
    logOf: ({ name }) => join(folder, "logs", `${name}.log`),
    output: process.stderr,
  });
}
