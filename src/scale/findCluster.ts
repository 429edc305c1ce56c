import { parseValue } from "../base/jsonObject";
import { z } from "zod";
import { outputOf } from "../base/install/process";
import { parseOptions } from "../base/options";
import type { ClusterPlace } from "../runtime/collectives/serverDef";

/** What a command line says of a cluster. */
export interface ClusterFlags {
  /** Which worker this is. */
  readonly worker?: string | undefined;
  /** `host:port` of each, with commas. */
  readonly cluster?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The cluster that this process was started in, by the command line, `TF_CONFIG` (Kubeflow, Vertex
 * AI, `ganbook launch`) or Slurm's `srun`, in this order; none where it plays alone.
 *
 * @throws TypeError naming what is wrong, what was expected and what came
 */
export function findCluster(
  flags: ClusterFlags = {},
  environment: Environment = process.env,
): ClusterPlace | undefined {
  const place = fromFlags(flags) ?? fromTensorflow(environment.TF_CONFIG) ?? fromSlurm(environment);
  if (!place) return undefined;
  const { addresses, index } = place;
  const wrong = addresses.find((address) => !addressPattern.test(address));
  if (wrong !== undefined)
    throw new TypeError(`a cluster: expected addresses host:port, received "${wrong}"`);
  const twice = addresses.find((address, i) => addresses.indexOf(address) < i);
  if (twice !== undefined)
    throw new TypeError(
      `a cluster: expected an address of its own for each, received ${twice} twice`,
    );
  if (!Number.isInteger(index) || index < 0 || index >= addresses.length)
    throw new TypeError(
      `a cluster: expected a worker of 0 to ${addresses.length - 1}, received ${index}`,
    );
  return addresses.length > 1 ? place : undefined;
}

/** A name or a number of IPv4, or of IPv6 in brackets, and a port. */
const addressPattern = /^([\w.-]+|\[[\da-fA-F:.]+\]):([1-9]\d{0,4})$/;

function fromFlags({ worker, cluster }: ClusterFlags): ClusterPlace | undefined {
  if (worker === undefined && cluster === undefined) return undefined;
  if (worker === undefined || cluster === undefined)
    throw new TypeError(
      "a cluster: expected --worker i and --cluster host:port,host:port,… together, received " +
        `only --${worker === undefined ? "cluster" : "worker"}`,
    );
  return { addresses: cluster.split(","), index: Number(worker) };
}

const names = z.array(z.string()).default([]);
const tensorflowSchema = z.looseObject({
  cluster: z.looseObject({
    chief: names,
    worker: names,
    ps: z.array(z.string()).max(0).optional(),
  }),
  task: z.looseObject({
    type: z.enum(["chief", "worker"]),
    index: z.coerce.number().int().min(0),
  }),
});

/** https://www.tensorflow.org/guide/distributed_training */
function fromTensorflow(text: string | undefined): ClusterPlace | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  let content: unknown;
  try {
    content = parseValue(text);
  } catch (cause) {
    throw new TypeError(`TF_CONFIG: ${(cause as Error).message}`, { cause });
  }
  if (typeof content === "object" && content !== null && !("cluster" in content)) return undefined;
  const { cluster, task } = parseOptions("TF_CONFIG", tensorflowSchema, content);
  const { chief, worker } = cluster;
  const index = task.type === "chief" ? task.index : chief.length + task.index;
  return { addresses: [...chief, ...worker], index };
}

/** Ports of Slurm's jobs: so many, from the first on, so that two jobs seldom ask for the same. */
const [firstPort, countPorts] = [20_000, 10_000];

/** https://slurm.schedmd.com/srun.html#SECTION_OUTPUT-ENVIRONMENT-VARIABLES; tasks in blocks. */
function fromSlurm(environment: Environment): ClusterPlace | undefined {
  const { SLURM_STEP_NUM_TASKS: tasks, SLURM_PROCID: task, SLURM_JOB_ID: job } = environment;
  const { SLURM_STEP_NODELIST: nodes, SLURM_STEP_TASKS_PER_NODE: perNode } = environment;
  if (!(Number(tasks) > 1) || task === undefined) return undefined;
  const hosts = nodes && outputOf("scontrol", ["show", "hostnames", nodes])?.split("\n");
  if (!hosts || !perNode)
    throw new TypeError(
      "a cluster: expected Slurm's srun, with SLURM_STEP_NODELIST and SLURM_STEP_TASKS_PER_NODE " +
        'and "scontrol show hostnames" to read them with; name the workers with --worker and ' +
        "--cluster instead",
    );
  const base = firstPort + ((Number(job) * 64) % countPorts);
  const counts = tasksPerNode(perNode);
  const addresses = hosts.flatMap((host, i) =>
    Array.from({ length: counts[i] ?? 0 }, (_, local) => `${host}:${base + local}`),
  );
  return { addresses, index: Number(task) };
}

/** Slurm's "2(x3),1" as [2, 2, 2, 1]. */
export function tasksPerNode(text: string): number[] {
  return text.split(",").flatMap((part) => {
    const [, count, times = "1"] = /^(\d+)(?:\(x(\d+)\))?$/.exec(part) ?? [];
    return Array.from({ length: Number(times) }, () => Number(count));
  });
}
