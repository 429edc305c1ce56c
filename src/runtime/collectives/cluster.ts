import * as tf from "@tensorflow/tfjs";
import { nodeBackend, type NodeBackend } from "../compile/nodeBackend";
import { useSharedBatchStatistics } from "./batchNormalization";
import { collectiveSum } from "./collectiveSum";
import { serverDef, taskName, type ClusterPlace } from "./serverDef";
import type { Workers } from "./workers";

/** How often each worker asks the others whether they are there, in ms. */
const watchEvery = 1000;
/** Who has not answered after so many ms is taken to hang. */
const watchPatience = 6000;

let joined: Cluster | undefined;

/** TensorFlow's cluster, as one of its workers sees it; a process joins one. */
export class Cluster implements Workers {
  readonly #backend: NodeBackend;
  readonly index: number;
  readonly count: number;
  readonly addresses: readonly string[];

  private constructor(
    backend: NodeBackend,
    { addresses, index }: ClusterPlace,
    readonly batchStatistics: Workers["batchStatistics"],
  ) {
    [this.#backend, this.index, this.count] = [backend, index, addresses.length];
    this.addresses = addresses;
  }

  /**
   * Joins a cluster: from now on this worker answers the others. TensorFlow listens on the port of
   * its address, on all of the machine's networks.
   *
   * @throws Error where the port is taken, this process is in a cluster already, or runs on another
   *   backend than TensorFlow's
   */
  static join(place: ClusterPlace, batchStatistics: Workers["batchStatistics"]): Cluster {
    const backend = nodeBackend();
    if (!backend)
      throw new Error(
        `a cluster: expected the tensorflow backend, received ${tf.getBackend()}; ` +
          "`npx ganbook doctor` says what it lacks",
      );
    if (joined)
      throw new Error(
        "a cluster: expected a process that is in none, received one that is worker " +
          `${joined.index} of ${joined.count} already`,
      );
    backend.binding.enableCollectives(serverDef(place));
    useSharedBatchStatistics();
    return (joined = new Cluster(backend, place, batchStatistics));
  }

  sum(x: tf.Tensor, key: string): tf.Tensor {
    return collectiveSum(this.#backend, x, key, this.count);
  }

  /** Why a worker does not answer within so many ms; undefined where it does. */
  ask(index: number, patience: number): string | undefined {
    return this.#backend.binding.checkPeer(taskName(index), patience) || undefined;
  }

  /** From now on whoever dies or hangs ends the others' sums with an error. */
  watch(): void {
    const others = this.addresses.flatMap((_, i) => (i === this.index ? [] : [taskName(i)]));
    this.#backend.binding.watchPeers(others, watchEvery, watchPatience);
  }

  /** Ends the watch: the others may go. */
  unwatch(): void {
    this.#backend.binding.unwatchPeers();
  }
}
