/** Where the workers of a cluster are, and which one this is. */
export interface ClusterPlace {
  /** `host:port` of each worker; the first one leads. */
  readonly addresses: readonly string[];
  readonly index: number;
}

/** A worker's name inside TensorFlow. */
export const taskName = (index: number): string => `/job:worker/replica:0/task:${index}`;

/**
 * TensorFlow's ServerDef as text (tensorflow_server.proto), which the library itself parses:
 * https://protobuf.dev/reference/protobuf/textformat-spec.
 */
export function serverDef({ addresses, index }: ClusterPlace): string {
  const tasks = addresses.map((address, key) => `tasks { key: ${key} value: "${address}" }`);
  return [
    `cluster { job { name: "worker" ${tasks.join(" ")} } }`,
    `job_name: "worker" task_index: ${index} protocol: "grpc"`,
    `default_session_config { experimental { collective_group_leader: "${taskName(0)}" } }`,
  ].join("\n");
}
