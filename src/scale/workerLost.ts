/**
 * The exit code of a worker whose game ended because of another: to be started again, which
 * Kubeflow's restart policy `ExitCode` does from 128 on, and calls 138 the user's own.
 */
export const lostCode = 138;

/** Another worker has died or hangs. */
export class WorkerLost extends Error {
  readonly exitCode = lostCode;
}

/** TensorFlow's words for what only another worker's end can have caused. */
const signs = /Collective ops is aborted|WorkerService|does not answer|ring_alg|RecvBuf/;

/** An error as it is, or, where another worker is its cause, that. */
export function explainLoss(error: unknown, addresses: readonly string[]): unknown {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof WorkerLost || !signs.test(message)) return error;
  const task = /task:(\d+)/.exec(message)?.[1];
  const who = task === undefined ? "another worker" : `worker ${task} (${addresses[Number(task)]})`;
  const how = /does not answer/.test(message) ? "does not answer" : "has ended";
  return new WorkerLost(
    `${who} ${how}, or lost one that has. The run is whole up to its last checkpoint: start all ` +
      "workers again with the same commands, and they go on from there.",
    { cause: error },
  );
}
