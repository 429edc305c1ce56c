/** One game on many machines, many games on a cluster. */
export { joinCluster } from "./joinCluster";
export type { JoinClusterOptions } from "./joinCluster";
export type { Cluster } from "../runtime/collectives/cluster";
export type { Workers } from "../runtime/collectives/workers";
export { compareSweep, plotSweep } from "./compareSweep";
export type { SweepComparison, SweepResult, SweepRow } from "./compareSweep";
