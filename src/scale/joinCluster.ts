import { createServer } from "node:net";
import { z } from "zod";
import { defineOptions, positiveNumber } from "../base/options";
import { printMessage } from "../base/output";
import { Cluster } from "../runtime/collectives/cluster";
import type { ClusterPlace } from "../runtime/collectives/serverDef";
import type { Workers } from "../runtime/collectives/workers";
import { requireRuntime } from "../runtime/start";
import { findOthers, gatherHashes } from "./exchange";
import { findCluster } from "./findCluster";
import { explainLoss } from "./workerLost";

export interface JoinClusterOptions {
  /** `host:port` of each worker. Default: what `TF_CONFIG` or Slurm's `srun` says. */
  addresses?: readonly string[];
  /** Which of them this process is. Default: what `TF_CONFIG` or Slurm's `srun` says. */
  index?: number;
  /**
   * Batch normalisation by the rows of `"all"` workers, as one worker would have them, or by each
   * worker's `"own"`, which sends less. Default `"all"`.
   */
  batchStatistics?: Workers["batchStatistics"];
  /** Seconds to wait for workers that are not there yet. Default 300. */
  patience?: number;
  /** What all workers have to agree on, such as a configuration. Default none. */
  job?: string;
}

const schema = z.strictObject({
  addresses: z.array(z.string()).min(2).optional(),
  index: z.int().min(0).optional(),
  batchStatistics: z.enum(["all", "own"]).default("all"),
  patience: positiveNumber.default(300),
  job: z.string().default(""),
});
const readOptions = defineOptions("joinCluster", schema);

/**
 * Joins the workers that play one game together, and waits until all of them are there: pass what
 * it gives to `trainGan` as `workers`. Call it before anything is built.
 *
 * TensorFlow's protocol is neither encrypted nor authenticated, and its ports listen on all of the
 * machine's networks: keep them inside (environment.md, "More than one machine").
 *
 * @throws TypeError on a wrong option, or where nobody says what the cluster is; Error where the
 *   port is taken, workers do not come, or are of another cluster or job
 */
export async function joinCluster(options: JoinClusterOptions = {}): Promise<Cluster> {
  requireRuntime("joinCluster");
  const { addresses, index, batchStatistics, patience, job } = readOptions(options);
  const place =
    addresses && index !== undefined
      ? findCluster({ cluster: addresses.join(), worker: String(index) })
      : findCluster();
  if (!place)
    throw new TypeError(
      "joinCluster: expected a cluster of two workers or more, by the options addresses and " +
        "index, by TF_CONFIG or by Slurm's srun, received none",
    );
  await checkPort(place);
  const cluster = Cluster.join(place, batchStatistics);
  await waitForAll(cluster, patience);
  cluster.watch();
  checkJob(cluster, job);
  return cluster;
}

/** @throws Error where somebody else listens on the port, which TensorFlow would not say */
async function checkPort({ addresses, index }: ClusterPlace): Promise<void> {
  const port = Number(/\d+$/.exec(addresses[index]!)![0]);
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) =>
      reject(
        new Error(
          `joinCluster: expected port ${port} to be free for worker ${index} ` +
            `(${addresses[index]}), found it ` +
            `${cause.code === "EADDRINUSE" ? "taken" : cause.code}; ` +
            "end who listens there, or give the worker another port, in all workers' commands",
          { cause },
        ),
      ),
    );
    server.listen(port, () => server.close(() => resolve()));
  });
}

/** Waits for the workers one after the other; says for whom, every ten seconds. */
async function waitForAll(cluster: Cluster, patience: number): Promise<void> {
  const begun = performance.now();
  let said = begun - 8000;
  for (let i = 0; i < cluster.count; i++)
    for (;;) {
      const why = i === cluster.index ? undefined : cluster.ask(i, 1000);
      if (why === undefined) break;
      const now = performance.now();
      const seconds = Math.round((now - begun) / 1000);
      const who = `worker ${i} (${cluster.addresses[i]})`;
      if (now - begun > 1000 * patience)
        throw new Error(
          `joinCluster: expected ${cluster.count} workers, but ${who} has not come in ` +
            `${seconds} s: ${why.split("\n")[0]}`,
        );
      if (now - said > 10_000) {
        printMessage(`Waiting for ${who}, ${seconds} s`);
        said = now;
      }
      await new Promise((next) => setTimeout(next, 200));
    }
}

/** Whether all are of one cluster and one job. */
function checkJob(cluster: Cluster, job: string): void {
  const facts = JSON.stringify([cluster.addresses, cluster.batchStatistics, job]);
  let others: number[];
  try {
    others = findOthers(gatherHashes(cluster, facts));
  } catch (error) {
    throw explainLoss(error, cluster.addresses);
  }
  if (!others.length) return;
  cluster.unwatch();
  throw new Error(
    "joinCluster: expected workers of one cluster and one configuration, received another from " +
      `worker ${others.join(", ")} than from worker 0; start all of them with the same list of ` +
      "addresses and the same file",
  );
}
